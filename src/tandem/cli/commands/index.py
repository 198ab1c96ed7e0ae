"""`tandem index`: the search index, which can always be made anew from the database."""

from __future__ import annotations

from typing import Any

import click

from tandem.cli import database
from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.messages import Message, gettext_noop


@click.group()
def command() -> None:
    """The search index of organisations and solutions."""


@command.command()
@command_options()
def rebuild(out: Output) -> Any:
    """Build the index anew beside the one in use, then switch to it."""
    return _write(out, "rebuild")


@command.command()
@command_options()
def update(out: Output) -> Any:
    """Index what has changed and was not indexed yet."""
    return _write(out, "index_changes")


def _write(out: Output, action: str) -> Any:
    database.ready()
    from tandem.directory import search

    try:
        done = getattr(search, action)()
    except search.Busy:
        out.warn(Message(gettext_noop("Another process is writing the index. Nothing is lost: try again later.")))
        return ExitCode.NO
    out.emit({"indexed": sum(done.values()), **done} if isinstance(done, dict) else {"indexed": done})
    return ExitCode.DONE
