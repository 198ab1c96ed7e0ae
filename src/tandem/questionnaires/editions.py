"""What stewards wrote over the content that ships, read once and again when it changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Max, QuerySet

from tandem.questionnaires.models import Edition

#: Another web process may have saved an edition: it is seen after this many seconds at the latest.
FRESH_FOR = 30.0

T = TypeVar("T")

#: What was read while nothing was edited: the files do not change under a running program.
_OF_WHAT_SHIPS: dict[Any, Any] = {}


@dataclass(frozen=True)
class Row:
    pk: int
    kind: str
    base: str
    entry: str
    content: Mapping[str, Any] | None
    at: datetime


@dataclass(frozen=True)
class Kept:
    """The editions up to `newest`, and what was made of them and of the files."""

    rows: tuple[Row, ...]
    newest: int
    read_at: float
    made: dict[Any, Any] = field(default_factory=dict)


_kept: Kept | None = None


def remembered(make: Callable[..., T], *names: str) -> T:
    """What `make(*names)` reads from files and editions, made once and again after the next edition."""
    made = _current().made
    if (make, *names) not in made:
        made[make, *names] = make(*names)
    return cast(T, made[make, *names])


def newest_of(kinds: tuple[str, ...], base: str) -> int:
    """The newest edition of these kinds over the shipped version `base`, 0 while there is none."""
    return max((row.pk for row in _current().rows if row.kind in kinds and row.base == base), default=0)


def edited(kind: str, base: str = "", *, until: int | None = None) -> dict[str, Mapping[str, Any]]:
    """The entries of a kind that stewards wrote anew or added, as they stand (or stood at edition `until`)."""
    if until is not None and until > _current().newest:
        forget()  # another web process wrote it
    found: dict[str, Mapping[str, Any]] = {}
    for row in _current().rows:
        if row.kind == kind and row.base == base and (until is None or row.pk <= until):
            found.pop(row.entry, None)
            if row.content is not None:
                found[row.entry] = row.content
    return found


def written(kind: str, base: str = "") -> list[Row]:
    """Every edition of a kind, oldest first."""
    return [row for row in _current().rows if row.kind == kind and row.base == base]


def versions(kind: str, entry: str, base: str = "") -> QuerySet[Edition]:
    """What stewards wrote of an entry, newest first."""
    rows = Edition.objects.filter(kind=kind, base=base, entry=entry)
    return rows.select_related("author").order_by("-number")


def forget() -> None:
    """Read the editions again at the next question."""
    global _kept
    _kept = None


def nothing_edited() -> Kept:
    return Kept((), 0, time.monotonic(), _OF_WHAT_SHIPS)


def _current() -> Kept:
    global _kept
    kept = _kept
    if kept is None or time.monotonic() - kept.read_at > FRESH_FOR:
        kept = _kept = _read(kept)
    return kept


def _read(before: Kept | None) -> Kept:
    number = Edition.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if before is not None and before.newest == number:
        return replace(before, read_at=time.monotonic())
    if not number:
        return nothing_edited()
    rows = Edition.objects.order_by("pk").values_list("pk", "kind", "base", "entry", "content", "at")
    return Kept(tuple(Row(*row) for row in rows), number, time.monotonic())
