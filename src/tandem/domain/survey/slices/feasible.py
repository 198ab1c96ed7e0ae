"""Between which values a blank cell may lie, given everything that was ever published.

Whoever reads all tables of all tellings knows: every cell is a whole number of zero or more, published cells have
their value, the slices of one telling count the same things (their totals of each year agree), and nothing
is taken out of a telling again (each cell is at least what it was in the telling before).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tandem.domain.survey.slices.records import Table

#: A search for another value may take as long; what was found until then counts.
SECONDS = 10
POOL = "~others"

Telling = Sequence[Table]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: which telling, which slice, which row and column; the last of each is a total."""

    telling: int
    slice: int
    row: int
    column: int


class Ranges:
    """For each cell the smallest and the largest value that some whole tables give, as far as found.

    Blanking more cells only allows more tables: what was found stays true, so one object serves while cells
    are blanked one after the other.
    """

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings
        self._start: list[list[int]] = []
        size = 0
        for telling in tellings:
            self._start.append([])
            for table in telling:
                self._start[-1].append(size)
                size += len(table.levels) * len(table.years)
        self.size = size
        self._cells = list(self._all_cells())
        self._sums = self._matrix([self._parts(cell) for cell in self._cells])
        self._place = {cell: place for place, cell in enumerate(self._cells)}
        self._low = np.full(len(self._cells), np.inf)
        self._high = np.full(len(self._cells), -np.inf)
        largest = max((int(table.values.max(initial=0)) for telling in tellings for table in telling), default=0)
        self._most = 2 * largest + 1000

    def width(self, cell: Cell, enough: int) -> float:
        """How far the smallest and the largest possible value of a cell lie apart; searched until `enough`."""
        place = self._place[cell]
        if self._high[place] - self._low[place] < enough:
            objective = np.zeros(self.size)
            objective[self._parts(cell)] = 1
            for sign in (1, -1):
                self._search(sign * objective)
        return float(self._high[place] - self._low[place])

    def _search(self, objective: NDArray[np.float64]) -> None:
        """Find whole tables that agree with all that is published, with `objective` as small as can be."""
        found = milp(
            objective,
            integrality=np.ones(self.size),
            bounds=Bounds(0, self._most),
            constraints=list(self._constraints()),
            options={"time_limit": SECONDS},
        )
        if found.x is not None:
            values = self._sums @ np.round(found.x)
            self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)

    def _all_cells(self) -> Iterator[Cell]:
        for t, telling in enumerate(self.tellings):
            for s, table in enumerate(telling):
                for row in range(len(table.levels) + 1):
                    for column in range(len(table.years) + 1):
                        yield Cell(t, s, row, column)

    def _parts(self, cell: Cell) -> NDArray[np.intp]:
        """The variables that add up to a cell."""
        table = self.tellings[cell.telling][cell.slice]
        rows, columns = len(table.levels), len(table.years)
        grid = self._start[cell.telling][cell.slice] + np.arange(rows * columns).reshape(rows, columns)
        part = grid if cell.row == rows else grid[[cell.row]]
        return (part if cell.column == columns else part[:, [cell.column]]).ravel()

    def _matrix(self, plus: Sequence[NDArray[np.intp]], minus: Sequence[NDArray[np.intp]] = ()) -> csr_array:
        signs = [(plus, 1.0)] + ([(minus, -1.0)] if minus else [])
        rows = np.concatenate([np.repeat(np.arange(len(p)), [len(one) for one in p]) for p, _ in signs])
        columns = np.concatenate([one for p, _ in signs for one in p])
        data = np.concatenate([np.full(sum(len(one) for one in p), sign) for p, sign in signs])
        return csr_array((data, (rows, columns)), shape=(len(plus), self.size))

    def _constraints(self) -> Iterator[LinearConstraint]:
        told = [cell for cell in self._cells if not self._table(cell).blank[cell.row, cell.column]]
        if told:
            values = [self._table(cell).values[cell.row, cell.column] for cell in told]
            yield LinearConstraint(self._matrix([self._parts(cell) for cell in told]), values, values)
        same = list(self._same_totals())
        if same:
            yield LinearConstraint(self._matrix(*zip(*same, strict=True)), 0, 0)
        later = list(self._not_less_than_before())
        if later:
            yield LinearConstraint(self._matrix(*zip(*later, strict=True)), 0, np.inf)

    def _table(self, cell: Cell) -> Table:
        return self.tellings[cell.telling][cell.slice]

    def _same_totals(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        for t, telling in enumerate(self.tellings):
            for s, table in enumerate(telling[1:], start=1):
                for column in range(len(table.years)):
                    first = Cell(t, 0, len(telling[0].levels), column)
                    yield self._parts(Cell(t, s, len(table.levels), column)), self._parts(first)

    def _not_less_than_before(self) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        for t in range(1, len(self.tellings)):
            for s, (before, now) in enumerate(zip(self.tellings[t - 1], self.tellings[t], strict=True)):
                columns = {year: column for column, year in enumerate(now.years)}
                for row, level in enumerate(before.levels):
                    rows = heirs(level, before, now)
                    for column, year in enumerate(before.years):
                        parts = [self._parts(Cell(t, s, one, columns[year])) for one in rows]
                        yield np.concatenate(parts), self._parts(Cell(t - 1, s, row, column))


def heirs(level: str, before: Table, now: Table) -> list[int]:
    """The rows of `now` that hold what a row of `before` held: a pooled level may stand alone by now."""
    if level != POOL:
        return [now.levels.index(level)]
    return [row for row, one in enumerate(now.levels) if one == POOL or one not in before.levels]
