"""Files: put into the room by one side, read by all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.cooperation import queries
from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import Cooperation, Party, RoomFile
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui import uploads

#: The same file again within this time is a double click.
SAME_CLICK = timedelta(minutes=1)
#: What all files of one room may weigh together.
ROOM_LIMIT = 500 * uploads.MEGABYTE


@transaction.atomic
def put_file(
    room: Cooperation, party: Party, upload: uploads.Upload, about: str, *, actor: Any, at: datetime
) -> Decision:
    """Keep a checked file. The same one from the same person within a minute changes nothing."""
    room = locked(room)
    sizes = list(room.files.values_list("sha256", "person", "at", "size"))
    if any((sha, who) == (upload.sha256, actor.pk) and at - when < SAME_CLICK for sha, who, when, _size in sizes):
        return ALLOWED
    if sum(size for *_rest, size in sizes) + upload.size > ROOM_LIMIT:
        return refused(
            gettext_noop("The files of this room weigh %(megabytes)s MB together: remove one before adding another."),
            megabytes=ROOM_LIMIT // uploads.MEGABYTE,
        )
    key = uploads.keep(upload)
    try:
        file = RoomFile.objects.create(
            cooperation=room,
            party=party,
            person=actor,
            at=at,
            about=about,
            name=upload.name,
            mime=upload.mime,
            size=upload.size,
            sha256=upload.sha256,
            key=key,
        )
        record("cooperation.file_put", room, actor=actor, at=at, file=file.pk, side=party.side)
    except Exception:
        uploads.discard(key)
        raise
    return ALLOWED


@transaction.atomic
def remove_file(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Take away a file that one's own side put here; gone is gone, twice changes nothing."""
    room = locked(room)
    file = room.files.filter(pk=pk).first()
    if file is None:
        return ALLOWED
    if file.party_id != party.pk:
        return refused(gettext_noop("Only the side that put a file here can remove it."))
    if queries.files_in_public(pk):
        return refused(gettext_noop("Your published case rests on this file. Withdraw the case first."))
    key = file.key
    file.delete()
    record("cooperation.file_removed", room, actor=actor, at=at, file=pk, side=party.side)
    transaction.on_commit(lambda: uploads.discard(key))
    return ALLOWED
