"""What is kept about a person: taken away in a file, erased, and said on the privacy page – from the same places.

Each room that keeps something registers here, in its `AppConfig.ready`, how to give it out, and declares in its own
`personal_data.toml` each field that holds it: what it is, why, for how long, and what becomes of it when the person
leaves. A test fails on a field that nobody declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import members
from tandem.ui.content import Text, read_toml, translated

FILE = "personal_data.toml"
DELETED, UNNAMED = "deleted", "unnamed"

_rooms: dict[str, Callable[[Any], Any]] = {}
_asked: list[Callable[[Any], Iterable[Obstacle]]] = []


@dataclass(frozen=True)
class Obstacle:
    """What a person has to do before leaving: a sentence, and the page where they do it."""

    sentence: Message
    url_name: str
    args: tuple[str, ...]

    @property
    def address(self) -> str:
        return reverse(self.url_name, args=self.args)


@dataclass(frozen=True)
class Kept:
    """One line of the privacy page; `when_leaving` is `deleted`, or `unnamed` when the rest stays without the name."""

    what: Text
    why: Text
    until: Text
    when_leaving: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Declared:
    """All that one room declares: its lines, and the fields of texts that say nothing about a person."""

    kept: tuple[Kept, ...]
    impersonal: frozenset[str]


def register(name: str, of: Callable[[Any], Any]) -> None:
    """`of(person)` gives all that the room keeps about a person: lists, dictionaries, texts, numbers and times."""
    _rooms[name] = of


def ask_before_erasing(obstacles: Callable[[Any], Iterable[Obstacle]]) -> None:
    """`obstacles(person)` says what has to be done before this person's account can be erased."""
    _asked.append(obstacles)


def export(person: Any, at: datetime) -> dict[str, Any]:
    """Everything that this place keeps about `person`, room by room."""
    return {"exported": at, **{name: of(person) for name, of in sorted(_rooms.items())}}


def obstacles(person: Any) -> list[Obstacle]:
    return [obstacle for ask in _asked for obstacle in ask(person)]


@cache
def declarations() -> dict[str, Declared]:
    """What each room declares, by the label of its app; those who keep most about a person first."""
    found = [(config.label, Path(config.path) / FILE) for config in apps.get_app_configs()]
    return {label: _read(label, file) for label, file in reversed(found) if file.exists()}


def kept() -> list[Kept]:
    """Every line of the privacy page."""
    return [line for declared in declarations().values() for line in declared.kept]


def model_of(field: str) -> type[Model]:
    """The table of a field like `directory.Membership.person`."""
    label, model, _ = field.split(".")
    return apps.get_model(label, model)


def _read(label: str, file: Path) -> Declared:
    table = read_toml(file)
    place = (f"{label}/{FILE}",)
    members(table, place, (), ("kept", "impersonal"))
    lines = tuple(_line(label, line, (*place, str(number))) for number, line in enumerate(table["kept"], start=1))
    return Declared(lines, frozenset(_full(label, field) for field in table.get("impersonal", [])))


def _line(label: str, line: dict[str, Any], place: tuple[str, ...]) -> Kept:
    members(line, place, ("what", "why", "until", "when_leaving", "fields"), ())
    if line["when_leaving"] not in {DELETED, UNNAMED}:
        raise BadInput(Message(gettext_noop("“when_leaving” is “deleted” or “unnamed”")), place)
    said = {name: translated(line[name], (*place, name)) for name in ("what", "why", "until")}
    return Kept(**said, when_leaving=line["when_leaving"], fields=tuple(_full(label, one) for one in line["fields"]))


def _full(label: str, field: str) -> str:
    """`Membership.person` → `directory.Membership.person`; a name with its app stays, a table stands for its fields."""
    return field if field.split(".")[0].islower() else f"{label}.{field}"
