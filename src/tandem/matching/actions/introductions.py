"""Leading introductions. One verb each, one transaction, one event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tandem.domain.decision import Decision
from tandem.domain.lifecycle import INTRODUCTION, decide, invitations
from tandem.journal.actions import record
from tandem.matching import permissions, queries, tasks
from tandem.matching.actions.pausing import give
from tandem.matching.models import (
    OPEN_STATES,
    Introduction,
    IntroductionStep,
    Need,
    Offer,
    Posting,
    Reminder,
    Round,
    Side,
)


def propose(
    need: Need, offer: Offer, side: str, message: str, *, actor: Any, at: datetime, invited_by: Round | None = None
) -> Introduction | None:
    """An introduction from one side to the other. Proposing again while one is open returns that one; None when
    the offer has no free place for a request, or is no longer published."""
    try:
        with transaction.atomic():
            # Of two who ask for the last place at once, the second waits here and then finds it taken.
            asked = Offer.objects.select_for_update().get(pk=offer.pk)
            takes = asked.state == Posting.State.PUBLISHED and permissions.takes_requests(asked).allowed
            if side == Side.NEED and not takes:
                return queries.open_between(need, offer)
            introduction = Introduction.objects.create(
                need=need,
                offer=offer,
                proposed_by=side,
                round=invited_by,
                wave=invited_by and invited_by.waves,
                created=at,
                since=at,
            )
            _write_step(introduction, "propose", side, message, actor=actor, at=at)
    except IntegrityError:
        return Introduction.objects.get(need=need, offer=offer, state__in=OPEN_STATES)
    return introduction


@transaction.atomic
def take_step(
    introduction: Introduction, transition: str, side: str, text: str, *, actor: Any, at: datetime
) -> Decision:
    """Accept, ask, answer, decline or withdraw; the machine decides, on the row as it is now."""
    # The round before its introductions, always: two who accept at once wait for each other in one order.
    invited_by = Round.objects.select_for_update().filter(pk=introduction.round_id).first()
    introduction = Introduction.objects.select_for_update().get(pk=introduction.pk)
    role = "proposer" if introduction.proposed_by == side else "receiver"
    decision = decide(INTRODUCTION, introduction.state, transition, role, {"message": text, "reason": text})
    if decision.allowed and transition == "accept":
        decision = give(introduction.offer, actor=actor, at=at)
    if decision.allowed:
        _go(introduction, transition, side, text, actor=actor, at=at)
        if invited_by and transition == "accept":
            _stop_when_enough(invited_by, at=at)
    return decision


def accept_between(
    need: Need, offer: Offer, side: str, words: str, *, supporter: Any, stays: bool, actor: Any, at: datetime
) -> Introduction:
    """The accepted introduction of two who both said yes to what a supporter proposed with these `words`; `side` was
    the last to say it. One that is open between them already is the one that is accepted."""
    under_way = queries.open_between(need, offer)
    invited_by = Round.objects.select_for_update().filter(pk=under_way.round_id).first() if under_way else None
    introduction = under_way or Introduction.objects.create(
        need=need, offer=offer, proposed_by=queries.opposite_of(side), created=at, since=at
    )
    IntroductionStep.objects.create(
        introduction=introduction, at=at, transition="propose", person=supporter, text=words
    )
    introduction.supporter = supporter if stays else None
    introduction.state, introduction.since = "accepted", at
    introduction.save(update_fields=["state", "since", "supporter"])
    more = {"supporter": supporter.pk} if stays and supporter else {}
    _write_step(introduction, "accept", side, "", actor=actor, at=at, tell=False, **more)
    if invited_by:
        _stop_when_enough(invited_by, at=at)
    return introduction


def _stop_when_enough(invited_by: Round, *, at: datetime) -> None:
    """Once enough have accepted, the round ends and those who had not answered yet are told so, politely."""
    states = list(invited_by.introductions.values_list("state", flat=True))
    if invited_by.ended or invitations.standing(states, invited_by.wanted, invited_by.goes_on) != "enough":
        return
    for open_one in invited_by.introductions.select_for_update().filter(state__in=OPEN_STATES).order_by("pk"):
        decision = decide(INTRODUCTION, open_one.state, "release", "system", {"enough_found": True})
        if decision.allowed:
            _go(open_one, "release", "", "", actor=None, at=at)
    end_round(invited_by, Round.Because.ENOUGH, actor=None, at=at)


def end_round(ending: Round, because: str, *, actor: Any, at: datetime) -> None:
    """No further wave; what was invited goes its own way."""
    ending.ended, ending.because = at, because
    ending.save(update_fields=["ended", "because"])
    record("round.ended", ending, actor=actor, at=at, need=ending.need_id, because=str(because))


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
    introduction: Introduction,
    transition: str,
    side: str,
    text: str,
    *,
    actor: Any,
    at: datetime,
    tell: bool = True,
    **more: Any,
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
        **more,
    )
    if tell:
        letter = TELL.get(transition, tasks.tell_the_other_side)
        transaction.on_commit(lambda: letter.enqueue(step.pk))
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
    "release": "released",
}
#: Who hears of a step: the other side, unless it is said here.
TELL = {"expire": tasks.tell_both_sides, "release": tasks.tell_that_help_was_found}
