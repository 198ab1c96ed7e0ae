"""How it goes, who helps, and where all rooms stand (for the intermediary)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tandem.cooperation.models import CheckIn, Cooperation, HelpRequest, Mediation, Party, RoomFile
from tandem.directory.queries import intermediaries
from tandem.domain.lifecycle import ROOM

#: A room that has just begun to work is not asked how it goes.
FIRST_ASKED_AFTER = timedelta(days=14)
#: How many intermediaries a search shows.
MOST_FOUND = 12
#: A room whose ball has not moved for this long may be stuck.
STUCK_AFTER = timedelta(days=30)


def month_of(at: datetime) -> date:
    """The first day of the month, as this place's calendar shows it."""
    return timezone.localtime(at).date().replace(day=1)


def rooms_to_ask(at: datetime) -> QuerySet[Cooperation]:
    """Rooms at work for a while, not asked this month."""
    at_work = Cooperation.objects.filter(machine=ROOM.id, phase="work", since__lte=at - FIRST_ASKED_AFTER)
    return at_work.exclude(check_in_rounds__month=month_of(at))


def check_ins_of(room: Cooperation) -> QuerySet[CheckIn]:
    """All that the sides said, newest month first."""
    said = CheckIn.objects.filter(party__cooperation=room)
    return said.select_related("party__organisation", "person").order_by("-month", "party__side", "party")


def own_check_in(party: Party, at: datetime) -> CheckIn | None:
    return party.check_ins.filter(month=month_of(at)).first()


def help_requests_of(party: Party) -> QuerySet[HelpRequest]:
    """What one's own side asked the intermediary, and what was answered."""
    return party.help_requests.select_related("person")


def waiting_help_requests() -> QuerySet[HelpRequest]:
    """What stewards have not answered yet, longest wait first."""
    waiting = HelpRequest.objects.filter(answered=None).order_by("at", "pk")
    return waiting.select_related("party__organisation", "person")


def help_request(pk: int) -> HelpRequest:
    return HelpRequest.objects.select_related("party__organisation", "party__cooperation", "person").get(pk=pk)


def help_requests() -> QuerySet[HelpRequest]:
    return HelpRequest.objects.select_related("party__organisation", "person")


def mediation_of(room: Cooperation) -> Mediation | None:
    """The mediator proposed or sitting in, with who wants it."""
    found = room.mediations.filter(ended=None).select_related("organisation", "party__organisation")
    return found.prefetch_related("consents__party__organisation").first()


def mediation_by_pk(pk: int) -> Mediation:
    return Mediation.objects.select_related("cooperation", "organisation", "party__organisation").get(pk=pk)


def supporters_found(words: str, room: Cooperation) -> list[Any]:
    """Intermediaries whose name or town holds these words."""
    present = [party.organisation_id for party in room.parties.all()]
    return list(intermediaries.named(words).exclude(pk__in=present)[:MOST_FOUND])


def files_of(room: Cooperation) -> QuerySet[RoomFile]:
    return room.files.select_related("party__organisation", "person")


def all_rooms(at: datetime, only: str = "") -> QuerySet[Cooperation]:
    """Rooms that are not closed, the ball that has not moved for longest first; `stuck` or `worried` narrows."""
    last = CheckIn.objects.filter(party__cooperation=OuterRef("pk")).order_by("-month", "-at")
    rooms = Cooperation.objects.exclude(phase="closed").annotate(
        last_mood=Subquery(last.values("mood")[:1]), last_month=Subquery(last.values("month")[:1])
    )
    if only == "stuck":
        rooms = rooms.filter(awaited_since__lte=at - STUCK_AFTER)
    elif only == "worried":
        rooms = rooms.filter(Q(last_mood=CheckIn.Mood.WORRIED) | Q(last_mood=CheckIn.Mood.BLOCKED))
    return rooms.prefetch_related("parties__organisation").order_by("awaited_since", "pk")


def room_for_stewards(room: Cooperation, at: datetime) -> dict[str, Any]:
    """What the intermediary sees of a room: parties, phase, since when, who has the ball, the last colour. No words."""
    mood = getattr(room, "last_mood", None)
    return {
        "parties": [party.organisation for party in room.parties.all()],
        "phase": room.lifecycle.state(room.phase).label,
        "since": room.since,
        "awaited": [party.organisation.name for party in room.parties.all() if party.side in room.awaited],
        "awaited_since": room.awaited_since,
        "stuck": at - room.awaited_since >= STUCK_AFTER,
        "mood": CheckIn.Mood(mood).label if mood else "",
        "month": getattr(room, "last_month", None),
        "machine": room.machine,
    }
