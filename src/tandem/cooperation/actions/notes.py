"""Messages and decisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.cooperation import tasks
from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import Cooperation, Note, Party
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

#: The same words again within this time are a double click.
SAME_CLICK = timedelta(minutes=1)


@transaction.atomic
def write_note(room: Cooperation, party: Party, kind: str, text: str, *, actor: Any, at: datetime) -> Decision:
    """Say something to the other side, or keep a decision."""
    room = locked(room)
    if kind == Note.Kind.DECISION and room.phase == room.lifecycle.states[-1].id:
        return refused(gettext_noop("The room is closed: no decision is added. You can still write a message."))
    if room.notes.filter(kind=kind, text=text, person=actor, at__gt=at - SAME_CLICK).exists():
        return ALLOWED
    note = Note.objects.create(cooperation=room, kind=kind, text=text, at=at, party=party, person=actor)
    record("cooperation.noted", room, actor=actor, at=at, note=note.pk, kind=kind, side=party.side)
    transaction.on_commit(lambda: tasks.tell_of_note.enqueue(note.pk))
    return ALLOWED
