"""`tandem worker`: what happens beside the web pages – e-mails, the search index, periodic jobs."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import click

from tandem.cli import database

#: How often the clock looks whether a periodic job is due.
TICK_SECONDS = 15


@click.command()
def command() -> None:
    """Do the queued work and the periodic jobs until stopped. Several workers may run side by side."""
    database.ready()

    from django.core.management import call_command

    stopped = threading.Event()
    clock = threading.Thread(target=_run_clock, args=(stopped,), daemon=True)
    clock.start()
    try:
        call_command("db_worker", interval=1, verbosity=0)
    finally:
        stopped.set()
        clock.join(timeout=TICK_SECONDS)


def _run_clock(stopped: threading.Event) -> None:
    """A job that fails is written to the log and tried at its next time; the others go on."""
    import logging

    from django.db import close_old_connections

    from tandem.journal.actions import run_due_jobs

    while not stopped.wait(TICK_SECONDS):
        close_old_connections()
        try:
            run_due_jobs(datetime.now(UTC))
        except Exception:
            logging.getLogger("tandem.worker").exception("a periodic job failed")
