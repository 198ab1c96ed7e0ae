"""`tandem setup`: make or update this installation's database and files. Run again after each update."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tandem.cli import database


@click.command()
@click.option("--steward", metavar="EMAIL", help="Give the person with this address the rights of a steward.")
def command(steward: str | None) -> None:
    """Create or update the database, the secret key, the static files and the search index."""
    database.ready(migrate=True)

    from django.core.management import call_command

    from tandem.accounts import actions as accounts
    from tandem.directory import search

    call_command("collectstatic", verbosity=0, interactive=False)
    search.rebuild()
    if steward:
        accounts.make_steward(steward, at=datetime.now(UTC))
    click.echo("tandem setup: ready")
