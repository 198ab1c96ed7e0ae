"""`tandem move-database`: from the file beside the program to a PostgreSQL server, or back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop


@click.command()
@click.argument("target", metavar="DATABASE_URL")
@command_options()
def command(out: Output, target: str) -> Any:
    """Copy every row to the empty database at DATABASE_URL and check counts and checksums there.

    The present database stays as it is. Stop the web processes and the worker first: what is written meanwhile is not
    copied. When it is done, put DATABASE_URL into the settings and start them again.
    """
    database.check_address(target)
    database.ready()
    from django.conf import settings

    from tandem.cli import archive

    if target == os.environ.get("DATABASE_URL"):
        raise BadInput(Message(gettext_noop("this is the present database")), ("DATABASE_URL",))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "move.tar.gz"
        manifest = archive.write(file, datetime.now(UTC))
        done = subprocess.run(
            [sys.executable, "-m", "tandem", "restore", str(file), "--format", "json", "--lang", out.language],
            env={
                **os.environ,
                "DATABASE_URL": target,
                "TANDEM_DATA": folder,
                "TANDEM_SECRET_KEY": settings.SECRET_KEY,
                "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
        return done.returncode
    moved = json.loads(done.stdout)
    tables = [{"table": label, "rows": table.rows} for label, table in manifest.tables.items()]
    out.emit({"tables": tables, "rows": moved["rows"], "verified": moved["verified"]}, tables)
    return ExitCode.DONE
