"""Two-way tables that published figures describe without printing them: the range of p they allow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.published.figures import WHOLE_SAMPLE, Figure, sizes_of_bases
from tandem.domain.survey.published.verdicts import COMPLETE, MULTIPLE, FigureSet
from tandem.domain.survey.tails import chi_square_p

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

ENUMERATION = "enumeration"
INTEGER_PROGRAMMING = "integer-programming"
_AT_ONCE = 3_000_000
_MOST_ENUMERATED = 200_000_000
#: States of the dynamic programme × fillings of the groups: some seconds of work.
_MOST_PROGRAMMED = 4_000_000_000


@dataclass(frozen=True)
class PublishedTable:
    """The figures that make a table, and Pearson's p over all integer tables they allow (None: there is none)."""

    figures: tuple[str, ...]
    p_low: float | None
    p_high: float | None
    method: str


@dataclass(frozen=True)
class _Column:
    """One group: the sizes it may have and, for each, the counts of the answer it may have."""

    sizes: Whole
    counts: Whole


def published_tables(
    sets: Sequence[FigureSet], figures: Sequence[Figure], n: int, rounding: str
) -> list[PublishedTable]:
    """The tables (answers) × (groups) for each variable published in groups of another one.

    Groups are the subgroups `variable=level` of a base, and the bases `variable=level` themselves. Where
    every group has the same complete answers they are the rows of one table; else each answer makes a
    table of its own, answer against the others. The sizes of groups come from rows that give them, from
    the published shares of the grouping variable, or are left open; where those shares are complete the
    groups sum to the base and the answer's overall percentage holds too, and the groups of which nothing
    is said make one more column. Groups that overlap (a level that is not one of the complete shares,
    a grouping variable with several answers) make no table.
    """
    by_key = {(s.variable, s.base, s.subgroup): s for s in sets}
    sizes = sizes_of_bases(figures, n)
    found: list[PublishedTable | None] = []
    for (variable, base, grouping), groups in _grouped(sets).items():
        apart = _not_overlapping(groups, [s for s in sets if s.variable == grouping and not s.subgroup])
        answers = list(dict.fromkeys(f.answer for one in apart.values() for f in one.figures))
        parent = base or _parent(by_key, grouping)
        context = _Context(variable, parent, grouping, by_key, sizes, n, rounding)
        whole = _complete_table(context, apart, answers)
        if whole is not None:
            found.append(whole)
            continue
        for answer in answers:
            with_answer = {level: one for level, one in apart.items() if answer in {f.answer for f in one.figures}}
            found.append(_Table(context, answer, with_answer).solved())
    return [table for table in found if table is not None]


def _grouped(sets: Sequence[FigureSet]) -> dict[tuple[str, str, str], dict[str, FigureSet]]:
    """Sets by (variable, base, grouping variable): {level: set}; base "" where the group is the base."""
    grouped: dict[tuple[str, str, str], dict[str, FigureSet]] = {}
    for one in sets:
        label, base = (one.subgroup, one.base) if one.subgroup else (one.base, "")
        grouping, equals, level = label.partition("=")
        if equals and not (one.subgroup and "=" in one.base):
            grouped.setdefault((one.variable, base, grouping), {})[level] = one
    return grouped


def _not_overlapping(groups: dict[str, FigureSet], shares: Sequence[FigureSet]) -> dict[str, FigureSet]:
    """The groups that can stand side by side, as far as the shares of the grouping variable tell."""
    for share in shares:
        if share.complete:
            return {level: one for level, one in groups.items() if level in {f.answer for f in share.figures}}
        if share.kind == MULTIPLE and share.total_percent > COMPLETE[1]:
            return {}
    return groups


def _parent(by_key: Mapping[tuple[str, str, str], FigureSet], grouping: str) -> str:
    """The base on which the grouping variable itself was published; the whole sample when there are several."""
    bases = [base for variable, base, subgroup in by_key if variable == grouping and not subgroup]
    return WHOLE_SAMPLE if WHOLE_SAMPLE in bases or not bases else bases[0]


