"""The monthly check-in, help from the intermediary, and a mediator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import queries, tasks
from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import (
    CheckIn,
    CheckInRound,
    Cooperation,
    HelpRequest,
    Mediation,
    MediationConsent,
    Note,
    Party,
)
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record


@transaction.atomic
def check_in(room: Cooperation, party: Party, mood: str, sentence: str, *, actor: Any, at: datetime) -> Decision:
    """How it goes this month for one side; said again in the same month, the newer words stand."""
    room = locked(room)
    if room.phase != "work":
        return refused(gettext_noop("The monthly check-in is part of the work phase."))
    month = queries.month_of(at)
    kept = CheckIn.objects.filter(party=party, month=month).first()
    if kept and (kept.mood, kept.sentence) == (mood, sentence):
        return ALLOWED
    CheckIn.objects.update_or_create(
        party=party, month=month, defaults={"mood": mood, "sentence": sentence, "at": at, "person": actor}
    )
    record("cooperation.checked_in", room, actor=actor, at=at, side=party.side, month=month.isoformat()[:7], state=mood)
    return ALLOWED


def ask_how_it_goes(at: datetime) -> None:
    """Ask all sides of every room at work, once a month and never twice."""
    for one in queries.rooms_to_ask(at):
        with transaction.atomic():
            room = locked(one)
            if room.phase != "work":
                continue
            asked, created = CheckInRound.objects.get_or_create(
                cooperation=room, month=queries.month_of(at), defaults={"asked": at}
            )
            if created:
                record("cooperation.check_in_asked", room, actor=None, at=at, month=asked.month.isoformat()[:7])
                transaction.on_commit(lambda pk=room.pk: tasks.ask_how_it_goes.enqueue(pk))


@transaction.atomic
def ask_for_help(room: Cooperation, party: Party, text: str, *, actor: Any, at: datetime) -> Decision:
    """Write to the intermediary, who reads these words only. The same words again wait for the same answer."""
    room = locked(room)
    if HelpRequest.objects.filter(party=party, text=text, answered=None).exists():
        return ALLOWED
    request = HelpRequest.objects.create(party=party, text=text, at=at, person=actor)
    record("cooperation.help_asked", room, actor=actor, at=at, request=request.pk, side=party.side)
    transaction.on_commit(lambda: tasks.tell_stewards_of_help.enqueue(request.pk))
    return ALLOWED


@transaction.atomic
def answer_help(request: HelpRequest, text: str, *, actor: Any, at: datetime) -> Decision:
    """A steward answers; the side that asked is written to. The second of two stewards reads what the first said."""
    request = HelpRequest.objects.select_for_update().get(pk=request.pk)
    if request.answered is not None:
        return refused(gettext_noop("Somebody has answered already."))
    request.answer, request.answered, request.answered_by = text, at, actor
    request.save()
    room = request.party.cooperation
    record("cooperation.help_answered", room, actor=actor, at=at, request=request.pk, side=request.party.side)
    transaction.on_commit(lambda: tasks.tell_of_help_answered.enqueue(request.pk))
    return ALLOWED


@transaction.atomic
def want_mediator(room: Cooperation, party: Party, organisation: Any, *, actor: Any, at: datetime) -> Decision:
    """Propose a supporter as mediator, or agree to the one proposed; it sits in once every party wants it."""
    room = locked(room)
    if any(one.organisation_id == organisation.pk for one in room.parties.all()):
        return refused(gettext_noop("A mediator stands beside the parties: choose somebody else."))
    if "intermediary" not in organisation.roles:
        return refused(gettext_noop("A mediator is an intermediary: a network, an incubator, a digital mediator."))
    mediation, created = Mediation.objects.get_or_create(
        cooperation=room, ended=None, defaults={"organisation": organisation, "party": party, "proposed": at}
    )
    if mediation.organisation_id != organisation.pk:
        return refused(gettext_noop("Another mediator is proposed or sits in. End that first."))
    _consent, agreed = MediationConsent.objects.get_or_create(
        mediation=mediation, party=party, defaults={"at": at, "person": actor}
    )
    if agreed:
        record("cooperation.mediator_wanted", room, actor=actor, at=at, mediation=mediation.pk, side=party.side)
    if not begin_when_all_want(room, mediation, actor=actor, at=at) and created:
        transaction.on_commit(lambda: tasks.tell_of_mediator.enqueue(mediation.pk))
    return ALLOWED


def begin_when_all_want(room: Cooperation, mediation: Mediation, *, actor: Any, at: datetime) -> bool:
    """The mediator sits in once everybody who is there wants it; whether it begins now."""
    wanted = mediation.consents.filter(party__left=None).count() == room.parties.count()
    if mediation.began is not None or not wanted:
        return False
    Mediation.objects.filter(pk=mediation.pk).update(began=at)
    record("cooperation.mediation_began", room, actor=actor, at=at, mediation=mediation.pk)
    transaction.on_commit(lambda: tasks.tell_mediator.enqueue(mediation.pk))
    return True


@transaction.atomic
def end_mediation(room: Cooperation, *, actor: Any, at: datetime) -> Decision:
    """Any party, or the mediator, ends it at once; the room closes for the mediator."""
    room = locked(room)
    mediation = room.mediations.filter(ended=None).first()
    if mediation:
        Mediation.objects.filter(pk=mediation.pk).update(ended=at)
        record("cooperation.mediation_ended", room, actor=actor, at=at, mediation=mediation.pk)
    return ALLOWED


@transaction.atomic
def speak_as_mediator(room: Cooperation, mediation: Mediation, text: str, *, actor: Any, at: datetime) -> Decision:
    """A message of the mediator, marked so."""
    room = locked(room)
    mediation = Mediation.objects.get(pk=mediation.pk)
    if mediation.ended or not mediation.began:
        return refused(gettext_noop("This mediation has ended."))
    note = Note.objects.create(
        cooperation=room, kind=Note.Kind.MESSAGE, text=text, at=at, mediation=mediation, person=actor
    )
    record("cooperation.noted", room, actor=actor, at=at, note=note.pk, kind=note.kind, mediation=mediation.pk)
    transaction.on_commit(lambda: tasks.tell_of_note.enqueue(note.pk))
    return ALLOWED
