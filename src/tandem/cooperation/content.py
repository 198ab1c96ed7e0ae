"""The charters in `content/charter/`, read and checked: one file a version, the newest one holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tandem.domain.agreement import canonical, fingerprint
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, text, whole
from tandem.ui.content import Text, content_folder, read_toml, translated

ORIGINS = ("social economy", "ours")


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
    def sha256(self) -> str:
        """Of all that it says: an agreement keeps it, so that nobody changes afterwards what was accepted."""
        return fingerprint(canonical(json.loads(json.dumps(asdict(self), default=str))))


@cache
def charters(folder: Path | None = None) -> tuple[Charter, ...]:
    """Every version, the oldest first; `BadInput` names the file of what is wrong."""
    paths = (folder or content_folder() / "charter").glob("*.toml")
    found = tuple(sorted((_charter(path) for path in paths), key=lambda one: one.version))
    if not found:
        raise BadInput(Message(gettext_noop("there is no charter")), ("charter",))
    return found


def charter(version: int) -> Charter | None:
    return next((one for one in charters() if one.version == version), None)


def newest_charter() -> Charter:
    return charters()[-1]


def _charter(path: Path) -> Charter:
    place = (path.name,)
    table = members(read_toml(path), place, ("version", "date", "title", "about", "principles"))
    version = whole(table["version"], (*place, "version"), 1)
    if path.stem != str(version):
        raise BadInput(Message(gettext_noop("the version is not the name of the file")), (*place, "version"))
    if not isinstance(table["date"], date):
        raise BadInput(Message(gettext_noop("a date is expected")), (*place, "date"))
    return Charter(
        version,
        table["date"],
        translated(table["title"], (*place, "title")),
        translated(table["about"], (*place, "about")),
        tuple(_principle(value, at) for value, at in items(table["principles"], (*place, "principles"))),
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
