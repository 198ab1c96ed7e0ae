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

__all__ = [
    "awaited_sides",
    "can_go",
    "facts",
    "framed_sides",
    "framing_is_whole",
    "history",
    "missing_in_framing",
    "own_party",
    "personal_data",
    "phases",
    "role_of",
    "room_of_step",
    "rooms_of",
    "sides",
    "whats_next",
    "with_parties",
    "writers_of",
]
