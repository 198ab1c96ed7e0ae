"""What came of cooperations, for the figures of the ecosystem: when, and between which two organisations.

The organisation whose need it was comes first. Further parties of a room are not named: the time that they gave and
the levels that they saw count with the room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tandem.cooperation.models import Cooperation, LedgerEntry, LevelRating, Party

Done = tuple[int, date, tuple[int, ...], int]


def _sides() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Party.objects.filter(side__in=("need", "offer")).values_list("cooperation_id", "side", "organisation_id")
    for room, side, organisation in rows.iterator():
        found[room][side] = organisation
    return {room: sides for room, sides in found.items() if len(sides) == 2}


def cooperations() -> Iterator[Done]:
    """Each room that opened, on the day it opened."""
    sides = _sides()
    for pk, opened in Cooperation.objects.values_list("pk", "opened").iterator():
        if pk in sides:
            yield pk, opened.date(), (sides[pk]["need"], sides[pk]["offer"]), 1


def transfers() -> Iterator[Done]:
    """Each skill handed over, on the day of the last rating at the end.

    As on the page of an organisation: every side that rated it saw a higher level at the end, and two sides did.
    """
    sides = _sides()
    rooms: dict[int, int] = {}
    levels: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    days: dict[int, date] = {}
    rows = LevelRating.objects.values_list("line_id", "line__cooperation_id", "party_id", "moment", "level", "at")
    for line, room, party, moment, level, at in rows.order_by("at").iterator():
        rooms[line] = room
        levels[line][party][moment] = level
        if moment == LevelRating.Moment.END:
            days[line] = at.date()
    for line, room in rooms.items():
        if room in sides and _higher(levels[line]):
            yield line, days[line], (sides[room]["need"], sides[room]["offer"]), 1


def _higher(ratings: dict[int, dict[str, int]]) -> bool:
    start, end = LevelRating.Moment.START, LevelRating.Moment.END
    whole = [one for one in ratings.values() if {start, end} <= one.keys()]
    return len(whole) > 1 and all(one[end] > one[start] for one in whole)


def minutes() -> Iterator[Done]:
    """The minutes of each time that both sides agree on, on the day of the work; those asked back are left out."""
    sides = _sides()
    given: dict[tuple[int, int, int], tuple[int, date, int]] = {}
    agreed: set[tuple[int, int, int]] = set()
    asked_back: set[tuple[int, int, int]] = set()
    rows = LedgerEntry.objects.values_list("pk", "cooperation_id", "book", "number", "record")
    for pk, room, book, number, record in rows.iterator():
        if record["kind"] == "give":
            given[room, book, number] = (pk, date.fromisoformat(record["day"]), record["minutes"])
        elif record["kind"] == "confirm":
            agreed.add((room, book, record["about"]))
        elif record["kind"] == "reverse":
            asked_back.add((room, book, record["about"]))
    for key, (pk, day, spent) in given.items():
        if key[0] in sides and key in agreed and key not in asked_back:
            yield pk, day, (sides[key[0]]["need"], sides[key[0]]["offer"]), spent