@dataclass(frozen=True)
class _Context:
    """Where a table stands: its variable, the base its groups come from, and all that is known around it."""

    variable: str
    base: str
    grouping: str
    by_key: Mapping[tuple[str, str, str], FigureSet]
    known_sizes: Mapping[tuple[str, str], int]
    n: int
    rounding: str

    @property
    def total(self) -> int | None:
        return self.known_sizes.get((self.base, ""))

    @property
    def shares(self) -> FigureSet | None:
        return self.by_key.get((self.grouping, self.base, ""))

    @property
    def overall(self) -> FigureSet | None:
        return self.by_key.get((self.variable, self.base, ""))

    def closed(self, levels: Iterable[str]) -> bool:
        """Whether these groups and the other published ones sum to a base of known size."""
        shares = self.shares
        if shares is None or not shares.complete or self.total is None:
            return False
        return set(levels) <= {figure.answer for figure in shares.figures}

    def sizes(self, level: str, one: FigureSet) -> Whole:
        """The sizes that the group can have."""
        known = self.known_sizes.get((one.base, one.subgroup))
        if known is not None:
            return np.array([known], dtype=np.int64)
        total = self.total
        sizes = np.arange(1, (total if total is not None else self.n) + 1, dtype=np.int64)
        said = [f for f in self.shares.figures if f.answer == level] if self.shares is not None else []
        if said and total is not None:
            low, high = self.bounds(said).of(np.full_like(sizes, total))
            sizes = sizes[np.any((low <= sizes) & (sizes <= high), axis=0)]
        return sizes

    def bounds(self, figures: Iterable[Figure]) -> _Bounds:
        return _Bounds(tuple(figures), self.rounding)


def _of(answer: str, one: FigureSet | None) -> list[Figure]:
    return [figure for figure in one.figures if figure.answer == answer] if one is not None else []


def _complete_table(
    context: _Context, groups: Mapping[str, FigureSet], answers: Sequence[str]
) -> PublishedTable | None:
    """The table of all answers, where every group has them all; None when it has to be cut into answers."""
    same = all(one.complete and {f.answer for f in one.figures} == set(answers) for one in groups.values())
    if len(groups) < 2 or not same:
        return None
    shares = context.shares
    closed = context.closed(groups) and shares is not None and set(groups) == {f.answer for f in shares.figures}
    columns = []
    combinations = 1
    for level, one in groups.items():
        column = _fillings(context, context.sizes(level, one), [_of(answer, one) for answer in answers])
        combinations *= len(column) if column is not None else _AT_ONCE + 1
        if column is None or combinations * len(answers) > _AT_ONCE:
            return None
        columns.append(column)
    used = [figure.id for one in groups.values() for figure in one.figures]
    used += [f.id for f in shares.figures if f.answer in groups] if shares is not None else []
    overall = [_of(answer, context.overall) for answer in answers] if closed else []
    used += [figure.id for figures in overall for figure in figures]
    chosen = np.indices([len(column) for column in columns]).reshape(len(columns), -1)
    cells = np.stack([column[pick] for column, pick in zip(columns, chosen, strict=True)], axis=2)
    sizes = cells.sum(axis=(1, 2))
    most = context.total if context.total is not None else context.n
    fits = sizes == most if closed else sizes <= most
    for row, figures in enumerate(overall):
        low, high = context.bounds(figures).of(sizes)
        fits &= np.any((low <= cells[:, row].sum(axis=1)) & (cells[:, row].sum(axis=1) <= high), axis=0)
    low_p, high_p = _range_of_p(cells[fits].astype(float))
    return PublishedTable(tuple(dict.fromkeys(used)), low_p, high_p, ENUMERATION)


def _fillings(context: _Context, sizes: Whole, answers: Sequence[Sequence[Figure]]) -> Whole | None:
    """Every way to spread a group over all answers: ways × answers; None when there are too many."""
    partial = np.zeros((len(sizes), 0), dtype=np.int64)
    of_size = sizes
    for figures in answers:
        low, high = context.bounds(figures).of(of_size)
        parts = []
        for least, most in zip(low, high, strict=True):
            ways = np.maximum(0, most - least + 1)
            if ways.sum() > _AT_ONCE:
                return None
            parent = np.repeat(np.arange(len(of_size)), ways)
            value = least[parent] + np.arange(len(parent)) - np.repeat(np.cumsum(ways) - ways, ways)
            parts.append(np.column_stack([of_size[parent], partial[parent], value]))
        grown = np.unique(np.concatenate(parts), axis=0)
        of_size, partial = grown[:, 0], grown[:, 1:]
    return np.asarray(partial[partial.sum(axis=1) == of_size])


