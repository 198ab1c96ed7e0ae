"""Reading who accompanies whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from tandem.directory.models import Accompaniment, Membership, Organisation, State

#: How many organisations the search of a supporter shows.
MOST_FOUND = 12
ENDED_SHOWN = 10


def accompaniment(pk: int) -> Accompaniment:
    return _whole(Accompaniment.objects).get(pk=pk)


def in_portfolio(supporter: Organisation, consents: QuerySet[Accompaniment]) -> QuerySet[Accompaniment]:
    """The organisations that agreed, by name."""
    return _whole(consents).filter(supporter=supporter).order_by("organisation__name", "pk")


def invited_by(supporter: Organisation) -> QuerySet[Accompaniment]:
    """Who was asked and has not answered, longest first."""
    waiting = Accompaniment.objects.filter(supporter=supporter, state=Accompaniment.State.INVITED)
    return _whole(waiting).order_by("invited_at", "pk")


def left(supporter: Organisation) -> QuerySet[Accompaniment]:
    """What ended lately, latest first."""
    return (
        _whole(Accompaniment.objects).filter(supporter=supporter, ended_at__isnull=False).order_by("-ended_at", "-pk")
    )


def accompaniments_of(organisation: Organisation) -> QuerySet[Accompaniment]:
    """Who accompanies an organisation, asks to, or did: what waits first, then what holds, then what ended."""
    rows = _whole(Accompaniment.objects).filter(organisation=organisation)
    return rows.order_by("ended_at", "-invited_at", "-pk")


def to_take_in(words: str, supporter: Organisation) -> list[Organisation]:
    """Published organisations that somebody answers for, whose name or town holds these words, not yet in it."""
    known = Accompaniment.objects.filter(supporter=supporter, state__in=("invited", "agreed")).values("organisation")
    owned = Membership.objects.filter(role=Membership.Role.OWNER).values("organisation")
    found = Organisation.objects.filter(Q(name__icontains=words) | Q(place__icontains=words), state=State.PUBLISHED)
    return list(found.filter(pk__in=owned).exclude(pk=supporter.pk).exclude(pk__in=known).order_by("name")[:MOST_FOUND])


def _whole(rows: Any) -> QuerySet[Accompaniment]:
    found: QuerySet[Accompaniment] = rows.select_related("supporter", "organisation", "agreed_by", "invited_by")
    return found
