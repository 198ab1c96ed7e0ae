"""What the directory itself gives to the index: published organisations and solutions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from tandem.competences import queries as competences
from tandem.directory.models import Organisation, Record, Solution, State
from tandem.directory.search.registry import Entry, documents

AT_ONCE = 2_000


@documents("organisation")
def organisations(ids: Collection[str] | None) -> Iterator[Entry]:
    published = Organisation.objects.filter(state=State.PUBLISHED).select_related("source")
    if ids is not None:
        published = published.filter(pk__in=ids)
    for one in published.iterator(AT_ONCE):
        words = " ".join((one.place, *map(str, one.tags)))
        yield Entry(words=words, role=tuple(one.roles), texts=one.summary, **_shared(one))


@documents("solution")
def solutions(ids: Collection[str] | None) -> Iterator[Entry]:
    published = Solution.objects.filter(state=State.PUBLISHED).select_related("carried_by", "source")
    if ids is not None:
        published = published.filter(pk__in=ids)
    for one in published.iterator(AT_ONCE):
        carrier = one.carried_by.name if one.carried_by and one.carried_by.state == State.PUBLISHED else ""
        yield Entry(
            words=" ".join((carrier, *map(str, one.tags))),
            texts=_joined(one.summary, one.functions),
            licence=one.licence,
            carried=one.carried_by_social_economy,
            **_shared(one),
        )


def _shared(one: Record) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "name": one.name,
        "country": one.country,
        "sdg": tuple(str(goal) for goal in one.sdgs),
        "technology": tuple(one.technology),
        "republished": one.source is None or one.source.may_republish,
        "changed": int(one.changed.timestamp()),
        "kin": " ".join(competences.everyday_words("technology", kind) for kind in one.technology),
    }


def _joined(*texts: dict[str, Any]) -> dict[str, str]:
    """Several texts in several languages as one text per language; a list of sentences counts as a text."""
    joined: dict[str, str] = {}
    for text in texts:
        for language, part in text.items():
            said = " ".join(map(str, part)) if isinstance(part, list) else str(part)
            joined[language] = f"{joined.get(language, '')} {said}".strip()
    return joined
