"""The short path: agree on a time, meet, answer two questions, perhaps go further."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import queries
from tandem.cooperation.actions.rooms import fresh, locked, move, open_for, pass_the_ball
from tandem.cooperation.models import Cooperation, Party, ProposedTime, SessionAnswer
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.lifecycle import ROOM, SESSION, decide
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

#: As many open times as a side may propose: more is no help to choose.
MOST_TIMES = 5


@transaction.atomic
def propose_time(
    room: Cooperation, party: Party, starts: datetime, time_zone: str, place: str, *, actor: Any, at: datetime
) -> Decision:
    """One hour that suits this side, in its own time zone. The same time twice counts once."""
    room = locked(room)
    if room.phase != "agree_time":
        return refused(gettext_noop("You are not looking for a time any more. Please reload the page."))
    if starts <= at:
        return refused(gettext_noop("This time has passed already."))
    open_times = ProposedTime.objects.filter(cooperation=room, party=party, state=ProposedTime.State.OPEN)
    open_times.filter(starts__lte=at).update(state=ProposedTime.State.DROPPED)
    if open_times.filter(starts=starts).exists():
        return ALLOWED
    if open_times.count() >= MOST_TIMES:
        return refused(gettext_noop("%(most)s times are enough to choose from."), most=MOST_TIMES)
    Party.objects.filter(pk=party.pk).update(time_zone=time_zone)
    time = ProposedTime.objects.create(cooperation=room, party=party, starts=starts, time_zone=time_zone, place=place)
    record("cooperation.time_proposed", room, actor=actor, at=at, time=time.pk, side=party.side)
    pass_the_ball(room, at)
    return ALLOWED


@transaction.atomic
def confirm_time(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Agree to a time that the other side proposed; the others are dropped. A second click changes nothing."""
    room = locked(room)
    if room.machine != SESSION.id:
        return refused(gettext_noop("This room has no hour to agree on: it is more than a session."))
    time = ProposedTime.objects.filter(cooperation=room, pk=pk).first()
    if time and time.state == ProposedTime.State.AGREED:
        return ALLOWED
    if time and time.starts <= at:
        return refused(gettext_noop("This time has passed already."))
    facts = {"time_agreed": time is not None and time.party_id != party.pk and time.state == ProposedTime.State.OPEN}
    decision = decide(SESSION, room.phase, "plan", queries.role_of(room, party.side), facts)
    if decision.allowed and time:
        ProposedTime.objects.filter(cooperation=room).exclude(pk=pk).update(state=ProposedTime.State.DROPPED)
        ProposedTime.objects.filter(pk=pk).update(state=ProposedTime.State.AGREED)
        move(room, "plan", party, actor=actor, at=at)
    return decision


@transaction.atomic
def answer_questions(room: Cooperation, party: Party, values: dict[str, str], *, actor: Any, at: datetime) -> Decision:
    """Two answers and “go further?”, given once. With the second side's answers the session closes and both read."""
    room = locked(room)
    if room.phase != "two_questions":
        return refused(gettext_noop("The two questions are not open."))
    _, created = SessionAnswer.objects.get_or_create(party=party, defaults={**values, "at": at, "person": actor})
    if not created:
        return refused(gettext_noop("Your side has answered already."))
    record("cooperation.session_answered", room, actor=actor, at=at, side=party.side)
    room = fresh(room)
    if decide(SESSION, room.phase, "finish", queries.role_of(room, party.side), queries.facts(room, at)):
        move(room, "finish", party, actor=actor, at=at)
    pass_the_ball(room, at)
    return ALLOWED


def close_silent_sessions(at: datetime) -> None:
    """Open the answers of the sessions in which one side stayed silent."""
    for silent in queries.silent_sessions(at):
        with transaction.atomic():
            room = locked(silent)
            if decide(SESSION, room.phase, "finish", "system", queries.facts(room, at)):
                move(room, "finish", None, at=at)


@transaction.atomic
def go_further(room: Cooperation, *, actor: Any, at: datetime) -> Cooperation | Decision:
    """A room for something bigger, when both said yes after their session. Asking twice leads to the same room."""
    room = locked(room)
    said = [one["answer"].further for one in queries.answers(room)]
    if said != [SessionAnswer.Further.YES] * 2:
        return refused(gettext_noop("A room for something bigger opens when both of you have said yes."))
    return open_for(room.introduction, ROOM, f"{room.reference}-2", actor=actor, at=at)
