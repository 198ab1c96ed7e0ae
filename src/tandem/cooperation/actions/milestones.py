"""Milestones: all sides set them and note them alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import Cooperation, Milestone, Party
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

_CLOSED = gettext_noop("The room is closed: its milestones stay as they are.")


@transaction.atomic
def set_milestone(room: Cooperation, party: Party, text: str, due: date, *, actor: Any, at: datetime) -> Decision:
    """Set a milestone; the same one twice counts once."""
    room = locked(room)
    if room.phase == room.lifecycle.states[-1].id:
        return refused(_CLOSED)
    milestone, created = Milestone.objects.get_or_create(
        cooperation=room, text=text, due=due, defaults={"party": party}
    )
    if created:
        record("cooperation.milestone_set", room, actor=actor, at=at, milestone=milestone.pk, side=party.side)
    return ALLOWED


@transaction.atomic
def reach_milestone(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Note that a milestone is reached; noting it again changes nothing."""
    room = locked(room)
    if room.phase == room.lifecycle.states[-1].id:
        return refused(_CLOSED)
    day = timezone.localtime(at).date()
    if Milestone.objects.filter(cooperation=room, pk=pk, reached=None).update(reached=day):
        record("cooperation.milestone_reached", room, actor=actor, at=at, milestone=pk, side=party.side)
    return ALLOWED


@transaction.atomic
def drop_milestone(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Take a milestone away that is not reached."""
    room = locked(room)
    if room.phase == room.lifecycle.states[-1].id:
        return refused(_CLOSED)
    dropped, _ = Milestone.objects.filter(cooperation=room, pk=pk, reached=None).delete()
    if dropped:
        record("cooperation.milestone_dropped", room, actor=actor, at=at, milestone=pk, side=party.side)
    return ALLOWED
