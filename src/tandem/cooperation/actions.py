"""Opening the room."""

from typing import Any

from tandem.cooperation.models import Cooperation, Party
from tandem.journal.actions import record
from tandem.matching import queries as matching


def open_room(event: Any) -> None:
    """An accepted introduction starts a room for its two organisations, in the same transaction."""
    introduction = matching.introduction_for_room(int(event.subject_id))
    room, created = Cooperation.objects.get_or_create(
        introduction=introduction,
        defaults={"reference": introduction.reference, "title": introduction.need.title, "since": event.at},
    )
    if created:
        for side, posting in (("need", introduction.need), ("offer", introduction.offer)):
            Party.objects.create(cooperation=room, organisation=posting.organisation, side=side)
        record("cooperation.opened", room, actor=event.actor, at=event.at, introduction=introduction.pk)
