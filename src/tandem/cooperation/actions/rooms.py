"""Opening a room, and leading it from phase to phase."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import phases, queries, tasks
from tandem.cooperation.models import (
    Agreement,
    AgreementAnswer,
    Cooperation,
    EvaluationRound,
    LevelRating,
    Party,
    ProposedTime,
    Step,
    TransferLine,
    TransferPlan,
)
from tandem.domain.decision import ALLOWED, Decision
from tandem.domain.lifecycle import ROOM, SESSION, Machine, decide
from tandem.journal.actions import record
from tandem.matching import queries as matching


def open_room(event: Any) -> None:
    """An accepted introduction starts a room for its two organisations, in the same transaction."""
    introduction = matching.introduction_for_room(int(event.subject_id))
    machine = SESSION if introduction.need.help == "session" else ROOM
    open_for(introduction, machine, introduction.reference, actor=event.actor, at=event.at)


def open_for(introduction: Any, machine: Machine, reference: str, *, actor: Any, at: datetime) -> Cooperation:
    """The room or the session of an introduction; the one that is there already when there is one."""
    room, created = Cooperation.objects.get_or_create(
        introduction=introduction,
        machine=machine.id,
        place=1,
        defaults={
            "reference": reference,
            "title": introduction.need.title,
            "opened": at,
            "phase": machine.initial.id,
            "rules": phases.newest(),
            "since": at,
            "awaited": ["need", "offer"],
            "awaited_since": at,
        },
    )
    if created:
        for side, posting in (("need", introduction.need), ("offer", introduction.offer)):
            Party.objects.create(cooperation=room, organisation=posting.organisation, side=side)
        record("cooperation.opened", room, actor=actor, at=at, introduction=introduction.pk, machine=machine.id)
    return room


def locked(room: Cooperation) -> Cooperation:
    """The room as it is now, kept from changing until the end of the transaction."""
    Cooperation.objects.select_for_update().get(pk=room.pk)
    return fresh(room)


def fresh(room: Cooperation) -> Cooperation:
    return queries.with_parties(Cooperation.objects).get(pk=room.pk)


def pass_the_ball(room: Cooperation, at: datetime, *, moved: bool = False) -> None:
    """Note who is expected to act now; `awaited_since` changes when the ball does.

    A side that is now awaited alone is written to; steps have an e-mail of their own (`moved`).
    """
    now = fresh(room)
    awaited = queries.awaited_sides(now, at)
    if moved or awaited != now.awaited:
        Cooperation.objects.filter(pk=room.pk).update(awaited=awaited, awaited_since=at)
    if not moved and awaited != now.awaited and len(awaited) == 1:
        transaction.on_commit(lambda: tasks.tell_of_turn.enqueue(room.pk, awaited[0]))


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
    target = room.lifecycle.transition(transition).target
    if last and (last.transition, last.person_id) == (transition, actor.pk) and room.phase == target:
        return ALLOWED
    words = {"reason": reason.strip(), "what_happens_to_the_work": what_happens_to_the_work.strip()}
    facts = {**queries.facts(room, at), **words}
    decision = decide(room.lifecycle, room.phase, transition, queries.role_of(room, party.side), facts)
    if decision.allowed:
        move(room, transition, party, actor=actor, at=at, **words)
    return decision


def move(
    room: Cooperation, transition: str, party: Party | None, *, actor: Any = None, at: datetime, **words: str
) -> None:
    """Take a step that was decided: the phase, the row of the history, the event, the ball, the e-mails.

    Without a party Tandem itself takes it.
    """
    phase_before, rules = room.phase, phases.rules(room.rules)
    room.phase, room.since = room.lifecycle.transition(transition).target, at
    if room.phase in phases.rules(phases.newest()).ids:
        room.rules = phases.newest()
    room.save(update_fields=["phase", "since", "rules"])
    step = Step.objects.create(cooperation=room, at=at, transition=transition, party=party, person=actor, **words)
    record(
        "cooperation.moved",
        room,
        actor=actor,
        at=at,
        transition=transition,
        before=phase_before,
        state=room.phase,
        rules=room.rules,
        side=party.side if party else None,
    )
    if transition == "change_time":
        room.times.filter(state=ProposedTime.State.AGREED).update(state=ProposedTime.State.DROPPED)
    if room.phase == "framing":
        carry_over(room, actor=actor, at=at)
    if room.phase == "agreement":
        before = queries.agreement_of(fresh(room))
        if before is None or (phase_before in rules.after_the_agreement and before.signed):
            begin_agreement(room, before, actor=actor, at=at)
    if room.phase == "evaluation":
        EvaluationRound.objects.create(cooperation=room, number=room.evaluation_rounds.count() + 1, began=at)
    pass_the_ball(room, at, moved=True)
    transaction.on_commit(lambda: tasks.tell_of_step.enqueue(step.pk))


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


def begin_agreement(room: Cooperation, before: Agreement | None, *, actor: Any, at: datetime) -> None:
    """The first agreement of a room, or the one that amends `before` and starts from its answers."""
    agreement = Agreement.objects.create(
        cooperation=room, number=before.number + 1 if before else 1, amends=before, opened=at
    )
    for one in before.answers.all() if before else []:
        AgreementAnswer.objects.create(
            agreement=agreement,
            question=one.question,
            values=one.values,
            changed=one.changed,
            party=one.party,
            person=one.person,
        )
    record("cooperation.agreement_begun", room, actor=actor, at=at, agreement=agreement.pk, number=agreement.number)
