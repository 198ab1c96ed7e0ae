"""`tandem restore`: a backup into an empty place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@command_options()
def command(out: Output, file: Path) -> Any:
    """Put the backup FILE into this place, which must be empty; check every count and checksum; make the index.

    Either all of the database is put in or none of it. It may have been made on the other kind of database.
    """
    database.ready(migrate=True)
    from tandem.cli import archive
    from tandem.directory import search

    manifest = archive.read(file)
    search.rebuild()
    out.emit(
        {
            "made": manifest.made,
            "from": manifest.database,
            "tables": len(manifest.tables),
            "rows": sum(table.rows for table in manifest.tables.values()),
            "files": len(manifest.files),
            "verified": True,
        }
    )
    return ExitCode.DONE
