"""Who could be brought together: by a supporter, or by sharing a need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tandem.domain.matching import joint
from tandem.matching.models import OPEN_PAIR_STATES, Need, Offer
from tandem.matching.queries.joint import oldest_first, pairs_asked, published_alone, resting_needs
from tandem.matching.queries.ranking import Match, domain_need, ranked_needs, ranked_offers


def candidates_for(posting: Need | Offer, user: Any) -> list[Match]:
    """Whom a supporter could propose to the owners of this posting: what fits it best, the supporter's own
    organisations and those it was brought together with already left out."""
    ranked = ranked_offers(posting) if isinstance(posting, Need) else ranked_needs(posting)
    own = set(user.memberships.values_list("organisation", flat=True))
    opposite = "offer" if isinstance(posting, Need) else "need"
    met = set(posting.introductions.values_list(opposite, flat=True))
    met |= set(posting.third_party_proposals.filter(state__in=OPEN_PAIR_STATES).values_list(opposite, flat=True))
    return [
        match for match in ranked.matches if match.posting.organisation_id not in own and match.posting.pk not in met
    ]


def pairs_to_ask(at: datetime) -> list[tuple[Need, Need]]:
    """The published needs whose owners are to be asked now, the one published first before the other. Needs that are
    shared already, or that were asked about in the last month, are left alone."""
    needs = {need.reference: need for need in published_alone().exclude(pk__in=resting_needs(at))}
    pairs = joint.pairs_to_ask([domain_need(need) for need in needs.values()], pairs_asked())
    return [oldest_first(needs[one], needs[other]) for one, other in pairs]
