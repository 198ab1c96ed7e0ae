"""Blank what is about too few, and as much more as keeps every blank of every telling unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tandem.domain.survey.disclosure import FEWEST
from tandem.domain.survey.slices.feasible import Cell, Ranges, Telling, heirs
from tandem.domain.survey.slices.records import Record, Table, in_cells, is_small, parties_of, tables_of

#: The smallest and the largest possible value of a blank lie at least as many apart.
WIDE = 5

Place = tuple[int, int]
Held = dict[Place, list[Record]]


def hide(records: Sequence[Record], slices: int, before: Sequence[Telling] = (), wide: int = WIDE) -> tuple[Table, ...]:
    """The tables of a telling with their blanks, given the tellings `before` it.

    A cell is blank when its figure is about fewer than five parties, or more than half of it one party's. Then, until
    nothing changes: where the blanks of a line can be added up, they are about five parties or more; and each
    blank of this telling and of those before could be two values at least `wide` apart (a figure about too few also
    a fifth of itself), whatever else is published. Each step blanks the smallest figure beside the one that is too
    well known.

    >>> four = [Record(str(n), "2026", ("FR",), 1, (str(n),)) for n in range(4)]
    >>> hide(four, 1)[0].blank.all()
    np.True_
    """
    now = tables_of(records, slices)
    hidden = _Hidden(now, [in_cells(records, place, table) for place, table in enumerate(now)])
    for place, held in enumerate(hidden.held):
        for cell, there in held.items():
            if is_small(there):
                hidden.blank(place, cell)
    ranges = Ranges([*before, now])
    while hidden.close_lines() or hidden.widen(ranges, list(before), wide):
        pass
    return now


@dataclass(frozen=True)
class _Hidden:
    """The tables of a telling while cells are blanked, and the records behind each cell."""

    tables: Sequence[Table]
    held: Sequence[Held]

    def blank(self, place: int, cell: Place) -> None:
        """Blank a cell; the total of a year stands in every slice, and goes from all of them."""
        row, column = cell
        self.tables[place].blank[cell] = True
        if row == len(self.tables[place].levels):
            for table in self.tables:
                table.blank[len(table.levels), column] = True

    def close_lines(self) -> bool:
        """Blank one more where a total less what is told beside it would tell of fewer than five parties."""
        for place, table in enumerate(self.tables):
            for total, line in _lines(table):
                blanks = [cell for cell in line if table.blank[cell] and cell in self.held[place]]
                behind = [one for cell in blanks for one in self.held[place][cell]]
                if blanks and not table.blank[total] and parties_of(behind) < FEWEST:
                    self._blank_smallest(place, [*line, total])
                    return True
        return False

    def widen(self, ranges: Ranges, before: Sequence[Telling], wide: int) -> bool:
        """Blank one more beside each blank that is too well known."""
        changed = False
        for t, telling in enumerate([*before, self.tables]):
            for s, table in enumerate(telling):
                for row, column in zip(*table.blank.nonzero(), strict=True):
                    cell = Cell(t, s, int(row), int(column))
                    enough = wide
                    if table is self.tables[s] and is_small(self.held[s].get((row, column), [])):
                        enough = max(wide, -(-int(table.values[row, column]) // 5))
                    if ranges.width(cell, enough) < enough:
                        changed |= self._hide_beside(cell, table)
        return changed

    def _hide_beside(self, cell: Cell, table: Table) -> bool:
        now = self.tables[cell.slice]
        rows = self._rows_of(cell, table)
        columns = [len(now.years)]
        if cell.column < len(table.years):
            columns = [now.years.index(table.years[cell.column])]
        beside = [(i, j) for i, j in self.held[cell.slice] if i in rows or j in columns]
        return (
            self._blank_smallest(cell.slice, beside)
            or self._blank_smallest(cell.slice, list(self.held[cell.slice]))
            or any(self._blank_smallest(place, list(held)) for place, held in enumerate(self.held))
        )

    def _rows_of(self, cell: Cell, table: Table) -> list[int]:
        now = self.tables[cell.slice]
        if cell.row == len(table.levels):
            return [len(now.levels)]
        return [cell.row] if table is now else heirs(table.levels[cell.row], table, now)

    def _blank_smallest(self, place: int, cells: Sequence[Place]) -> bool:
        """Blank the smallest of these figures that is told, totals last; nothing can be hidden behind a zero."""
        table = self.tables[place]
        last = (len(table.levels), len(table.years))
        told = [cell for cell in cells if not table.blank[cell] and table.values[cell] > 0]
        if not told:
            return False
        totals = {cell: (cell[0] == last[0]) + (cell[1] == last[1]) for cell in told}
        self.blank(place, min(told, key=lambda cell: (totals[cell], int(table.values[cell]), cell)))
        return True


def _lines(table: Table) -> Iterator[tuple[Place, list[Place]]]:
    """Every row and every column: its total, and the cells that add up to it."""
    rows, columns = len(table.levels), len(table.years)
    for row in range(rows + 1):
        yield (row, columns), [(row, column) for column in range(columns)]
    for column in range(columns + 1):
        yield (rows, column), [(row, column) for row in range(rows)]
