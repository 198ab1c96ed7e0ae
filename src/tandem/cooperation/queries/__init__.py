"""Reading rooms."""

from tandem.cooperation.queries.framing import framed_sides, framing_is_whole, missing_in_framing
from tandem.cooperation.queries.overview import awaited_sides, can_go, facts, phases, role_of, whats_next
from tandem.cooperation.queries.rooms import (
    history,
    own_party,
    personal_data,
    room_by_pk,
    room_of_step,
    rooms_of,
    sides,
    with_parties,
    writers_of,
)
from tandem.cooperation.queries.session import (
    agreed_time,
    answers,
    larger_room,
    meeting_of,
    session_facts,
    silent_sessions,
    times_shown,
)
from tandem.cooperation.queries.transfer import autonomy, competences_found, labelled, level_choices, plan_lines

__all__ = [
    "agreed_time",
    "answers",
    "autonomy",
    "awaited_sides",
    "can_go",
    "competences_found",
    "facts",
    "framed_sides",
    "framing_is_whole",
    "history",
    "labelled",
    "larger_room",
    "level_choices",
    "meeting_of",
    "missing_in_framing",
    "own_party",
    "personal_data",
    "phases",
    "plan_lines",
    "role_of",
    "room_by_pk",
    "room_of_step",
    "rooms_of",
    "session_facts",
    "sides",
    "silent_sessions",
    "times_shown",
    "whats_next",
    "with_parties",
    "writers_of",
]