def _range_of_p(tables: Numbers) -> tuple[float | None, float | None]:
    """The smallest and the largest Pearson p of many tables (tables × rows × columns)."""
    if not len(tables):
        return None, None
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    n = rows.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = rows[:, :, None] * columns[:, None, :] / n[:, None, None]
        statistic = np.where(expected > 0, (tables - expected) ** 2 / expected, 0.0).sum(axis=(1, 2))
    df = (np.count_nonzero(rows, axis=1) - 1) * (np.count_nonzero(columns, axis=1) - 1)
    p = chi_square_p(statistic, df)[df > 0]
    return (float(p.min()), float(p.max())) if len(p) else (None, None)


@dataclass(frozen=True)
class _Table:
    """One answer against the others, in groups."""

    context: _Context
    answer: str
    groups: dict[str, FigureSet]

    def solved(self) -> PublishedTable | None:
        context = self.context
        shares = context.shares
        overall = _of(self.answer, context.overall)
        closed = context.closed(self.groups)
        rest_open = closed and shares is not None and set(self.groups) != {f.answer for f in shares.figures}
        if rest_open and not overall:
            closed = rest_open = False
        if not self.groups or len(self.groups) + rest_open < 2:
            return None
        used = [figure.id for one in self.groups.values() for figure in _of(self.answer, one)]
        if shares is not None:
            used += [figure.id for figure in shares.figures if figure.answer in self.groups]
        used += [figure.id for figure in overall if closed]
        columns = [self._column(level, one) for level, one in self.groups.items()]
        size = context.total if context.total is not None else context.n
        whole = _Whole(size, closed, rest_open, context.bounds(overall if closed else []))
        fillings = [column for column in columns if column is not None]
        found = _extremes(fillings, whole) if len(fillings) == len(columns) else None
        return PublishedTable(tuple(dict.fromkeys(used)), *found) if found is not None else None

    def _column(self, level: str, one: FigureSet) -> _Column | None:
        """The pairs (size, count) of one group; None when they are too many to list."""
        sizes = self.context.sizes(level, one)
        pairs = []
        for low, high in zip(*self.context.bounds(_of(self.answer, one)).of(sizes), strict=True):
            ways = np.maximum(0, high - low + 1)
            if ways.sum() > _AT_ONCE:
                return None
            before = np.repeat(np.cumsum(ways) - ways, ways)
            pairs.append([np.repeat(sizes, ways), np.repeat(low, ways) + np.arange(len(before)) - before])
        both = np.unique(np.concatenate(pairs, axis=1), axis=1)
        return _Column(both[0], both[1])


@dataclass(frozen=True)
class _Bounds:
    """The counts an answer may have on each size: one alternative per value it was given."""

    figures: tuple[Figure, ...]
    rounding: str

    def of(self, sizes: Whole) -> tuple[Whole, Whole]:
        """(alternatives × sizes) least and most counts; anything from 0 to the size when nothing was said."""
        if not self.figures:
            return np.zeros_like(sizes)[None, :], sizes[None, :]
        bounds = [figure.counts(sizes, self.rounding) for figure in self.figures]
        return np.array([low for low, _ in bounds]), np.array([high for _, high in bounds])


@dataclass(frozen=True)
class _Whole:
    """The base: its size (exact when `closed`, else the most), a last open column, the overall percentage."""

    size: int
    closed: bool
    rest_open: bool
    overall: _Bounds


def _extremes(columns: Sequence[_Column], whole: _Whole) -> tuple[float | None, float | None, str] | None:
    """The range of p and the method; None when there are too many tables to go through."""
    combinations = math.prod(len(column.sizes) for column in columns)
    fillings = sum(len(column.sizes) for column in columns)
    if combinations <= _MOST_ENUMERATED:
        batches, method = _enumerated(columns), ENUMERATION
    elif (whole.size + 1) ** 2 * fillings <= _MOST_PROGRAMMED:
        batches, method = iter([_summed_by_state(columns, whole.size)]), INTEGER_PROGRAMMING
    else:
        return None
    least, most = np.inf, -np.inf
    for sums in batches:
        for statistic in _statistics(sums, whole):
            least = min(least, float(statistic.min(initial=np.inf)))
            most = max(most, float(statistic.max(initial=-np.inf)))
    if most < 0:
        return None, None, method
    df = len(columns) + whole.rest_open - 1
    return float(chi_square_p(most, df)), float(chi_square_p(max(0.0, least), df)), method


