"""A supporter proposes two parties to each other, and each answers for itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from tandem.domain.decision import Decision, refused
from tandem.domain.lifecycle import THIRD_PARTY, decide
from tandem.domain.lifecycle.third_party import agreement
from tandem.journal.actions import record
from tandem.matching import permissions, queries, tasks
from tandem.matching.actions.introductions import accept_between
from tandem.matching.actions.pausing import give
from tandem.matching.models import (
    OPEN_PAIR_STATES,
    Need,
    Offer,
    PairReminder,
    Posting,
    ThirdPartyAnswer,
    ThirdPartyProposal,
)


def propose_pair(
    need: Need, offer: Offer, why: str, *, organisation: Any, actor: Any, at: datetime
) -> ThirdPartyProposal:
    """Propose the two to each other. Proposing them again while it is open returns the one that is open."""
    try:
        with transaction.atomic():
            proposal = ThirdPartyProposal.objects.create(
                need=need, offer=offer, why=why, organisation=organisation, supporter=actor, created=at, since=at
            )
            _record(proposal, "proposed", actor=actor, at=at, organisation=organisation.pk)
    except IntegrityError:
        return ThirdPartyProposal.objects.get(need=need, offer=offer, state__in=OPEN_PAIR_STATES)
    return proposal


@transaction.atomic
def answer_pair(
    proposal: ThirdPartyProposal,
    side: str,
    *,
    agrees: bool,
    mediator: bool = False,
    reason: str = "",
    actor: Any,
    at: datetime,
) -> Decision:
    """One side says yes or no; the machine decides, on the row as it is now. The second yes is an acceptance."""
    proposal = _locked(proposal)
    transition = agreement(proposal.state, side) if agrees else "decline"
    decision = decide(THIRD_PARTY, proposal.state, transition, side, {"reason": reason})
    if not decision.allowed:
        return decision
    published = Posting.State.PUBLISHED
    if agrees and not proposal.need.state == proposal.offer.state == published:
        return refused(permissions.NO_LONGER_PUBLISHED)
    if THIRD_PARTY.transition(transition).target == "accepted":
        decision = give(proposal.offer, actor=actor, at=at)
        if not decision.allowed:
            return decision
    ThirdPartyAnswer.objects.create(
        proposal=proposal, side=side, person=actor, at=at, agrees=agrees, mediator=mediator and agrees, reason=reason
    )
    _go(proposal, transition, actor=actor, at=at, side=side)
    if proposal.state == "accepted":
        _introduce(proposal, side, actor=actor, at=at)
    return decision


def _introduce(proposal: ThirdPartyProposal, side: str, *, actor: Any, at: datetime) -> None:
    """Both said yes: an ordinary accepted introduction, with the supporter in it when both wished so."""
    proposal.introduction = accept_between(
        proposal.need,
        proposal.offer,
        side,
        proposal.why,
        supporter=proposal.supporter,
        stays=queries.both_wish_a_mediator(proposal),
        actor=actor,
        at=at,
    )
    proposal.save(update_fields=["introduction"])


@transaction.atomic
def withdraw_pair(proposal: ThirdPartyProposal, *, actor: Any, at: datetime) -> Decision:
    """Those who proposed it take it back while not both have answered."""
    proposal = _locked(proposal)
    decision = decide(THIRD_PARTY, proposal.state, "withdraw", "supporter")
    if decision.allowed:
        _go(proposal, "withdraw", actor=actor, at=at)
    return decision


def close_silent_pairs(at: datetime) -> None:
    """Close the proposals whose last day to answer has passed. Run as often as one likes."""
    today = timezone.localdate(at)
    for proposal in queries.pairs_past_their_last_day(today):
        with transaction.atomic():
            current = _locked(proposal)
            last_day = queries.last_day_of_pair(current)
            facts = {"closing_day_reached": last_day is not None and today > last_day}
            if decide(THIRD_PARTY, current.state, "expire", "system", facts):
                _go(current, "expire", actor=None, at=at)


def remind_pairs(at: datetime) -> None:
    """Remind each side that lets a supporter's proposal wait. Run as often as one likes."""
    for proposal, side in queries.pair_reminders_due(at):
        remind_pair(proposal, side, at=at)


@transaction.atomic
def remind_pair(proposal: ThirdPartyProposal, side: str, *, at: datetime) -> PairReminder | None:
    """Remind one side; None when it is not due, which is so right after the last one."""
    proposal = _locked(proposal)
    if not queries.pair_reminder_due(proposal, side, at):
        return None
    number = proposal.reminders.filter(side=side).count() + 1
    reminder = PairReminder.objects.create(proposal=proposal, side=side, number=number, at=at)
    record("third_party.reminded", proposal, actor=None, at=at, side=side, number=number)
    transaction.on_commit(lambda: tasks.remind_of_pair.enqueue(reminder.pk))
    return reminder


def _locked(proposal: ThirdPartyProposal) -> ThirdPartyProposal:
    ThirdPartyProposal.objects.select_for_update().get(pk=proposal.pk)
    return queries.proposal_to_tell(proposal.pk)


def _go(proposal: ThirdPartyProposal, transition: str, *, actor: Any, at: datetime, **more: Any) -> None:
    proposal.state = THIRD_PARTY.transition(transition).target
    proposal.since = at
    proposal.save(update_fields=["state", "since"])
    _record(proposal, proposal.state, actor=actor, at=at, **more)


def _record(proposal: ThirdPartyProposal, what: str, *, actor: Any, at: datetime, **more: Any) -> None:
    record(
        f"third_party.{what}",
        proposal,
        actor=actor,
        at=at,
        need=proposal.need_id,
        offer=proposal.offer_id,
        **more,
    )
    said_by = more.get("side", "")
    transaction.on_commit(lambda: tasks.tell_of_pair.enqueue(proposal.pk, what, said_by))
