"""Leading introductions. One verb each, one transaction, one event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tandem.domain.decision import Decision
from tandem.domain.lifecycle import INTRODUCTION, decide
from tandem.journal.actions import record
from tandem.matching import permissions, queries, tasks
from tandem.matching.models import OPEN_STATES, Introduction, IntroductionStep, Need, Offer, Reminder, Side


def propose(need: Need, offer: Offer, side: str, message: str, *, actor: Any, at: datetime) -> Introduction | None:
    """An introduction from one side to the other. Proposing again while one is open returns that one; None when
    the offer has no free place for a request."""
    try:
        with transaction.atomic():
            # Of two who ask for the last place at once, the second waits here and then finds it taken.
            asked = Offer.objects.select_for_update().get(pk=offer.pk)
            if side == Side.NEED and not permissions.takes_requests(asked).allowed:
                return queries.open_between(need, offer)
            introduction = Introduction.objects.create(need=need, offer=offer, proposed_by=side, created=at, since=at)
            _write_step(introduction, "propose", side, message, actor=actor, at=at)
    except IntegrityError:
        return Introduction.objects.get(need=need, offer=offer, state__in=OPEN_STATES)
    return introduction


@transaction.atomic
def take_step(
    introduction: Introduction, transition: str, side: str, text: str, *, actor: Any, at: datetime
) -> Decision:
    """Accept, ask, answer, decline or withdraw; the machine decides, on the row as it is now."""
    introduction = Introduction.objects.select_for_update().get(pk=introduction.pk)
    role = "proposer" if introduction.proposed_by == side else "receiver"
    decision = decide(INTRODUCTION, introduction.state, transition, role, {"message": text, "reason": text})
    if decision.allowed:
        _go(introduction, transition, side, text, actor=actor, at=at)
    return decision


def attend_to_waiting(at: datetime) -> None:
    """Remind those who let others wait, and close what stayed without an answer. Run as often as one likes."""
    for introduction, what in queries.all_due(at):
        if what == "remind":
            remind(introduction, at=at)
        else:
            expire(introduction, at=at)


@transaction.atomic
def remind(introduction: Introduction, *, at: datetime) -> Reminder | None:
    """Remind the side that has the ball; None when none is due, which is so right after the last one."""
    introduction = Introduction.objects.select_for_update().get(pk=introduction.pk)
    if queries.due(introduction, at) != "remind":
        return None
    number = len(queries.reminders_of_this_turn(introduction)) + 1
    reminder = Reminder.objects.create(introduction=introduction, since=introduction.since, number=number, at=at)
    record(
        "introduction.reminded",
        introduction,
        actor=None,
        at=at,
        side=queries.awaited_side(introduction),
        number=number,
    )
    transaction.on_commit(lambda: tasks.remind.enqueue(reminder.pk))
    return reminder


@transaction.atomic
def expire(introduction: Introduction, *, at: datetime) -> Decision:
    """Close what stayed without an answer until after its last day; the machine decides."""
    introduction = Introduction.objects.select_for_update().get(pk=introduction.pk)
    facts = {"closing_day_reached": queries.due(introduction, at) == "close"}
    decision = decide(INTRODUCTION, introduction.state, "expire", "system", facts)
    if decision.allowed:
        _go(introduction, "expire", "", "", actor=None, at=at)
    return decision


def _go(introduction: Introduction, transition: str, side: str, text: str, *, actor: Any, at: datetime) -> None:
    introduction.state = INTRODUCTION.transition(transition).target
    introduction.since = at
    introduction.save(update_fields=["state", "since"])
    _write_step(introduction, transition, side, text, actor=actor, at=at)


def _write_step(
    introduction: Introduction, transition: str, side: str, text: str, *, actor: Any, at: datetime
) -> IntroductionStep:
    step = IntroductionStep.objects.create(
        introduction=introduction, at=at, transition=transition, side=side, person=actor, text=text.strip()
    )
    record(
        f"introduction.{PAST[transition]}",
        introduction,
        actor=actor,
        at=at,
        need=introduction.need_id,
        offer=introduction.offer_id,
        side=side,
        state=introduction.state,
    )
    tell = tasks.tell_the_other_side if side else tasks.tell_both_sides
    transaction.on_commit(lambda: tell.enqueue(step.pk))
    return step


#: The word of the event that each step leaves in the journal.
PAST = {
    "propose": "proposed",
    "accept": "accepted",
    "ask": "asked",
    "answer": "answered",
    "decline": "declined",
    "withdraw": "withdrawn",
    "expire": "expired",
}
