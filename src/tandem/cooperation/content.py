"""The charters: one file a version in `content/charter/`, and what stewards wrote over the principles of each.

The newest file, with the newest words over it, holds. Each edition makes a version of its own, so that an agreement
keeps the one it was signed with: `1.3` is the third written over the first file, kept as 1003.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from tandem.domain.agreement import canonical, fingerprint
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, text, whole
from tandem.questionnaires import editions
from tandem.questionnaires.editing import Record
from tandem.ui.content import Text, content_folder, laid_over, read_toml, translated

ORIGINS = ("social economy", "ours")
KIND = "charter"
#: More is never written over one file.
EDITIONS = 1000
NOTHING: Mapping[str, Record] = {}


@dataclass(frozen=True)
class Principle:
    """One principle in our sentences; `source` names the document and chapter that it rests on, in French."""

    id: str
    origin: str
    title: Text
    text: Text
    source: str


@dataclass(frozen=True)
class Charter:
    version: int
    date: date
    title: Text
    about: Text
    principles: tuple[Principle, ...]

    @property
    def name(self) -> str:
        return name_of(self.version)

    @property
    def sha256(self) -> str:
        """Of all that it says: an agreement keeps it, so that nobody changes afterwards what was accepted."""
        return fingerprint(canonical(json.loads(json.dumps(asdict(self), default=str))))


def charters() -> tuple[Charter, ...]:
    """Every version, the oldest first; `BadInput` names the file of what is wrong."""
    return editions.remembered(_charters)


def charter(version: int) -> Charter | None:
    return next((one for one in charters() if one.version == version), None)


def newest_charter() -> Charter:
    return charters()[-1]


def name_of(version: int) -> str:
    """How a version is called: the file, and which edition over it.

    >>> name_of(1), name_of(1003)
    ('1', '1.3')
    """
    file, edition = divmod(version, EDITIONS)
    return f"{file}.{edition}" if file else str(version)


def check(edited: Mapping[str, Record]) -> None:
    """Read the newest file with these principles over it."""
    read(_paths()[-1], edited)


def principles() -> dict[str, Record]:
    """The principles of the newest file by id, as they stand in it."""
    return {record["id"]: record for record in read_toml(_paths()[-1])["principles"]}


def base() -> str:
    """The newest file, over which stewards write."""
    return _paths()[-1].stem


def _paths(folder: Path | None = None) -> list[Path]:
    paths = (folder or content_folder() / "charter").glob("*.toml")
    found = sorted(paths, key=lambda path: (len(path.stem), path.stem))
    if not found:
        raise BadInput(Message(gettext_noop("there is no charter")), ("charter",))
    return found


def _charters() -> tuple[Charter, ...]:
    return tuple(version for path in _paths() for version in _versions(path))


def _versions(path: Path) -> Iterator[Charter]:
    """What ships in a file, then what stood after each edition over it."""
    yield (shipped := read(path))
    for number, row in enumerate(editions.written(KIND, path.stem), start=1):
        written = read(path, editions.edited(KIND, path.stem, until=row.pk))
        yield replace(written, version=shipped.version * EDITIONS + number, date=row.at.date())


def read(path: Path, edited: Mapping[str, Record] = NOTHING) -> Charter:
    """The charter in a file, with what was written over its principles."""
    place = (path.name,)
    table = members(read_toml(path), place, ("version", "date", "title", "about", "principles"))
    version = whole(table["version"], (*place, "version"), 1)
    if path.stem != str(version):
        raise BadInput(Message(gettext_noop("the version is not the name of the file")), (*place, "version"))
    if not isinstance(table["date"], date):
        raise BadInput(Message(gettext_noop("a date is expected")), (*place, "date"))
    said = laid_over(table["principles"], edited)
    return Charter(
        version,
        table["date"],
        translated(table["title"], (*place, "title")),
        translated(table["about"], (*place, "about")),
        tuple(_principle(value, at) for value, at in items(said, (*place, "principles"))),
    )


def _principle(value: object, place: Place) -> Principle:
    record = members(value, place, ("id", "origin", "title", "text", "source"))
    return Principle(
        id=text(record["id"], (*place, "id")),
        origin=choice(record["origin"], (*place, "origin"), ORIGINS),
        title=translated(record["title"], (*place, "title")),
        text=translated(record["text"], (*place, "text")),
        source=text(record["source"], (*place, "source")),
    )
