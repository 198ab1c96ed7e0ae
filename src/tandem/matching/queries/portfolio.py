"""What supporters read of the needs, offers and introductions of those they accompany; each in one query for all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from tandem.matching.models import OPEN_STATES, Introduction, Need, Offer, Posting
from tandem.matching.queries.introductions import awaited_side, with_parties

ON_THE_LISTS = (Posting.State.PUBLISHED, Posting.State.PAUSED)


def draft_to_tell(kind: str, pk: int) -> Any:
    model = {"need": Need, "offer": Offer}[kind]
    return model.objects.select_related("organisation", "drafted_by").get(pk=pk)


def shown_by(organisations: Collection[int]) -> dict[int, list[Any]]:
    """What each has on the lists, needs first, newest first."""
    return _grouped(lambda model: model.objects.filter(state__in=ON_THE_LISTS, organisation__in=organisations))


def drafted_for(organisations: Collection[int], supporters: Collection[int]) -> dict[int, list[Any]]:
    """The drafts that these supporters write for each."""
    return _grouped(
        lambda model: model.objects.filter(
            state=Posting.State.DRAFT, organisation__in=organisations, drafted_by__in=supporters
        )
    )


def open_introductions_of(organisations: Collection[int]) -> dict[int, list[tuple[Introduction, bool]]]:
    """The open introductions of each organisation, and whether it has the ball; longest wait first."""
    wanted = set(organisations)
    sides = Q(need__organisation__in=wanted) | Q(offer__organisation__in=wanted)
    found: dict[int, list[tuple[Introduction, bool]]] = {}
    for one in with_parties(Introduction.objects.filter(sides, state__in=OPEN_STATES)).order_by("since", "pk"):
        for side, posting in (("need", one.need), ("offer", one.offer)):
            if posting.organisation_id in wanted:
                found.setdefault(posting.organisation_id, []).append((one, awaited_side(one) == side))
    return found


def _grouped(rows_of: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for model in (Need, Offer):
        for posting in rows_of(model).order_by("-published_at", "-changed", "-pk"):
            found.setdefault(posting.organisation_id, []).append(posting)
    return found
