"""Keeping searches, and writing news once a week at most."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.journal.actions import record
from tandem.matching import queries, tasks
from tandem.matching.models import NewsLetter, SavedSearch

#: Kept searches of one person at the most: more would be news of everything.
MOST_KEPT = 20


@transaction.atomic
def keep_search(name: str, kind: str, chosen: Mapping[str, str], *, actor: Any, at: datetime) -> SavedSearch | None:
    """Keep a search under a name; keeping another one under the same name replaces it. None when there are too many."""
    others = SavedSearch.objects.filter(person=actor).exclude(name=name)
    if others.count() >= MOST_KEPT:
        return None
    kept, _new = SavedSearch.objects.update_or_create(
        person=actor, name=name, defaults={"kind": kind, "chosen": dict(chosen), "created": at}
    )
    record("search.kept", kept, actor=actor, at=at)
    return kept


@transaction.atomic
def forget_search(search: SavedSearch, *, actor: Any, at: datetime) -> None:
    record("search.forgotten", search, actor=actor, at=at)
    search.delete()


def write_news(at: datetime) -> None:
    """Write to those for whom something is new, once a week at most. Run as often as one likes."""
    for person, since in queries.people_to_tell(at):
        if queries.anything_since(since) and queries.news_for(person, since):
            _write(person, since, at=at)


@transaction.atomic
def _write(person: Any, since: datetime, *, at: datetime) -> None:
    _letter, new = NewsLetter.objects.get_or_create(person=person, defaults={"sent": at})
    if not new and not NewsLetter.objects.filter(person=person, sent__lte=since).update(sent=at):
        return  # another worker has just written
    transaction.on_commit(lambda: tasks.tell_news.enqueue(person.pk, since.isoformat()))
