"""Reading rounds of invitations: who is next, where a round stands."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tandem.domain.lifecycle import invitations
from tandem.matching.models import OPEN_STATES, Introduction, Need, Offer, Round
from tandem.matching.queries.introductions import with_parties
from tandem.matching.queries.ranking import ranked_offers

WAVE = invitations.WAVE
#: When the best offers are of too few organisations, so many times more of them are looked at.
LOOK_FURTHER = 4


def open_round(need: Need) -> Round | None:
    return need.rounds.filter(ended=None).first()


def latest_round(need: Need) -> Round | None:
    """The open round, else the one that ended last."""
    return open_round(need) or need.rounds.order_by("-ended").first()


def next_wave(need: Need) -> list[Offer]:
    """The best offers of five organisations that pass every gate, a free place for a request among them; none of an
    organisation that was brought together with this need before, by whichever side and with whatever offer."""
    asked = set(need.introductions.values_list("offer__organisation", flat=True))
    top = WAVE + len(asked)
    while True:
        ranked = ranked_offers(need, top=top)
        offers = [match.posting for match in ranked.matches]
        wave = invitations.next_wave([(offer, offer.organisation_id) for offer in offers], asked)
        if len(wave) == WAVE or ranked.passing <= top:
            return list(wave)
        top *= LOOK_FURTHER


def waiting_in(current: Round) -> QuerySet[Introduction]:
    return current.introductions.filter(state__in=OPEN_STATES).order_by("pk")


def is_waiting(current: Round) -> bool:
    return waiting_in(current).exists()


def standing_of(current: Round) -> invitations.Standing:
    states = list(current.introductions.values_list("state", flat=True))
    return invitations.standing(states, current.wanted, current.goes_on)


def rounds_that_go_on() -> QuerySet[Round]:
    return Round.objects.filter(ended=None, goes_on=True).select_related("need", "person").order_by("pk")


def invited_in(current: Round) -> QuerySet[Introduction]:
    """Those invited, the latest wave first."""
    return with_parties(current.introductions.all()).order_by("-wave", "pk")


def round_with_need(pk: int) -> Round:
    return Round.objects.select_related("need__organisation").get(pk=pk)


def standing_for_owner(current: Round, invited: list[Any]) -> dict[str, Any]:
    """What the page of a round says: how many accepted, who may still answer, whether the next five can be asked."""
    states = [one.state for one in invited]
    standing = invitations.standing(states, current.wanted, current.goes_on)
    return {
        "accepted": states.count("accepted"),
        "waiting": sum(state in OPEN_STATES for state in states),
        "standing": standing,
    }
