"""`tandem soak`: the long doses. What survives them is written down in docs/reliability.md."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options

WRITES_A_ROUND = 20
MOST_SECONDS_ALIVE = 1.0


@click.command()
@click.option(
    "--rounds", type=click.IntRange(1), default=50, show_default=True, help="How often the indexer is killed."
)
@command_options()
def command(out: Output, rounds: int) -> Any:
    """Kill the indexer again and again while the directory is written, in a place of its own; nothing may be lost.

    Uses no database of yours. Exit code 1 when a write is not found, or found twice.
    """
    with tempfile.TemporaryDirectory(prefix="tandem-soak-") as folder:
        os.environ["TANDEM_DATA"] = folder
        for name in ("DATABASE_URL", "TANDEM_DEMO"):
            os.environ.pop(name, None)
        os.environ["TANDEM_TASKS_AT_ONCE"] = ""
        database.ready(migrate=True)
        result = _kill_indexers(out, rounds, random.Random(out.seed))  # noqa: S311 (when to kill is no secret)
    out.emit(result)
    return ExitCode.NO if result["lost"] or result["twice"] else ExitCode.DONE


def _kill_indexers(out: Output, rounds: int, chance: random.Random) -> dict[str, Any]:
    from tandem.directory import search

    started = time.monotonic()
    search.rebuild()
    killed, written = 0, 0
    for _round in out.progress(range(rounds), rounds, "soak"):
        indexer = _indexer()
        until = time.monotonic() + chance.uniform(0, MOST_SECONDS_ALIVE)
        for _write in range(WRITES_A_ROUND):
            _write_one(written)
            written += 1
        time.sleep(max(0.0, until - time.monotonic()))
        if indexer.poll() is None:
            os.killpg(indexer.pid, signal.SIGKILL)
            killed += 1
        indexer.communicate()
    search.index_changes()
    found = {number: search.find("organisation", _name(number)).total for number in range(written)}
    return {
        "rounds": rounds,
        "killed": killed,
        "written": written,
        "lost": sum(times == 0 for times in found.values()),
        "twice": sum(times > 1 for times in found.values()),
        "listed": search.find("organisation").total,
        "seconds": round(time.monotonic() - started, 1),
    }


def _write_one(number: int) -> None:
    """One organisation, and the note that the index has to learn of it, in one transaction."""
    from django.apps import apps
    from django.db import transaction

    from tandem.directory import search

    now, name = datetime.now(UTC), _name(number)
    with transaction.atomic():
        row = apps.get_model("directory.Organisation").objects.create(
            name=name, slug=name, summary={"en": "Written by a machine."}, country="FR", created=now, changed=now
        )
        search.changed("organisation", [row.pk])


def _name(number: int) -> str:
    """A word that is the beginning of no other."""
    return f"soak{number:06d}x"


def _indexer() -> subprocess.Popen[bytes]:
    """A process that indexes until it is killed, and has begun."""
    endless = (
        "import django, time; django.setup()\n"
        "from tandem.directory import search\n"
        "print(flush=True)\n"
        "while True:\n"
        "    search.index_changes()\n"
        "    time.sleep(0.01)\n"
    )
    begun = subprocess.Popen(
        [sys.executable, "-c", endless],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tandem.config.settings",
            "PYTHONPATH": os.pathsep.join(path for path in (str(Path(__file__).parents[3]), *sys.path) if path),
        },
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert begun.stdout is not None
    begun.stdout.readline()
    return begun
