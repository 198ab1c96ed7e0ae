"""`tandem account`: the way back for somebody who lost their address, or all that proves that it is them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options


@click.command()
@click.argument("email")
@click.option("--address", metavar="NEW", default="", help="Their address from now on; the former one is told.")
@click.option("--forget-proofs", is_flag=True, help="Take away their passkeys, app and recovery codes.")
@command_options()
def command(out: Output, email: str, address: str, forget_proofs: bool) -> Any:
    """Help the person with this address back in, once you are sure who they are. Every session of theirs ends."""
    database.ready()
    from tandem.accounts import actions

    person = actions.help_back_in(email, address=address, forget_proofs=forget_proofs, at=datetime.now(UTC))
    out.emit({"account": person.pk, "address": person.email, "second proof": person.has_second_factor})
    return ExitCode.DONE
