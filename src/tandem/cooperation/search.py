"""Published cases in the index of the directory: found with its searches, in any language they are told in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from tandem.cooperation import queries
from tandem.cooperation.models import SharedCase
from tandem.directory import search

#: More is never read.
MOST_FOUND = 400


@search.documents("case")
def cases(ids: Collection[str] | None) -> Iterator[search.Entry]:
    """What the parties published: title, story, claims, and who they are."""
    published = queries.published_cases()
    for one in published if ids is None else published.filter(pk__in=ids):
        told = one.published
        texts = [told.title, *told.body.values(), *(claim["text"] for claim in told.claims)]
        names = " ".join(party.organisation.name for party in queries.told_by(one))
        yield search.Entry(id=str(one.pk), name=told.title, texts={told.language: " ".join(texts)}, words=names)


def found(words: str) -> QuerySet[SharedCase]:
    """The published cases with these words, newest first; without the index, those that hold them letter by letter."""
    if not words:
        return queries.published_cases()
    try:
        ids = search.find("case", words, per_page=MOST_FOUND, facets=False).ids
    except search.IndexMissing:
        return queries.published_cases(words)
    return queries.published_cases().filter(pk__in=ids)


def case_changed(event: Any) -> None:
    """A case was published or withdrawn: index it again."""
    search.changed("case", SharedCase.objects.filter(cooperation=event.subject_id).values_list("pk", flat=True))


def organisation_changed(ids: list[int | str]) -> None:
    """An organisation is called otherwise: its cases are found by the new name."""
    told = SharedCase.objects.filter(published__isnull=False, published__approvals__party__organisation__in=ids)
    if changed := list(told.values_list("pk", flat=True).distinct()):
        search.changed("case", changed)
