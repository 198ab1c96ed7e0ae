"""`tandem backup`: everything this place keeps, in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop


@click.command()
@click.argument("out_file", metavar="OUT", type=click.Path(path_type=Path))
@command_options()
def command(out: Output, out_file: Path) -> Any:
    """Write every row and every file to OUT: a new file, or a folder that gets one named after the time.

    The place goes on meanwhile. The secret key is not in it: keep that apart.
    """
    database.ready()
    from tandem.cli import archive

    now = datetime.now(UTC)
    if out_file.is_dir():
        out_file /= f"tandem-{now:%Y-%m-%d-%H%M%S}.tar.gz"
    if out_file.exists():
        raise BadInput(Message(gettext_noop("this file is there already")), (str(out_file),))
    manifest = archive.write(out_file, now)
    out.emit(
        {
            "file": str(out_file),
            "bytes": out_file.stat().st_size,
            "tables": len(manifest.tables),
            "rows": sum(table.rows for table in manifest.tables.values()),
            "files": len(manifest.files),
        }
    )
    return ExitCode.DONE
