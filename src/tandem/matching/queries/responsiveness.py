"""How an organisation answers what it is asked through its offers: what counts in matching, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tandem.matching.models import OPEN_STATES, Introduction, Offer, Side
from tandem.matching.queries.compared import requests_of
from tandem.matching.queries.etiquette import last_day
from tandem.matching.queries.introductions import awaited_side, with_parties
from tandem.matching.queries.weighing import in_force


@dataclass(frozen=True)
class Responsiveness:
    """Requests that ended or were answered, how many of them were answered, what that brings in points of `weight`
    (the usual value while nobody asked), and the introductions that wait for this side with their last day."""

    received: int
    answered: int
    points: float
    weight: float
    waiting: list[tuple[Introduction, date | None]]


def responsiveness_of(offer: Offer) -> Responsiveness:
    """What needs see of the organisation of this offer, and what its owners can do about it."""
    received, answered = requests_of([offer.organisation_id]).get(offer.organisation_id, (0, 0))
    side = in_force().weights.need
    value = answered / received if received else side.priors["responsiveness"]
    weight = side.weights["responsiveness"]
    under_way = Introduction.objects.filter(offer__organisation=offer.organisation_id, state__in=OPEN_STATES)
    open_ones = [one for one in with_parties(under_way).order_by("since") if awaited_side(one) == Side.OFFER]
    return Responsiveness(
        received=received,
        answered=answered,
        points=weight * value,
        weight=weight,
        waiting=[(one, last_day(one)) for one in open_ones],
    )
