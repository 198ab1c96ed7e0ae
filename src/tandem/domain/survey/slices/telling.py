"""What is told anew: never so little that two tellings show what fewer than five did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tandem.domain.survey.disclosure import FEWEST
from tandem.domain.survey.pooling import FEWEST_OF_A_NETWORK
from tandem.domain.survey.slices.feasible import POOL
from tandem.domain.survey.slices.records import Record, parties_of


def to_add(told: Collection[str], now: Sequence[Record], alone: Mapping[int, Collection[str]]) -> list[Record]:
    """The records that the next telling adds to those whose ids are `told`.

    In each cell of each slice by year it adds none or those of five parties or more; the others wait. `alone`
    names, for a slice whose small levels are told together, the levels that were told by themselves.
    The first telling adds all: there is nothing to compare it with.

    >>> few = [Record(str(n), "2026", ("FR",), 1, (str(n),)) for n in range(4)]
    >>> len(to_add([], few, {})), len(to_add(["x"], few, {}))
    (4, 0)
    """
    new = [one for one in now if one.id not in told]
    if not told:
        return new
    while True:
        cells: dict[tuple[int, str, str], list[Record]] = {}
        for one in new:
            for place, level in enumerate(one.levels):
                name = level if place not in alone or level in alone[place] else POOL
                cells.setdefault((place, name, one.year), []).append(one)
        waiting = {one.id for held in cells.values() if parties_of(held) < FEWEST for one in held}
        if not waiting:
            return new
        new = [one for one in new if one.id not in waiting]


def pool(records: Sequence[Record], place: int, alone: Collection[str]) -> tuple[list[Record], list[str]]:
    """The records with the small levels of one slice as one level, and the levels that stand alone.

    Small: fewer than ten parties. A level that was told `alone` before stays alone.

    >>> pool([Record("1", "2026", ("FR",), 1, ("a",))], 0, [])[0][0].levels
    ('~others',)
    """
    behind: dict[str, list[Record]] = {}
    for one in records:
        behind.setdefault(one.levels[place], []).append(one)
    stand = sorted(
        level for level, there in behind.items() if level in alone or parties_of(there) >= FEWEST_OF_A_NETWORK
    )
    shown = [
        one
        if one.levels[place] in stand
        else replace(one, levels=(*one.levels[:place], POOL, *one.levels[place + 1 :]))
        for one in records
    ]
    return shown, stand
