"""Whom a supporter could bring together with the owners of a need or an offer."""

from __future__ import annotations

from typing import Any

from tandem.matching.models import OPEN_PAIR_STATES, Need, Offer
from tandem.matching.queries.ranking import Match, ranked_needs, ranked_offers


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
