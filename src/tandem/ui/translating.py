"""What a translator works with: the catalogues of a language beside the French ones, which always hold everything.

A test keeps the French complete against the code, so that they list what there is to say; no other tool is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tandem.ui.catalogues import ROOMS

REFERENCE = "fr"


def rooms() -> tuple[str, ...]:
    """The rooms that say something."""
    return tuple(sorted(path.parts[-5] for path in ROOMS.glob(f"*/locale/{REFERENCE}/LC_MESSAGES/django.po")))


def catalogue_file(language: str, room: str) -> Path:
    return ROOMS / room / "locale" / language / "LC_MESSAGES" / "django.po"


def missing(language: str, room: str) -> list[str]:
    """The English sentences of a room that nobody has written in `language`, in the order of the files."""
    written = _read(language, room)
    return [_singular(one.id) for one in _sentences(REFERENCE, room) if not _done(written, one)]


def progress(language: str) -> Iterator[dict[str, Any]]:
    """For each room how many sentences it has, and how many of them `language`."""
    for room in rooms():
        total = len(_sentences(REFERENCE, room))
        yield {"language": language, "room": room, "sentences": total, "there": total - len(missing(language, room))}


def prepare(language: str) -> None:
    """Write the catalogues of `language`: those that exist keep what they have, what is missing is added empty."""
    for room in rooms():
        kept = _read(language, room)
        fresh = Catalog(Locale.parse(language, sep="-"), fuzzy=False, project="Tandem", charset="utf-8")
        for one in _sentences(REFERENCE, room):
            old = kept.get(one.id, one.context) if kept else None
            fresh.add(one.id, old.string if old else None, flags=old.flags if old else one.flags, context=one.context)
        path = catalogue_file(language, room)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, fresh, width=0, omit_header=False)


def _read(language: str, room: str) -> Catalog | None:
    path = catalogue_file(language, room)
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file)


def _sentences(language: str, room: str) -> list[Any]:
    return [one for one in _read(language, room) or () if one.id and not one.fuzzy]


def _done(written: Catalog | None, one: Any) -> bool:
    found = written.get(one.id, one.context) if written else None
    if found is None or found.fuzzy:
        return False
    return all(found.string) if isinstance(found.string, (tuple, list)) else bool(found.string)


def _singular(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]
