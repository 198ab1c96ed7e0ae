"""`tandem languages`: how far each language has come, and the files a translator works on (docs/add-a-language.md)."""

from __future__ import annotations

from typing import Any

import click
from babel import Locale, UnknownLocaleError

from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.ui import languages, translating


@click.command()
@click.argument("language", required=False)
@click.option("--missing", is_flag=True, help="List the sentences of LANGUAGE that have no translation yet; 1 if any.")
@click.option("--prepare", is_flag=True, help="Write the files of LANGUAGE: what is missing is added, to be filled.")
@command_options(default_format="table")
def command(out: Output, language: str | None, missing: bool, prepare: bool) -> Any:
    """How much of each room every LANGUAGE of the interface speaks."""
    if language is None:
        if missing or prepare:
            raise BadInput(Message(gettext_noop("say which language, for example: tandem languages pt")))
        out.emit([row for code in languages.codes() if code != languages.SOURCE for row in translating.progress(code)])
        return ExitCode.DONE
    _known(language)
    if prepare:
        translating.prepare(language)
    if missing:
        lacking = [
            {"room": room, "english": sentence}
            for room in translating.rooms()
            for sentence in translating.missing(language, room)
        ]
        out.emit(lacking)
        return ExitCode.NO if lacking else ExitCode.DONE
    out.emit(list(translating.progress(language)))
    return ExitCode.DONE


def _known(language: str) -> None:
    """Refuse what is no language of the world, and those that need no catalogue or are the list itself."""
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        raise BadInput(Message(gettext_noop("no language has the code “%(code)s”"), {"code": language})) from None
    if language == languages.SOURCE:
        raise BadInput(Message(gettext_noop("English is what the code is written in: it has no catalogue")))
