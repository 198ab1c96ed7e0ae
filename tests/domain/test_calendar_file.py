"""A meeting as calendar programs read it."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.calendar_file import Meeting, calendar_file

MEETING = Meeting(
    uid="room@example.org",
    sequence=1,
    written=datetime(2026, 3, 2, 12, tzinfo=UTC),
    starts=datetime(2026, 7, 1, 14, tzinfo=ZoneInfo("Europe/Paris")),
    minutes=60,
    title="One hour",
    description="",
    place="",
)


def unfolded(text: str) -> dict[str, str]:
    """As RFC 5545, 3.1 says to read it: a line break and a space are nothing."""
    return dict(line.split(":", 1) for line in text.replace("\r\n ", "").split("\r\n") if line)


def test_summer_time_is_written_in_utc():
    fields = unfolded(calendar_file(MEETING))
    assert (fields["DTSTART"], fields["DTEND"]) == ("20260701T120000Z", "20260701T130000Z")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
def test_any_title_comes_back_whole_from_lines_of_75_octets(title):
    text = calendar_file(replace(MEETING, title=title))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    read = unfolded(text)["SUMMARY"].replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert read == title


def test_a_text_of_several_lines_adds_no_line_to_the_file():
    text = calendar_file(replace(MEETING, description="One\r\nEND:VEVENT\ntwo"))
    assert text.count("\r\nEND:VEVENT") == 1
    assert unfolded(text)["DESCRIPTION"] == "One\\nEND:VEVENT\\ntwo"
