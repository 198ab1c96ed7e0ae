"""What each side wrote to frame the cooperation, and what is still missing."""

from __future__ import annotations

from typing import Any

from tandem.cooperation.models import Cooperation, Framing, Party


def framing_of(party: Party) -> Framing | None:
    return getattr(party, "framing", None)


def framed_sides(room: Cooperation) -> list[dict[str, Any]]:
    """Each side with what it wrote, the need's side first, and whether it agrees to the common goal."""
    return [
        {
            "party": party,
            "kind": party.side,
            "framing": framing_of(party),
            "agrees": hasattr(party, "goal_agreement"),
        }
        for party in room.parties.all()
    ]


def missing_in_framing(room: Cooperation) -> dict[str, str]:
    """What each side still has to do, by side: `words` first, then `goal` (write it), then `agree`."""
    parties = list(room.parties.all())
    without_words = {party.side: "words" for party in parties if framing_of(party) is None}
    if without_words:
        return without_words
    if not hasattr(room, "goal"):
        return {party.side: "goal" for party in parties}
    return {party.side: "agree" for party in parties if not hasattr(party, "goal_agreement")}


def framing_is_whole(room: Cooperation) -> bool:
    return not missing_in_framing(room)
