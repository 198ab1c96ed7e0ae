"""What can be asked of two questions beside their independence: order, trend, change of the same people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import Question, is_number
from tandem.domain.survey.design import Design, variance_of_total
from tandem.domain.survey.ordered import concordance, linear_by_linear, mcnemar, slope_by_design, trend_of_shares
from tandem.domain.survey.tails import f_p

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

#: Whether two questions depend on each other at all; whether two ordered ones rise together; whether an answer
#: rises over waves or years; whether the same people answered otherwise the second time.
INDEPENDENCE, ORDER, TREND, PAIRED = "independence", "order", "trend", "paired"
KINDS = (INDEPENDENCE, ORDER, TREND, PAIRED)
#: Below as many changes, the exact binomial p of McNemar's test is to be believed.
FEW_CHANGES = 25


@dataclass(frozen=True)
class Test:
    """What a test says.

    `method` is pearson, fisher, rao_scott, mcnemar, mcnemar_exact, paired_t, kendall, cochran_armitage,
    linear_by_linear or slope. `p` is None when there is nothing to test. `df2` is of the tests that divide by an
    estimated variance. `correlation` is that of the scores: its sign is the direction of a trend.
    """

    method: str | None
    p: float | None
    n: int
    statistic: float | None = None
    df: float | None = None
    df2: float | None = None
    cramers_v: float | None = None
    gamma: float | None = None
    tau_b: float | None = None
    correlation: float | None = None
    warnings: tuple[Message, ...] = ()


def scores_of(question: Question) -> Numbers:
    """The scores of the answers: the numbers that they are, else their places 1, 2, 3 …

    >>> scores_of(Question("year", ("2024", "2026"), np.array([0]))).tolist()
    [2024.0, 2026.0]
    """
    if question.levels and all(is_number(level) for level in question.levels):
        return np.array([float(level) for level in question.levels])
    return np.arange(1.0, len(question.levels) + 1)


def order_test(rows: Question, columns: Question, design: Design | None = None) -> Test:
    """Do two ordered answers rise together? Gamma and tau-b with Kendall's z; weighted: the slope of the places.

    Both questions have to list their answers in order. With a `design`, gamma and tau-b are those of the weighted
    table and the test is `slope_by_design` of the answers' scores.

    >>> size = Question("size", ("small", "large"), np.repeat([0, 1], 10))
    >>> order_test(size, size).gamma
    1.0
    """
    here = (rows.codes >= 0) & (columns.codes >= 0)
    n = int(np.count_nonzero(here))
    found = concordance(_counts(rows, columns, here, design))
    blank = Test(None, None, n, gamma=found.gamma, tau_b=found.tau_b)
    if design is not None:
        return _with_slope(blank, rows, columns, (scores_of(rows), scores_of(columns)), here, design)
    if found.p is None:
        return blank
    return replace(blank, method="kendall", p=found.p, statistic=found.z)


def trend_test(
    rows: Question, columns: Question, column_scores: Sequence[float] | None = None, design: Design | None = None
) -> Test:
    """Does an answer rise along the columns (waves, years)? Scores of the columns: their numbers or dates.

    Two levels of answer: Cochran-Armitage; more: linear by linear; with a `design`: the slope.

    >>> tool = Question("tool", ("no", "yes"), np.array([0, 0, 0, 1, 0, 1, 1, 1]))
    >>> year = Question("year", ("2024", "2025"), np.repeat([0, 1], 4))
    >>> trend_test(tool, year).correlation
    0.5
    """
    here = (rows.codes >= 0) & (columns.codes >= 0)
    n = int(np.count_nonzero(here))
    scores = scores_of(columns) if column_scores is None else np.asarray(column_scores, dtype=float)
    counts = _counts(rows, columns, here, design)
    given = counts.sum(axis=1) > 0
    own = scores_of(rows)
    blank = Test(None, None, n)
    if design is not None:
        found = linear_by_linear(counts, own, scores)
        blank = replace(blank, correlation=found.correlation if found else None)
        return _with_slope(blank, rows, columns, (own, scores), here, design)
    if np.count_nonzero(given) == 2:
        two = counts[given]
        trend, method = trend_of_shares(two[1], two.sum(axis=0), scores), "cochran_armitage"
    else:
        trend, method = linear_by_linear(counts, own, scores), "linear_by_linear"
    if trend is None:
        return blank
    return replace(
        blank, method=method, p=trend.test.p, statistic=trend.test.statistic, df=1, correlation=trend.correlation
    )


def broken_series(rows: Question, columns: Question) -> Test:
    """No test: the answer was asked otherwise in one of the waves, and what changed may be the question."""
    n = int(np.count_nonzero((rows.codes >= 0) & (columns.codes >= 0)))
    text = gettext_noop("%(question)s was not asked in the same way each time: there is no trend to test")
    return Test(None, None, n, warnings=(Message(text, {"question": rows.name}),))


def paired_test(first: Question, second: Question, design: Design | None = None) -> Test:
    """Did the same people answer otherwise the second time? McNemar, Bowker for more than two levels.

    Exact for two levels when fewer than `FEW_CHANGES` changed. With a `design` two levels have the t of the mean
    change; more have none: a claim compares one answer with another.
    """
    here = (first.codes >= 0) & (second.codes >= 0)
    n = int(np.count_nonzero(here))
    blank = Test(None, None, n)
    if set(first.levels) != set(second.levels):
        text = gettext_noop("%(first)s and %(second)s have other answers: nobody can have changed from one to another")
        return replace(blank, warnings=(Message(text, {"first": first.name, "second": second.name}),))
    place = np.array([*(first.levels.index(level) for level in second.levels), -1])
    aligned = Question(second.name, first.levels, place[np.maximum(second.codes, -1)])
    counts = _counts(first, aligned, here, None)
    given = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    counts = counts[given][:, given]
    if design is not None:
        if len(counts) != 2:
            text = gettext_noop("weighted answers with more than two levels have no test of change: claim one of them")
            return replace(blank, warnings=(Message(text),))
        last = int(np.flatnonzero(given)[1])
        change = (aligned.codes == last).astype(float) - (first.codes == last)
        return mean_test(change, here, design)
    if not len(counts):
        return blank
    found = mcnemar(counts)
    changed = float(counts.sum() - np.trace(counts))
    if found.exact_p is not None and changed < FEW_CHANGES:
        return replace(blank, method="mcnemar_exact", p=found.exact_p)
    if found.test.p is None:
        return blank
    return replace(blank, method="mcnemar", p=found.test.p, statistic=found.test.statistic, df=found.test.df)


def mean_test(difference: Numbers, here: Mask, design: Design) -> Test:
    """Is the weighted mean of a difference zero? t = d̄ / se(d̄), linearised between clusters (R: `svymean`, `degf`)."""
    weights = np.where(here, design.weights, 0.0)
    total, n = float(weights.sum()), int(np.count_nonzero(here))
    if not total > 0:
        return Test(None, None, n)
    mean = float(weights @ difference) / total
    variance = variance_of_total(design, weights * (difference - mean) / total)
    if not variance > 0 or design.degrees_of_freedom < 1:
        return Test(None, None, n)
    t = mean / float(np.sqrt(variance))
    return Test("paired_t", f_p(t * t, 1, design.degrees_of_freedom), n, t, 1, design.degrees_of_freedom)


def _with_slope(
    blank: Test, rows: Question, columns: Question, scores: tuple[Numbers, Numbers], here: Mask, design: Design
) -> Test:
    outcome, along = (
        np.append(of, 0.0)[np.maximum(question.codes, -1)] for question, of in zip((rows, columns), scores, strict=True)
    )
    found = slope_by_design(outcome, along, here, design)
    if found is None:
        return blank
    return replace(blank, method="slope", p=found.p, statistic=found.t, df=1, df2=found.df)


def _counts(rows: Question, columns: Question, here: Mask, design: Design | None) -> Numbers:
    shape = (len(rows.levels), len(columns.levels))
    cell = rows.codes[here].astype(np.intp) * shape[1] + columns.codes[here]
    weights = None if design is None else design.weights[here]
    return np.bincount(cell, weights=weights, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
