"""The short path of a one-hour session: times proposed and agreed, the two questions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.cooperation.models import Cooperation, Party, ProposedTime, SessionAnswer
from tandem.domain.calendar_file import Meeting
from tandem.domain.lifecycle import ROOM, SESSION
from tandem.ui.dates import date_format

#: The two questions stay sealed until both have answered, or this long.
SEALED_FOR = timedelta(days=14)


def session_facts(room: Cooperation, at: datetime) -> dict[str, object]:
    """What the conditions of `SESSION` ask. `time_agreed` is known only to who confirms a time."""
    agreed = agreed_time(room)
    answered = all(answer_of(party) for party in room.parties.all())
    return {
        "time_has_come": agreed is not None and agreed.starts <= at,
        "questions_closed": answered or (room.phase == "two_questions" and at - room.since >= SEALED_FOR),
    }


def agreed_time(room: Cooperation) -> ProposedTime | None:
    return next((time for time in room.times.all() if time.state == ProposedTime.State.AGREED), None)


def answer_of(party: Party) -> SessionAnswer | None:
    return getattr(party, "session_answer", None)


def sides_awaited_in_session(room: Cooperation) -> list[str]:
    """Those to whom a time was proposed, those who have not answered; empty where nobody in particular is awaited."""
    if room.phase == "agree_time":
        proposers = {time.party_id for time in room.times.all() if time.state == ProposedTime.State.OPEN}
        return [party.side for party in room.parties.all() if proposers - {party.pk}]
    if room.phase == "two_questions":
        return [party.side for party in room.parties.all() if answer_of(party) is None]
    return []


def next_in_session(room: Cooperation, own: Party | None) -> dict[str, str]:
    """The sentence after whose turn it is."""
    texts = {
        "agree_time": _("Find an hour that suits both: one side proposes times, the other confirms one."),
        "planned": _("The time is agreed. Put it into your calendar; afterwards, say here that it took place."),
        "two_questions": _("Two questions for each side, sealed until both have answered, or for 14 days."),
        "closed": "",
    }
    asked = room.phase == "two_questions" and own is not None and answer_of(own) is None
    href = reverse("session_answer", args=[room.reference]) if asked else ""
    return {"text": texts[room.phase], "href": href, "label": _("Answer the two questions") if asked else ""}


def times_shown(room: Cooperation, own: Party | None, at: datetime) -> list[dict[str, Any]]:
    """Open times that have not passed, and the agreed one, in their own zone and in that of the reader."""
    lines = []
    for time in room.times.all():
        past = time.state == ProposedTime.State.OPEN and time.starts <= at
        if time.state == ProposedTime.State.DROPPED or past:
            continue
        zone = own.time_zone if own and own.time_zone else settings.TIME_ZONE
        lines.append(
            {
                "time": time,
                "there": _clock(time.starts, time.time_zone),
                "here": _clock(time.starts, zone) if zone != time.time_zone else "",
                "zone": zone,
                "agreed": time.state == ProposedTime.State.AGREED,
                "mine": own is not None and time.party_id == own.pk,
            }
        )
    return lines


def _clock(at: datetime, zone: str) -> str:
    """A moment as the clocks of a zone show it; templates would turn it back to this place's own."""
    return date_format(at.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")


def answers(room: Cooperation) -> list[dict[str, Any]]:
    """Both sides' answers once the session is closed; nothing before: they are sealed."""
    if room.machine != SESSION.id or room.phase != SESSION.states[-1].id:
        return []
    return [{"party": party, "answer": answer_of(party)} for party in room.parties.all() if answer_of(party)]


def larger_room(room: Cooperation) -> Cooperation | None:
    """The room in which the two go further after their session."""
    return Cooperation.objects.filter(introduction=room.introduction_id, machine=ROOM.id).order_by("place").first()


def silent_sessions(at: datetime) -> QuerySet[Cooperation]:
    """Sessions whose questions have been open for as long as they may be."""
    return Cooperation.objects.filter(machine=SESSION.id, phase="two_questions", since__lte=at - SEALED_FOR)


def meeting_of(room: Cooperation, time: ProposedTime, address: str, at: datetime) -> Meeting:
    """The agreed time for a calendar; `address` is that of the room."""
    host = settings.ADDRESS.split("://")[-1].split("/")[0].split(":")[0]
    return Meeting(
        uid=f"{room.reference}@{host}",
        sequence=time.pk,
        written=at,
        starts=time.starts,
        minutes=time.minutes,
        title=room.title,
        description=address,
        place=time.place,
    )
