"""Reading rooms."""

from tandem.cooperation.queries.framing import framed_sides, framing_is_whole, missing_in_framing
from tandem.cooperation.queries.overview import awaited_sides, can_go, facts, phases, role_of, whats_next
from tandem.cooperation.queries.rooms import (
    history,
    own_party,
    personal_data,
    room_of_step,
    rooms_of,
    sides,
    with_parties,
    writers_of,
)
from tandem.cooperation.queries.transfer import autonomy, competences_found, labelled, level_choices, plan_lines

__all__ = [
    "autonomy",
    "awaited_sides",
    "can_go",
    "competences_found",
    "facts",
    "framed_sides",
    "framing_is_whole",
    "history",
    "labelled",
    "level_choices",
    "missing_in_framing",
    "own_party",
    "personal_data",
    "phases",
    "plan_lines",
    "role_of",
    "room_of_step",
    "rooms_of",
    "sides",
    "whats_next",
    "with_parties",
    "writers_of",
]
