"""A meeting as a calendar file that every calendar program reads (RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: RFC 5545, 3.1: lines are folded at 75 octets.
LONGEST_LINE = 75


@dataclass(frozen=True)
class Meeting:
    """`uid` stays the same when the meeting moves, `sequence` grows; times carry their zone."""

    uid: str
    sequence: int
    written: datetime
    starts: datetime
    minutes: int
    title: str
    description: str
    place: str


def calendar_file(meeting: Meeting) -> str:
    """The file's text. Times are written in UTC, so that no table of time zones has to travel with them.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> text = calendar_file(Meeting("a@b", 0, noon, noon, 60, "Tea, and talk", "", ""))
    >>> [line for line in text.split(chr(13) + chr(10)) if line.startswith(("DTEND", "SUMMARY"))]
    ['DTEND:20260302T130000Z', 'SUMMARY:Tea\\\\, and talk']
    """
    ends = meeting.starts + timedelta(minutes=meeting.minutes)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tandem//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_escaped(meeting.uid)}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_utc(meeting.written)}",
        f"DTSTART:{_utc(meeting.starts)}",
        f"DTEND:{_utc(ends)}",
        f"SUMMARY:{_escaped(meeting.title)}",
        f"DESCRIPTION:{_escaped(meeting.description)}",
        f"LOCATION:{_escaped(meeting.place)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Pieces of at most 75 octets, never cutting a character; those that follow begin with a space."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
