"""What has to be indexed again, written in the transaction that changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction

from tandem.directory.models import IndexChange

#: Rooms that keep something of their own made from records of a kind.
_listeners: dict[str, list[Callable[[list[int | str]], object]]] = defaultdict(list)
_starters: list[Callable[[], object]] = []


def start_with(start: Callable[[], object]) -> None:
    """Have `start` called after each commit that changed something: `tasks` says how work is begun here."""
    _starters[:] = [start]


def when_changed(kind: str, hear: Callable[[list[int | str]], object]) -> None:
    """Have `hear` called with the ids of the records of `kind` that changed, in the transaction that changed them."""
    if hear not in _listeners[kind]:
        _listeners[kind].append(hear)


def changed(kind: str, ids: Iterable[int | str]) -> None:
    """Say that the records `ids` of `kind` were created, changed, hidden or deleted.

    Call it in the transaction that does so: both are kept or neither. Indexing starts when it is committed.
    """
    ids = list(ids)
    for hear in _listeners[kind]:
        hear(ids)
    IndexChange.objects.bulk_create([IndexChange(kind=kind, record_id=str(one)) for one in ids], batch_size=1000)
    planned = transaction.get_connection().run_on_commit
    if not any(entry[1] is _start_indexing for entry in planned):
        transaction.on_commit(_start_indexing)


def waiting() -> int:
    """How many changes the index has yet to hear of."""
    return IndexChange.objects.count()


def _start_indexing() -> None:
    for start in _starters:
        start()
