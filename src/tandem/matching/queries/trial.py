"""What a proposed way of weighing would change, tried on real needs."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tandem.domain.matching.comparison import Difference, difference
from tandem.matching.models import Need, Offer, Posting
from tandem.matching.queries.ranking import SHOWN, rankings_under
from tandem.matching.queries.weighing import Rules, in_force

#: How many real needs a proposed version is tried on.
TRIED = 10


@dataclass(frozen=True)
class Tried:
    """A real need under two versions. `offers` are the postings that `difference` names, by reference."""

    need: Need
    difference: Difference
    offers: dict[str, Offer]


def tried_on_real_needs(proposed: Rules, top: int = SHOWN) -> list[Tried]:
    """What would change in the first `top` results of ten published needs, drawn alike until the next version."""
    published = Need.objects.filter(state=Posting.State.PUBLISHED)
    numbers = list(published.order_by("pk").values_list("pk", flat=True))
    now = in_force()
    drawn = random.Random(now.number).sample(numbers, min(TRIED, len(numbers)))  # noqa: S311 - a draw, not a secret
    tried = []
    for need in published.filter(pk__in=drawn).select_related("organisation").order_by("pk"):
        before, after = rankings_under(need, (now, proposed), top=top)
        change = difference(before, after)
        named = {*change.entered, *change.left, *(one.offer for one in change.moved)}
        offers = Offer.objects.filter(reference__in=named).in_bulk(field_name="reference")
        tried.append(Tried(need, change, offers))
    return tried
