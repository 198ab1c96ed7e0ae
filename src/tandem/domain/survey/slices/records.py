"""What is counted, and the tables of it: each slice by year, with totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.disclosure import FEWEST

Mask = NDArray[np.bool_]
Values = NDArray[np.int64]


@dataclass(frozen=True)
class Record:
    """One thing that happened. `levels` has one entry per slice, `parties` who stands on each side of it."""

    id: str
    year: str
    levels: tuple[str, ...]
    value: int
    parties: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One slice by year. The last row and the last column of `values` are totals; `blank` is not published.

    Where `blank` is true the value is not to be read: a table that was published has 0 there.
    """

    levels: tuple[str, ...]
    years: tuple[str, ...]
    values: Values
    blank: Mask

    def published(self) -> Table:
        """The same table without what nobody may read."""
        return Table(self.levels, self.years, np.where(self.blank, 0, self.values), self.blank)


def tables_of(records: Sequence[Record], slices: int) -> tuple[Table, ...]:
    """The tables of each slice, nothing blank yet; levels and years in alphabetical order.

    >>> one = Record("a", "2026", ("FR",), 3, ("x",))
    >>> tables_of([one], 1)[0].values.tolist()
    [[3, 3], [3, 3]]
    """
    years = tuple(sorted({one.year for one in records}))
    found = []
    for place in range(slices):
        levels = tuple(sorted({one.levels[place] for one in records}))
        values = np.zeros((len(levels) + 1, len(years) + 1), dtype=np.int64)
        rows = {level: row for row, level in enumerate(levels)}
        columns = {year: column for column, year in enumerate(years)}
        for one in records:
            values[rows[one.levels[place]], columns[one.year]] += one.value
        values[-1, :] = values[:-1, :].sum(axis=0)
        values[:, -1] = values[:, :-1].sum(axis=1)
        found.append(Table(levels, years, values, np.zeros(values.shape, dtype=bool)))
    return tuple(found)


def parties_of(records: Iterable[Record]) -> int:
    """How many parties stand on the side where there are fewest."""
    sides = zip(*(one.parties for one in records), strict=True)
    return min((len(set(side)) for side in sides), default=0)


def is_small(records: Sequence[Record]) -> bool:
    """Whether a figure about these is about too few: fewer than five on a side, or one makes up more than half.

    >>> is_small([Record(str(n), "2026", (), 1, (str(n),)) for n in range(5)])
    False
    >>> is_small([Record(str(n), "2026", (), 1, ("a",)) for n in range(9)])
    True
    """
    if not records:
        return False
    if parties_of(records) < FEWEST:
        return True
    total = sum(one.value for one in records)
    for side in range(len(records[0].parties)):
        share: Counter[str] = Counter()
        for one in records:
            share[one.parties[side]] += one.value
        if 2 * max(share.values()) > total:
            return True
    return False


def in_cells(records: Sequence[Record], slice_place: int, table: Table) -> dict[tuple[int, int], list[Record]]:
    """The records behind each cell of a slice's table, totals included."""
    rows = {level: row for row, level in enumerate(table.levels)}
    columns = {year: column for column, year in enumerate(table.years)}
    found: dict[tuple[int, int], list[Record]] = {}
    for one in records:
        for row in (rows[one.levels[slice_place]], len(rows)):
            for column in (columns[one.year], len(columns)):
                found.setdefault((row, column), []).append(one)
    return found
