"""Translation catalogues: one `locale/` per room, compiled when the source is newer.

The sources (`.po`) are in the repository, the compiled files (`.mo`) are not: no tool has to be
installed to run Tandem from a clone, and nobody can commit one without the other.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOMS = Path(__file__).resolve().parent.parent
#: The catalogues that the command line speaks with, read without Django.
COMMAND_LINE_ROOMS = ("domain", "ui", "questionnaires", "competences", "directory", "survey_files", "cli")


def sources() -> list[Path]:
    """Every catalogue of the program, in a stable order."""
    return sorted(ROOMS.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_stale() -> list[Path]:
    """Compile the catalogues that changed since they were last compiled; return their sources.

    A folder that cannot be written is left as it is: the interface then speaks English.
    """
    stale = [source for source in sources() if _is_stale(source)]
    return [source for source in stale if _compile(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> bool:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    unfinished = source.with_suffix(f".mo.{os.getpid()}")
    try:
        with source.open("rb") as po:
            catalogue = read_po(po)
        with unfinished.open("wb") as mo:
            write_mo(mo, catalogue)
        unfinished.replace(source.with_suffix(".mo"))
    except PermissionError:
        return False
    return True


@cache
def speaker(language: str) -> Callable[[str], str]:
    """The `gettext` of the command line in `language`; English when there is no catalogue."""
    spoken: gettext.NullTranslations = gettext.NullTranslations()
    for room in COMMAND_LINE_ROOMS:
        found = gettext.translation("django", ROOMS / room / "locale", [language], fallback=True)
        found.add_fallback(spoken)
        spoken = found
    return spoken.gettext
