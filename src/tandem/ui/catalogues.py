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
from typing import Any

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


#: From this share of its sentences on, a room counts as speaking a language; below the second, its pages are marked
#: as English.
FINISHED, MOSTLY = 0.9, 0.5


@cache
def share(language: str, room: str) -> float:
    """How much of what a room says exists in `language`: its sentences against the French, which are all there."""
    if language == "en":
        return 1.0
    said = _sentences("fr", room)
    return len(said & _sentences(language, room)) / len(said) if said else 1.0


def _sentences(language: str, room: str) -> frozenset[str]:
    """What a compiled catalogue translates; nothing when there is none."""
    catalogue: Any = gettext.translation("django", ROOMS / room / "locale", [language], fallback=True)
    keys = getattr(catalogue, "_catalog", {})
    return frozenset(key if isinstance(key, str) else key[0] for key in keys) - {""}


@cache
def speaker(language: str) -> Callable[[str], str]:
    """The `gettext` of the command line in `language`; English when there is no catalogue."""
    spoken: gettext.NullTranslations = gettext.NullTranslations()
    for room in COMMAND_LINE_ROOMS:
        found = gettext.translation("django", ROOMS / room / "locale", [language], fallback=True)
        found.add_fallback(spoken)
        spoken = found
    return spoken.gettext
