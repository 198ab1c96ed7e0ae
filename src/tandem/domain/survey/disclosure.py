"""What may be published: groups that are too small, and cells that totals would give away."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.answers import Codes, Question

#: Figures about fewer respondents than this are not published.
FEWEST = 5

Mask = NDArray[np.bool_]
Edge = tuple[int, int]


@dataclass(frozen=True)
class Suppressed:
    """What to leave blank: inner cells, totals of rows, totals of columns, the grand total."""

    cells: Mask
    row_totals: Mask
    column_totals: Mask
    grand_total: bool


def smallest_group(questions: Sequence[Question]) -> int:
    """The k of k-anonymity: the size of the smallest group of respondents alike on these questions.

    Source: Sweeney 2002.

    >>> smallest_group([Question("town", ("a", "b"), np.array([0, 0, 1]))])
    1
    """
    return int(np.bincount(groups_alike(questions)).min(initial=len(questions[0].codes)))


def at_risk(questions: Sequence[Question], k: int = FEWEST) -> Mask:
    """The respondents whose answers to these questions are shared by fewer than `k`; no answer is an answer."""
    group = groups_alike(questions)
    return np.asarray(np.bincount(group)[group] < k)


def groups_alike(questions: Sequence[Question]) -> Codes:
    """A number for each respondent: the same for those with the same answers; no answer is an answer."""
    group: Codes = np.zeros(len(questions[0].codes), dtype=np.int64)
    for question in questions:
        both = group * (len(question.levels) + 1) + question.codes + 1
        group = np.unique(both, return_inverse=True)[1].astype(np.int64)
    return group


def suppress(counts: NDArray[np.int64], fewest: int = FEWEST) -> Suppressed:
    """Blank every count from 1 to `fewest` − 1, totals included, and as much more as keeps it unknown.

    A table with its totals is a graph: its lines (rows, columns, totals) are the nodes and its counts the
    edges. A blank can be computed from what is printed exactly when its edge is a bridge among the blanks,
    so each bridge is closed to a circle along the cheapest path, and the others of the circle are blank too.
    As they are 1 or more, one can be added and taken off alternately round the circle: no blank is known.
    Source: Gusfield 1988 (the graph); Fischetti & Salazar 2000 (optimal patterns, not sought here).

    >>> suppress(np.array([[2, 9], [8, 7]])).cells.all()
    np.True_
    """
    rows, columns = counts.shape
    whole = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    whole[:rows, :columns] = counts
    whole[rows, :columns] = counts.sum(axis=0)
    whole[:, columns] = whole[:, :columns].sum(axis=1)
    blank = {(int(i), int(j)) for i, j in np.argwhere((whole > 0) & (whole < fewest))}
    while (bridge := next(_bridges(blank, rows + 1), None)) is not None:
        blank |= _cheapest_path(whole, blank, bridge)
    mask = np.zeros(whole.shape, dtype=bool)
    for edge in blank:
        mask[edge] = True
    return Suppressed(mask[:rows, :columns], mask[:rows, columns], mask[rows, :columns], bool(mask[rows, columns]))


def _bridges(blank: set[Edge], rows: int) -> Iterator[Edge]:
    """The edges whose ends are not joined by others."""
    for edge in sorted(blank):
        reached, waiting = {edge[0]}, [edge[0]]
        others = blank - {edge}
        while waiting:
            node = waiting.pop()
            for i, j in others:
                if node in (i, rows + j):
                    beyond = rows + j if node == i else i
                    if beyond not in reached:
                        reached.add(beyond)
                        waiting.append(beyond)
        if rows + edge[1] not in reached:
            yield edge


def _cheapest_path(whole: NDArray[np.int64], blank: set[Edge], bridge: Edge) -> set[Edge]:
    """The edges from one end of the bridge to the other that blank the fewest respondents.

    There is always one: a count above zero has totals above zero, and they make a circle with it. Zeros
    are no help, nothing can be taken off them.
    """
    rows, columns = whole.shape
    target = rows + bridge[1]
    best: dict[int, int] = {}
    waiting: list[tuple[int, int, tuple[Edge, ...]]] = [(0, bridge[0], ())]
    while waiting:
        cost, node, path = heapq.heappop(waiting)
        if node == target:
            return set(path)
        if best.get(node, cost + 1) <= cost:
            continue
        best[node] = cost
        edges = [(node, j) for j in range(columns)] if node < rows else [(i, node - rows) for i in range(rows)]
        for edge in edges:
            if edge != bridge and whole[edge] > 0:
                price = 0 if edge in blank else int(whole[edge])
                beyond = rows + edge[1] if node < rows else edge[0]
                heapq.heappush(waiting, (cost + price, beyond, (*path, edge)))
    raise AssertionError("a count without totals")
