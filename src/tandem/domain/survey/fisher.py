"""Fisher's exact test: exact where the tables can be counted, by simulation where they cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray
from scipy.special import comb

from tandem.domain.survey.chi_square import Table, occupied

MOST_CELLS = 12
MOST_TABLES = 10_000_000
DEFAULT_DRAWS = 10_000

#: Probabilities nearer than this to the observed one are the same probability: R's `relErr`.
_SAME = 1e-7
_DRAWN_CELLS_AT_ONCE = 2_000_000

Whole = NDArray[np.int64]
Extended = NDArray[np.longdouble]


@dataclass(frozen=True)
class Fisher:
    """The p-value, how it was found, and for a simulated one its number of draws and standard error."""

    p: float
    method: str
    draws: int | None = None
    standard_error: float | None = None


def fisher(
    counts: Table,
    draws: int = DEFAULT_DRAWS,
    seed: int = 0,
    watched: Callable[[Iterable[int], int], Iterable[int]] = lambda batches, _: batches,
) -> Fisher | None:
    """The two-sided p of Fisher's test: the probability of all tables with the same margins that are no likelier.

    Exact for 2×2, and for at most 12 cells while at most 10⁷ tables have these margins; else Monte Carlo
    with p = (1 + hits) / (1 + draws), numpy's PCG64 seeded with `seed`. None with one level on a side.
    `watched(batches, total)` may count the batches of draws as they are done.
    Source: Fisher 1935; Freeman & Halton 1951; Phipson & Smyth 2010 for the added ones; R `fisher.test`.

    >>> round(fisher(np.array([[3.0, 1.0], [1.0, 3.0]])).p, 6)
    0.485714
    """
    table: Whole = occupied(counts).astype(np.int64)
    if min(table.shape, default=0) < 2:
        return None
    if table.shape == (2, 2):
        return Fisher(_two_by_two(table), "exact")
    if table.size <= MOST_CELLS:
        p = _enumerated(table if table.shape[0] <= table.shape[1] else table.T)
        if p is not None:
            return Fisher(p, "exact")
    return _simulated(table, draws, seed, watched)


def log_factorial(n: NDArray[np.integer]) -> Extended:
    """ln n! in extended precision where the machine has it: at a million, doubles would lose nine digits.

    Stirling's series from 20 on, products below. Source: Abramowitz & Stegun 6.1.41.
    """
    small = np.cumsum(np.log(np.maximum(np.arange(20, dtype=np.longdouble), 1)))
    x = np.maximum(n, 20).astype(np.longdouble) + 1
    inverse = 1 / (x * x)
    one = np.longdouble(1)
    series = (
        one / 12 - inverse * (one / 360 - inverse * (one / 1260 - inverse * (one / 1680 - inverse * one / 1188)))
    ) / x
    half_log_two_pi = np.log(2 * np.arctan2(np.longdouble(0), np.longdouble(-1))) / 2
    large = (x - 0.5) * np.log(x) - x + half_log_two_pi + series
    return np.asarray(np.where(n < 20, small[np.minimum(n, 19)], large))


def _two_by_two(table: Whole) -> float:
    """Hypergeometric probabilities relative to the likeliest table, by the ratios of neighbours."""
    row, column, n = int(table[0].sum()), int(table[:, 0].sum()), int(table.sum())
    low, high = max(0, row + column - n), min(row, column)
    mode = min(max((row + 1) * (column + 1) // (n + 2), low), high)
    up = np.arange(mode, high, dtype=float)
    down = np.arange(mode, low, -1, dtype=float)
    rising = np.cumprod((row - up) * (column - up) / ((up + 1) * (n - row - column + up + 1)))
    falling = np.cumprod(down * (n - row - column + down) / ((row - down + 1) * (column - down + 1)))
    relative = np.concatenate([falling[::-1], [1.0], rising])
    observed = relative[int(table[0, 0]) - low]
    # Smallest first, so that a sum of tiny probabilities keeps them.
    return min(1.0, float(np.sort(relative[relative <= observed * (1 + _SAME)]).sum() / np.sort(relative).sum()))


def _enumerated(table: Whole) -> float | None:
    """Exact p of a table with two or three rows, or None when more than `MOST_TABLES` tables share its margins.

    All columns but the two largest are filled one by one. What they leave of the row totals decides the
    fillings of the last two, sorted once per remainder, so that two halves are joined by a search and the
    work grows far slower than the number of tables.
    """
    table = table[:, np.argsort(table.sum(axis=0), kind="stable")]
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    log_of = _log_factorials(int(table.sum(axis=0).max()))
    left = _first_columns(rows, columns[:-2], log_of)
    if left is None or _completions(rows, left, int(columns[-2])) > MOST_TABLES:
        return None
    shared = log_factorial(rows).sum() + log_factorial(columns).sum() - log_factorial(table.sum())
    limit = np.log1p(np.longdouble(_SAME)) - log_factorial(table).sum()
    total = np.longdouble(0)
    for used, first in left.items():
        rest = rows - np.array(used)
        cells = _fillings(rest, int(columns[-2]))
        if cells is None:
            return None
        second = np.sort(-log_of(cells).sum(axis=1) - log_of(rest - cells).sum(axis=1))
        below = np.concatenate([[np.longdouble(0)], np.cumsum(np.exp(second - second[-1]))])
        reached = np.searchsorted(second, limit - first, side="right")
        total += (np.exp(first + second[-1] + shared) * below[reached]).sum()
    return min(1.0, float(total))


def _completions(rows: Whole, left: dict[tuple[int, ...], Extended], column: int) -> int:
    """How many tables the first columns can be completed to, by inclusion and exclusion over full rows."""
    room = rows - np.array(list(left))
    ways = np.array([float(len(weights)) for weights in left.values()])
    places = len(rows)
    total = np.zeros(len(room))
    for full in product((0, 1), repeat=places):
        spare = column - (room + 1) @ np.array(full)
        chosen = np.where(spare >= 0, comb(np.maximum(spare, 0) + places - 1, places - 1), 0.0)
        total += (-1) ** sum(full) * chosen
    return int((total * ways).sum())


def _log_factorials(largest: int) -> Callable[[Whole], Extended]:
    """`log_factorial` by looking up, when the numbers are small enough to be listed."""
    if largest > 1_000_000:
        return log_factorial
    listed = log_factorial(np.arange(largest + 1))
    return lambda numbers: listed[numbers]


def _first_columns(
    rows: Whole, columns: Whole, log_of: Callable[[Whole], Extended]
) -> dict[tuple[int, ...], Extended] | None:
    """For each way to use up row totals with `columns`: −Σ ln cell! of every filling that uses them so.

    None when there are more fillings than `MOST_TABLES`: each can be completed to at least one table.
    """
    states: dict[tuple[int, ...], Extended] = {(0,) * len(rows): np.zeros(1, dtype=np.longdouble)}
    for column in columns:
        grown: dict[tuple[int, ...], list[Extended]] = {}
        fillings = 0
        for used, weights in states.items():
            cells = _fillings(rows - np.array(used), int(column))
            fillings += MOST_TABLES + 1 if cells is None else len(cells) * len(weights)
            if cells is None or fillings > MOST_TABLES:
                return None
            added = -log_of(cells).sum(axis=1)
            for target, weight in zip(map(tuple, (cells + np.array(used)).tolist()), added, strict=True):
                grown.setdefault(target, []).append(weights + weight)
        states = {target: np.concatenate(parts) for target, parts in grown.items()}
    return states


def _fillings(room: Whole, total: int) -> Whole | None:
    """Every way to put `total` into cells with at most `room` each, one per line; None when too many."""
    partial = np.zeros((1, 0), dtype=np.int64)
    left = np.array([total], dtype=np.int64)
    behind = np.concatenate([np.cumsum(room[::-1])[::-1][1:], [0]])
    for place, most in enumerate(room):
        low = np.maximum(0, left - behind[place])
        choices = np.maximum(0, np.minimum(most, left) - low + 1)
        if int(choices.sum()) > MOST_TABLES:
            return None
        parent = np.repeat(np.arange(len(left)), choices)
        starts = np.repeat(np.cumsum(choices) - choices, choices)
        value = low[parent] + np.arange(len(parent)) - starts
        partial = np.column_stack([partial[parent], value])
        left = left[parent] - value
    return partial


def _simulated(table: Whole, draws: int, seed: int, watched: Callable[[Iterable[int], int], Iterable[int]]) -> Fisher:
    """Tables drawn with the same margins; a hit is a table no likelier than the observed one."""
    # scipy.stats takes half a second to load, and most tables never need it.
    from scipy.stats import random_table

    law = random_table(table.sum(axis=1), table.sum(axis=0))
    random = np.random.Generator(np.random.PCG64(seed))
    observed = float(log_factorial(table).sum())
    batch = max(1, _DRAWN_CELLS_AT_ONCE // table.size)
    bounds = [*range(0, draws, batch), draws]
    sizes = [after - before for before, after in pairwise(bounds)]
    log_of = _log_factorials(int(table.sum(axis=1).max()))
    hits = 0
    for size in watched(sizes, len(sizes)):
        drawn = law.rvs(size=size, random_state=random).astype(np.int64)
        sums = log_of(drawn).astype(float).sum(axis=(1, 2))
        hits += int(np.count_nonzero(sums >= observed - _SAME))
    p = (1 + hits) / (1 + draws)
    return Fisher(p, "monte_carlo", draws, float(np.sqrt(p * (1 - p) / draws)))
