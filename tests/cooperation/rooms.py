"""Short ways, through the pages, to a room and its phases."""

from tests.matching.scenes import introduce, publish

from tandem.cooperation.models import Cooperation

WORDS = {
    "wording": "Every colleague keeps a notebook.",
    "gain": "Find a file in a minute.",
    "brings": "Two people, one day a week.",
    "fears": "",
    "failure": "Nobody uses it in June.",
}


def open_room(cast, **need_answers) -> str:
    """Alice asks, Dina accepts; the address of their room."""
    need = publish(cast.client("alice"), "la-passerelle", **need_answers)
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    address = introduce(cast.client("alice"), need, offer)
    cast.client("dina").post(f"{address}accept/")
    return f"/en/cooperations/{Cooperation.objects.get(introduction__need__reference=need).reference}/"


def to_framing(cast) -> str:
    room = open_room(cast)
    cast.client("alice").post(f"{room}step/start_framing/")
    return room


def frame(cast, room: str) -> None:
    """Both sides write, Alice writes the goal, Dina agrees."""
    for who in ("alice", "dina"):
        assert cast.client(who).post(f"{room}framing/side/", {**WORDS, "seen": 0}).status_code == 302
    cast.client("alice").post(f"{room}framing/goal/", {"text": "One file for each family.", "seen": 0})
    cast.client("dina").post(f"{room}framing/agree/", {"seen": 1})