#: Total size, total count, and Σ count² / size, of many ways to fill the columns.
_Sums = tuple[Whole, Whole, Numbers]


def _enumerated(columns: Sequence[_Column]) -> Iterator[_Sums]:
    """Every combination of one pair (size, count) per column, in batches cut from the first column."""
    first, others = columns[0], columns[1:]
    batch = max(1, _AT_ONCE // max(1, math.prod(len(column.sizes) for column in others)))
    for low in range(0, len(first.sizes), batch):
        sizes, counts = first.sizes[low : low + batch], first.counts[low : low + batch]
        squares = counts**2 / sizes
        for column in others:
            sizes = (sizes[:, None] + column.sizes[None, :]).ravel()
            counts = (counts[:, None] + column.counts[None, :]).ravel()
            squares = (squares[:, None] + (column.counts**2 / column.sizes)[None, :]).ravel()
        yield sizes, counts, squares


def _summed_by_state(columns: Sequence[_Column], most: int) -> _Sums:
    """For each (total size, total count) that can be reached, the smallest and the largest Σ count² / size.

    Dynamic programming, column by column: exact, because with both totals fixed Pearson's X² grows with
    that sum alone, and the sum adds up over the columns.
    """
    shape = (most + 1, most + 1)
    smallest, largest = np.full(shape, np.inf), np.full(shape, -np.inf)
    smallest[0, 0] = largest[0, 0] = 0.0
    for column in columns:
        least, greatest = np.full(shape, np.inf), np.full(shape, -np.inf)
        for size, count in zip(column.sizes.tolist(), column.counts.tolist(), strict=True):
            if size > most:
                continue
            added = count * count / size
            to = (slice(size, None), slice(count, None))
            of = (slice(None, most + 1 - size), slice(None, most + 1 - count))
            np.minimum(least[to], smallest[of] + added, out=least[to])
            np.maximum(greatest[to], largest[of] + added, out=greatest[to])
        smallest, largest = least, greatest
    sizes, counts = np.nonzero(np.isfinite(smallest))
    both = np.concatenate([smallest[sizes, counts], largest[sizes, counts]])
    return np.tile(sizes, 2).astype(np.int64), np.tile(counts, 2).astype(np.int64), both


def _statistics(sums: _Sums, whole: _Whole) -> Iterator[Numbers]:
    """X² of each filling that the whole allows, table with an empty row left out."""
    sizes, counts, squares = sums
    if whole.rest_open:
        # The last column holds what is missing from the base, and of the answer what is missing overall.
        lows, highs = whole.overall.of(np.array([whole.size], dtype=np.int64))
        for total in {t for low, high in zip(lows[:, 0], highs[:, 0], strict=True) for t in range(low, high + 1)}:
            rest, missing = whole.size - sizes, total - counts
            fits = (rest > 0) & (missing >= 0) & (missing <= rest)
            filled = squares[fits] + missing[fits] ** 2 / rest[fits]
            yield _pearson(np.full(len(filled), whole.size), np.full(len(filled), total), filled)
        return
    fits = sizes == whole.size if whole.closed else sizes <= whole.size
    if whole.overall.figures:
        lows, highs = whole.overall.of(sizes)
        fits &= np.any((lows <= counts) & (counts <= highs), axis=0)
    yield _pearson(sizes[fits], counts[fits], squares[fits])


def _pearson(n: Whole, with_answer: Whole, squares: Numbers) -> Numbers:
    """X² of a 2 × k table: n² / (K (n − K)) · (Σ count² / size − K² / n), K all with the answer."""
    tested = (with_answer > 0) & (with_answer < n)
    n, k = n[tested].astype(float), with_answer[tested].astype(float)
    return np.asarray(n * n / (k * (n - k)) * (squares[tested] - k * k / n))
