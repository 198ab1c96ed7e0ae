"""What a supporter reads of the rooms of those whom it accompanies: where they stand, nothing of what is said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from tandem.cooperation.models import Cooperation, Party
from tandem.cooperation.queries.company import STUCK_AFTER


def open_rooms_of(organisations: Collection[int]) -> dict[int, list[Cooperation]]:
    """The rooms of each organisation that are not closed, the ball that has not moved for longest first; two queries
    for all of them."""
    wanted = set(organisations)
    present = Party.objects.filter(organisation__in=wanted).values("cooperation")
    rooms = Cooperation.objects.exclude(phase="closed").filter(pk__in=present)
    found: dict[int, list[Cooperation]] = {}
    for room in rooms.prefetch_related("parties").order_by("awaited_since", "pk"):
        for party in room.parties.all():
            if party.organisation_id in wanted:
                found.setdefault(party.organisation_id, []).append(room)
    return found


def is_stuck(room: Cooperation, at: datetime) -> bool:
    """Whether its ball has not moved for long."""
    return at - room.awaited_since >= STUCK_AFTER
