"""Reading rooms."""

from typing import Any

from tandem.cooperation.models import Cooperation
from tandem.domain.lifecycle import ROOM
from tandem.matching import queries as matching


def phases(room: Cooperation) -> list[dict[str, Any]]:
    """The phases in their order, with the one where the room stands."""
    return [{"label": state.label, "current": state.id == room.phase} for state in ROOM.states if not state.final]


def sides(room: Cooperation) -> list[dict[str, Any]]:
    """The two parties, each with the person to reach: the need's side first."""
    introduction = matching.introduction_for_room(room.introduction_id)
    return [
        {
            "side": "social" if party.side == "need" else "tech",
            "organisation": party.organisation,
            "posting": introduction.need if party.side == "need" else introduction.offer,
            "kind": party.side,
            "contact": matching.contact_of(introduction, party.side),
        }
        for party in room.parties.select_related("organisation")
    ]
