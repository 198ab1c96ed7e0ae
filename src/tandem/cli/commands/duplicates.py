"""`tandem duplicates`: records of organisations that may be one."""

from __future__ import annotations

from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options


@click.command()
@click.option("--dry-run", is_flag=True, help="Show the pairs; put nothing before the stewards.")
@command_options()
def command(out: Output, dry_run: bool) -> Any:
    """Find organisations that stand here twice, and put the pairs before the stewards."""
    database.ready()
    from django.utils import timezone

    from tandem.directory import actions

    found = actions.find_duplicates(at=timezone.now(), dry_run=dry_run)
    out.emit(
        [
            {
                "first": pair.first,
                "second": pair.second,
                "weight": pair.weight,
                "reasons": "; ".join(str(reason) for reason in pair.reasons),
            }
            for pair in found
        ]
    )
    return ExitCode.DONE
