"""Opening a room, and leading it from phase to phase."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import queries, tasks
from tandem.cooperation.models import Cooperation, LevelRating, Party, Step, TransferLine, TransferPlan
from tandem.domain.decision import ALLOWED, Decision
from tandem.domain.lifecycle import ROOM, decide
from tandem.journal.actions import record
from tandem.matching import queries as matching


def open_room(event: Any) -> None:
    """An accepted introduction starts a room for its two organisations, in the same transaction."""
    introduction = matching.introduction_for_room(int(event.subject_id))
    room, created = Cooperation.objects.get_or_create(
        introduction=introduction,
        defaults={
            "reference": introduction.reference,
            "title": introduction.need.title,
            "opened": event.at,
            "since": event.at,
            "awaited": ["need", "offer"],
            "awaited_since": event.at,
        },
    )
    if created:
        for side, posting in (("need", introduction.need), ("offer", introduction.offer)):
            Party.objects.create(cooperation=room, organisation=posting.organisation, side=side)
        record("cooperation.opened", room, actor=event.actor, at=event.at, introduction=introduction.pk)


def locked(room: Cooperation) -> Cooperation:
    """The room as it is now, kept from changing until the end of the transaction."""
    Cooperation.objects.select_for_update().get(pk=room.pk)
    return fresh(room)


def fresh(room: Cooperation) -> Cooperation:
    return queries.with_parties(Cooperation.objects).get(pk=room.pk)


def pass_the_ball(room: Cooperation, at: datetime, *, moved: bool = False) -> None:
    """Note who is expected to act now; `awaited_since` changes when the ball does."""
    now = fresh(room)
    awaited = queries.awaited_sides(now)
    if moved or awaited != now.awaited:
        Cooperation.objects.filter(pk=room.pk).update(awaited=awaited, awaited_since=at)


@transaction.atomic
def take_step(
    room: Cooperation,
    transition: str,
    party: Party,
    *,
    reason: str = "",
    what_happens_to_the_work: str = "",
    actor: Any,
    at: datetime,
) -> Decision:
    """Go on, go back or end; the machine decides, on the room as it is now.

    The second of two clicks finds the step taken by the same person and changes nothing.
    """
    room = locked(room)
    last = room.steps.last()
    if last and (last.transition, last.person_id) == (transition, actor.pk) and room.phase == _target(transition):
        return ALLOWED
    words = {"reason": reason.strip(), "what_happens_to_the_work": what_happens_to_the_work.strip()}
    facts = {**queries.facts(room), **words}
    decision = decide(ROOM, room.phase, transition, queries.role_of(room, party.side), facts)
    if not decision.allowed:
        return decision
    before = room.phase
    room.phase, room.since = _target(transition), at
    room.save(update_fields=["phase", "since"])
    step = Step.objects.create(cooperation=room, at=at, transition=transition, party=party, person=actor, **words)
    record(
        "cooperation.moved",
        room,
        actor=actor,
        at=at,
        transition=transition,
        before=before,
        state=room.phase,
        side=party.side,
    )
    if room.phase == "framing":
        carry_over(room, actor=actor, at=at)
    pass_the_ball(room, at, moved=True)
    transaction.on_commit(lambda: tasks.tell_of_step.enqueue(step.pk))
    return decision


def carry_over(room: Cooperation, *, actor: Any, at: datetime) -> None:
    """The transfer plan starts, once, from the competences of the need and the offer: nobody is asked twice."""
    _, created = TransferPlan.objects.get_or_create(cooperation=room)
    if not created:
        return
    need, offer = room.introduction.need, room.introduction.offer
    asking = next(party for party in room.parties.all() if party.side == "need")
    for one in [*need.competences, *offer.competences]:
        line, added = TransferLine.objects.get_or_create(
            cooperation=room,
            framework=one["framework"],
            competence=one["id"],
            defaults={"level_wanted": one.get("level_wanted")},
        )
        if added and one.get("level_now"):
            LevelRating.objects.create(
                line=line, party=asking, moment=LevelRating.Moment.START, level=one["level_now"], at=at
            )
    record("cooperation.competences_carried_over", room, actor=actor, at=at, lines=room.transfer_lines.count())


def _target(transition: str) -> str:
    return ROOM.transition(transition).target
