"""The right door of a company."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.diagnosis.models import Door
from tandem.journal.actions import record


@transaction.atomic
def name_door(organisation: Any, kind: str, how: str, says_prepared: bool, *, actor: Any, at: datetime) -> Door:
    """Say whom to write to, and whether its page and offers may say that it is prepared."""
    values = {"kind": kind, "how": how, "says_prepared": says_prepared, "by": actor, "changed": at}
    door, _created = Door.objects.update_or_create(organisation=organisation, defaults=values)
    record("door.named", door, actor=actor, at=at, organisation=organisation.pk)
    return door


@transaction.atomic
def close_door(organisation: Any, *, actor: Any, at: datetime) -> None:
    """Take it off the page."""
    for door in Door.objects.filter(organisation=organisation):
        record("door.taken_away", door, actor=actor, at=at, organisation=organisation.pk)
        door.delete()
