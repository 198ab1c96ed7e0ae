"""`tandem doctor`: is this place well, and what to do where it is not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options


@click.command()
@command_options()
def command(out: Output) -> Any:
    """Look at settings, database, index, worker, mail, disk and the rights of files.

    Exit code 1 when something has to be mended.
    """
    database.connect()
    from tandem.cli import health

    found = [
        {
            "check": one.name,
            "state": one.state,
            "found": out.say(one.found),
            "advice": out.say(one.advice) if one.advice else "",
        }
        for one in health.examine(datetime.now(UTC))
    ]
    bad = any(one["state"] == health.BAD for one in found)
    out.emit({"well": not bad, "checks": found}, found)
    return ExitCode.NO if bad else ExitCode.DONE
