"""What is new for somebody: beside their own needs and offers, and in the searches they keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from tandem.matching.models import Need, NewsLetter, Offer, Posting, SavedSearch
from tandem.matching.permissions import WRITERS, visible_to
from tandem.matching.queries.lists import narrowed, newest
from tandem.matching.queries.ranking import ranked_needs, ranked_offers

EVERY = timedelta(days=7)
#: What each part of a letter names at the most; a search leads to the rest.
MOST_NAMED = 5
MODELS: dict[str, Any] = {"need": Need, "offer": Offer}


@dataclass(frozen=True)
class Part:
    """New postings for one reason: one's own `posting`, or a kept `search`."""

    posting: Any
    search: SavedSearch | None
    new: list[Any]


def searches_of(person: Any) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=person)


def address_of_search(search: SavedSearch) -> str:
    """What stands after the address of the list."""
    return f"?{urlencode(search.chosen)}" if search.chosen else ""


def people_to_tell(at: datetime) -> list[tuple[Any, datetime]]:
    """Who may get news now, and since when they have had none: those who want such e-mails, got none for a week, and
    write for a published posting or keep a search."""
    last = dict(NewsLetter.objects.values_list("person", "sent"))
    interested = get_user_model().objects.filter(letters=True, is_active=True)
    published = Posting.State.PUBLISHED
    writes = Q(memberships__role__in=WRITERS) & (
        Q(memberships__organisation__needs__state=published) | Q(memberships__organisation__offers__state=published)
    )
    interested = interested.filter(writes | Q(saved_searches__isnull=False)).distinct().order_by("pk")
    return [
        (person, last.get(person.pk, at - EVERY))
        for person in interested
        if person.pk not in last or last[person.pk] <= at - EVERY
    ]


def anything_since(moment: datetime) -> bool:
    return any(
        model.objects.filter(state=Posting.State.PUBLISHED, published_at__gt=moment).exists() for model in (Need, Offer)
    )


def news_for(person: Any, since: datetime) -> list[Part]:
    """What was published since: among the best for one's own postings, and in the searches one keeps. What somebody
    looked at or clicked plays no part."""
    parts = [Part(own, None, _new_beside(own, since)) for own in _own_postings(person)]
    parts += [Part(None, search, _new_in(person, search, since)) for search in searches_of(person)]
    return [part for part in parts if part.new]


def _own_postings(person: Any) -> list[Any]:
    mine = person.memberships.filter(role__in=WRITERS).values("organisation")
    return [
        own
        for model in (Need, Offer)
        for own in newest(model.objects.filter(organisation__in=mine))  # only what is published
    ]


def _new_beside(own: Need | Offer, since: datetime) -> list[Any]:
    ranked = ranked_offers(own) if isinstance(own, Need) else ranked_needs(own)
    return [one.posting for one in ranked.matches if one.posting.published_at > since][:MOST_NAMED]


def _new_in(person: Any, search: SavedSearch, since: datetime) -> list[Any]:
    new = newest(visible_to(person, MODELS[search.kind])).filter(published_at__gt=since)
    choices, found = narrowed(new, search.kind, search.chosen)
    if any(search.chosen.get(choice["name"], "") != choice["value"] for choice in choices):
        return []  # nothing new is of what was chosen: a list would then show everything
    return list(found[:MOST_NAMED])
