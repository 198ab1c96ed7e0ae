"""Every pair of questions at once: a test for each, sorted, with the family's corrections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.answers import Question, checked_weights
from tandem.domain.survey.chi_square import cramers_v, expected_counts, occupied
from tandem.domain.survey.families import benjamini_hochberg, holm
from tandem.domain.survey.kernel import Counts, Layout, counted_blocks, joint_counts, joint_weights
from tandem.domain.survey.rao_scott import rao_scott_of_sums
from tandem.domain.survey.tails import chi_square_p

Numbers = NDArray[np.float64]

_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Pair:
    """What screening says of two questions; p, V and the corrections are None where there is nothing to test.

    With weights `statistic` is the Rao-Scott F and `df`, `df2` its degrees of freedom.
    """

    a: str
    b: str
    n: int
    df: float
    statistic: float | None
    p: float | None
    cramers_v: float | None
    min_expected: float | None
    p_holm: float | None = None
    p_bh: float | None = None
    df2: float | None = None


@dataclass(frozen=True)
class State:
    """Joint counts that add up: of waves, countries, or machines. What was not counted cannot be tested.

    `counts` is answers × answers as `joint_counts` gives it, `layout` says which answer stands where.

    >>> first = State.of([Question("a", ("no", "yes"), np.array([0, 1]))])
    >>> (first + first).counts.tolist()
    [[2, 0], [0, 2]]
    """

    layout: Layout
    counts: Counts

    @classmethod
    def of(cls, questions: Sequence[Question]) -> State:
        return cls(Layout.of(questions), joint_counts(questions))

    def __add__(self, other: State) -> State:
        if other.layout != self.layout:
            raise ValueError("only counts of the same questions with the same levels add up")
        return State(self.layout, self.counts + other.counts)


def screen(
    questions: Sequence[Question],
    weights: Numbers | None = None,
    sets: Collection[Collection[str]] = (),
) -> list[Pair]:
    """Test every pair of `questions`, a before b in the order given; pairs inside one of `sets` are left out.

    Pearson's X² from the joint counts; with weights (independent respondents, weights taken as fixed)
    the Rao-Scott F from Σw and Σw² of each cell. A level nobody gave in a pair takes no degree of
    freedom. Sorted by p, then by the names; pairs with nothing to test come last and are outside the
    family of Holm's and Benjamini-Hochberg's corrections.
    """
    named = [q if q.levels else Question(q.name, ("",), q.codes) for q in questions]
    if weights is not None:
        pairs = _weighted_pairs(named, checked_weights(weights, "weight"))
    else:
        layout = Layout.of(named)
        pairs = []
        for first, counts in counted_blocks(named, layout, list(_narrow_blocks(layout))):
            pairs += _pairs_of_block(layout, first, counts)
    return in_family(_outside_sets(pairs, sets))


def screen_state(state: State, sets: Collection[Collection[str]] = ()) -> list[Pair]:
    """`screen` from counts that were added up: no respondent is looked at again."""
    pairs: list[_Tested] = []
    for first, last in _narrow_blocks(state.layout):
        a, b = state.layout.starts[first], state.layout.starts[last]
        pairs += _pairs_of_block(state.layout, int(a), state.counts[a:b, a:])
    return in_family(_outside_sets(pairs, sets))


#: What is known of a pair before its family is: the fields of `Pair` up to the smallest expected count, then `df2`.
_Tested = tuple[str, str, int, float, float | None, float | None, float | None, float | None, float | None]


def in_family(pairs: Sequence[_Tested]) -> list[Pair]:
    """The pairs with the corrections of the family they form, sorted by p, then a, then b."""
    p = np.array([np.nan if pair[5] is None else pair[5] for pair in pairs], dtype=float)
    order = sorted(zip(np.isnan(p).tolist(), p.tolist(), [pair[:2] for pair in pairs], range(len(pairs)), strict=True))
    adjusted = list(zip(holm(p).tolist(), benjamini_hochberg(p).tolist(), strict=True))
    # Made once, when all is known: there may be a million of them.
    made = []
    for nothing, _p, _names, place in order:
        a, b, n, df, statistic, own_p, v, smallest, df2 = pairs[place]
        first, second = (None, None) if nothing else adjusted[place]
        made.append(Pair(a, b, n, df, statistic, own_p, v, smallest, first, second, df2))
    return made


def _outside_sets(pairs: list[_Tested], sets: Collection[Collection[str]]) -> list[_Tested]:
    inside = {(a, b) for columns in sets for a in columns for b in columns}
    return [pair for pair in pairs if pair[:2] not in inside] if inside else pairs


def _narrow_blocks(layout: Layout) -> list[tuple[int, int]]:
    """Blocks small enough that a table of doubles over all answers stays moderate."""
    most = max(1, _CELLS_AT_ONCE // max(1, layout.width))
    blocks = []
    first = 0
    while first < len(layout.sizes):
        last = first + 1
        while last < len(layout.sizes) and layout.starts[last + 1] - layout.starts[first] <= most:
            last += 1
        blocks.append((first, last))
        first = last
    return blocks


def _pairs_of_block(layout: Layout, first_answer: int, counts: Counts) -> list[_Tested]:
    """All pairs with `a` in the block, computed together from its counts (answers × answers from there on)."""
    first = int(layout.question_of[first_answer])
    rows = layout.starts[first:] - first_answer
    down = rows[rows < len(counts)]
    along = rows[:-1]
    observed = counts.astype(float)
    by_question = np.add.reduceat(observed, along, axis=1)
    totals = np.add.reduceat(observed, down, axis=0)
    n = np.add.reduceat(by_question, down, axis=0)
    of_row = np.repeat(np.arange(len(down)), np.diff(np.append(down, len(counts))))
    of_column = layout.question_of[first_answer:] - first
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = by_question[:, of_column] * totals[of_row] / n[of_row][:, of_column]
        parts = np.where(expected > 0, (observed - expected) ** 2 / expected, 0.0)
    statistic = _by_pair(np.add, parts, down, along)
    smallest = _by_pair(np.minimum, np.where(expected > 0, expected, np.inf), down, along)
    levels_a = np.add.reduceat(by_question > 0, down, axis=0, dtype=np.int64)
    levels_b = np.add.reduceat(totals > 0, along, axis=1, dtype=np.int64)
    df = np.maximum(0, levels_a - 1) * np.maximum(0, levels_b - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        v = np.minimum(1.0, np.sqrt(statistic / (n * (np.minimum(levels_a, levels_b) - 1))))
    a, b = np.nonzero(np.arange(len(along))[None, :] > np.arange(len(down))[:, None])
    p = chi_square_p(np.where(df > 0, statistic, 0.0)[a, b], df[a, b])
    columns = (a, b, n[a, b], df[a, b], statistic[a, b], p, v[a, b], smallest[a, b])
    names = layout.names[first:]
    return [
        (names[i], names[j], int(n_), d, s, q, w, m if m < np.inf else None, None)
        if d
        else (names[i], names[j], int(n_), 0, 0.0, None, None, m if m < np.inf else None, None)
        for i, j, n_, d, s, q, w, m in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _by_pair(rule: np.ufunc, cells: Numbers, down: NDArray[np.intp], along: NDArray[np.intp]) -> Numbers:
    return np.asarray(rule.reduceat(rule.reduceat(cells, along, axis=1), down, axis=0))


def _weighted_pairs(questions: Sequence[Question], weights: Numbers) -> list[_Tested]:
    layout = Layout.of(questions)
    people = joint_counts(questions)
    sums, squares = joint_weights(questions, weights)
    bounds = layout.starts
    pairs = []
    for i in range(len(questions)):
        for j in range(i + 1, len(questions)):
            cells = (slice(bounds[i], bounds[i + 1]), slice(bounds[j], bounds[j + 1]))
            named = (layout.names[i], layout.names[j])
            pairs.append(_weighted_pair(named, people[cells], sums[cells], squares[cells], len(weights)))
    return pairs


def _weighted_pair(
    names: tuple[str, str], people: Counts, sums: Numbers, squares: Numbers, respondents: int
) -> _Tested:
    n = int(people.sum())
    there = sums[people.sum(axis=1) > 0][:, people.sum(axis=0) > 0]
    total = float(there.sum())
    smallest = float(expected_counts(there).min()) * n / total if total > 0 else None
    test = rao_scott_of_sums(sums, squares, respondents)
    v = None if test.p is None else cramers_v(occupied(sums))
    return *names, n, test.df1 or 0, test.f, test.p, v, smallest, test.df2
