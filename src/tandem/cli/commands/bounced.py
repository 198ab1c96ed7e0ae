"""`tandem bounced`: an e-mail that came back later, handed over by the mail server."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

#: A report holds the e-mail that came back, files and all; what it says stands at its beginning.
MOST_BYTES = 5_000_000


@click.command()
@command_options()
def command(out: Output) -> Any:
    """Read a delivery report (RFC 3464) on standard input: who waits for that e-mail is told that it did not arrive."""
    report = sys.stdin.buffer.read(MOST_BYTES)
    if not report.strip():
        raise BadInput(Message(gettext_noop("there is no e-mail here")), ("stdin",))
    database.ready()
    from tandem.cooperation import actions
    from tandem.ui.bounces import addresses_that_failed

    addresses = addresses_that_failed(report)
    links = sum(actions.link_came_back(address, at=datetime.now(UTC)) for address in addresses)
    out.emit({"addresses": len(addresses), "links": links})
    return ExitCode.DONE
