"""What may wait for a steward. A room registers its kinds in its `AppConfig.ready`, and opens cases with
`directory.actions.open_case`; what can be reported is registered with `on_page`.

A decision that hides or restores something is heard by the room that owns it: `content.hidden` and `content.restored`
in the journal carry `kind` and `id` of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import Resolver404, resolve
from django.utils import translation

from tandem.directory.models import Case, Organisation


@dataclass(frozen=True)
class Choice:
    """One thing that a steward may decide. `tells`: "owners" of the organisation and "asker" get an e-mail."""

    key: str
    label: Any
    needs_reason: bool = True
    tells: tuple[str, ...] = ()
    restricts: bool = False
    """It takes something away from somebody: the legal or contractual ground is asked for."""


#: What a decision does, and what takes it back.
Effect = Callable[[Case, str, Any, datetime], None]


def _nothing(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """A decision that only answers."""


@dataclass(frozen=True)
class Kind:
    name: str
    title: Any
    days: int
    choices: tuple[Choice, ...]
    template: str
    details: Callable[[Case], Mapping[str, Any]]
    apply: Effect = _nothing
    take_back: Effect = _nothing

    @property
    def lasts(self) -> timedelta:
        return timedelta(days=self.days)

    def choice(self, key: str) -> Choice:
        return next(one for one in self.choices if one.key == key)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    return _kinds[name]


def kinds() -> list[Kind]:
    return list(_kinds.values())


@dataclass(frozen=True)
class Thing:
    """What a page shows: the row that can be hidden, how it is called, and whose it is."""

    kind: str
    id: str
    name: str
    organisation: Organisation | None


Finder = Callable[..., Thing | None]
_finders: dict[str, Finder] = {}


def on_page(url_name: str) -> Callable[[Finder], Finder]:
    """Say what the page of that name shows; the decorated function takes the parts of its address."""

    def register_finder(finder: Finder) -> Finder:
        _finders[url_name] = finder
        return finder

    return register_finder


def thing_on(page: str) -> Thing | None:
    """What the page with this address shows, when a room said so."""
    language = translation.get_language_from_path(page) or translation.get_language()
    with translation.override(language):
        try:
            match = resolve(page)
        except Resolver404:
            return None
    finder = _finders.get(match.url_name or "")
    return finder(**match.kwargs) if finder else None
