"""Reading what supporters propose."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from tandem.directory.permissions import consents_in_force
from tandem.domain.lifecycle import THIRD_PARTY, has_the_ball
from tandem.matching.models import OPEN_PAIR_STATES, Introduction, Need, Offer, Posting, Side, ThirdPartyProposal
from tandem.matching.queries.etiquette import last_day_after


def with_both(proposals: QuerySet[ThirdPartyProposal]) -> QuerySet[ThirdPartyProposal]:
    return proposals.select_related("need__organisation", "offer__organisation", "organisation", "supporter")


def open_pair(need: Need, offer: Offer) -> ThirdPartyProposal | None:
    return ThirdPartyProposal.objects.filter(need=need, offer=offer, state__in=OPEN_PAIR_STATES).first()


def have_met(need: Need, offer: Offer) -> bool:
    """Whether the two have been brought together before, with whatever end."""
    return Introduction.objects.filter(need=need, offer=offer).exists()


def awaited_of_pair(proposal: ThirdPartyProposal) -> tuple[str, ...]:
    """The sides that are expected to answer."""
    return has_the_ball(THIRD_PARTY, proposal.state)


def last_day_of_pair(proposal: ThirdPartyProposal) -> date | None:
    """The last day to answer, None once it has ended. A yes of one side gives the other its whole time."""
    return last_day_after(proposal.since) if proposal.state in OPEN_PAIR_STATES else None


def pairs_past_their_last_day(today: date) -> list[ThirdPartyProposal]:
    open_ones = ThirdPartyProposal.objects.filter(state__in=OPEN_PAIR_STATES).order_by("pk")
    return [one for one in open_ones if today > last_day_after(one.since)]


def pair_name(proposal: ThirdPartyProposal, side: str, viewer: str | None) -> str:
    """The name of the organisation on `side`, for those who stand on `viewer` (None: the supporter); empty while
    it stays unnamed."""
    posting = proposal.need if side == Side.NEED else proposal.offer
    hidden = posting.visibility == Posting.Visibility.UNNAMED and proposal.state != "accepted" and side != viewer
    return "" if hidden else posting.organisation.name


def consent_to_proposals(proposal: ThirdPartyProposal, side: str | None) -> Any:
    """What the organisation on `side` agreed to with those who propose; None to everybody else."""
    if side is None:
        return None
    own = proposal.need if side == Side.NEED else proposal.offer
    agreed = consents_in_force().filter(supporter=proposal.organisation_id, organisation=own.organisation_id)
    return agreed.filter(may_introduce=True).select_related("organisation").first()


def both_wish_a_mediator(proposal: ThirdPartyProposal) -> bool:
    """Whether each side ticked it with its yes."""
    return all(
        proposal.answers.filter(side=side, agrees=True, mediator=True).exists() for side in (Side.NEED, Side.OFFER)
    )


def pairs_of(proposals: QuerySet[ThirdPartyProposal], writes_for: set[int], shared: set[int]) -> list[dict[str, Any]]:
    """The open proposals as lines of one's own place: is it one's turn."""
    lines = []
    for one in with_both(proposals.filter(state__in=OPEN_PAIR_STATES)).distinct().order_by("-since", "-pk"):
        awaited = awaited_of_pair(one)
        own = {
            side
            for side, posting in ((Side.NEED, one.need), (Side.OFFER, one.offer))
            if posting.organisation_id in writes_for or (side == Side.NEED and posting.pk in shared)
        }
        lines.append(
            {
                "proposal": one,
                "state": THIRD_PARTY.state(one.state).label,
                "mine": bool(own & set(awaited)),
            }
        )
    return lines


def proposal_to_tell(pk: int) -> ThirdPartyProposal:
    return with_both(ThirdPartyProposal.objects).get(pk=pk)


def pair_state(proposal: ThirdPartyProposal) -> Any:
    return THIRD_PARTY.state(proposal.state).label
