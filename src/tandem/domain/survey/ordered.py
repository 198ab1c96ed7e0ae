"""Ordered and paired answers: gamma, tau-b, trends over waves, McNemar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from tandem.domain.survey.chi_square import ChiSquare, Table
from tandem.domain.survey.design import Design, variance_of_total
from tandem.domain.survey.tails import chi_square_p, f_p

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Concordance:
    """How far two ordered answers rise together, -1 to 1; None where one of them does not vary.

    `z` and `p` (two-sided) test that they do not; None below three respondents.
    """

    gamma: float | None
    tau_b: float | None
    z: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class Trend:
    """A trend's direction (the correlation with the scores) and its test with one degree of freedom."""

    correlation: float
    test: ChiSquare


def concordance(counts: Table) -> Concordance:
    """Goodman-Kruskal's gamma and Kendall's tau-b of a table with both sides in order.

    gamma = (C − D) / (C + D) over concordant and discordant pairs of respondents; tau-b divides by
    √((pairs not tied on rows)(pairs not tied on columns)). Both have the sign of C − D, and one test:
    z = (C − D)/√v, v its variance under independence, ties counted. Source: Goodman & Kruskal 1954; Kendall
    1945 and 1970, 4.2 and 4.3; R `cor.test(method = "kendall", exact = FALSE)`. Weighted counts have gamma and
    tau-b, and no z: leave it unread.

    >>> found = concordance(np.array([[2.0, 0.0], [0.0, 2.0]]))
    >>> found.gamma, found.tau_b, round(found.z, 6)
    (1.0, 1.0, 1.732051)
    """
    below = counts[::-1].cumsum(axis=0)[::-1]
    right = below[:, ::-1].cumsum(axis=1)[:, ::-1]
    left = below.cumsum(axis=1)
    concordant = float((counts[:-1, :-1] * right[1:, 1:]).sum())
    discordant = float((counts[:-1, 1:] * left[1:, :-1]).sum())
    n = float(counts.sum())
    pairs = n * (n - 1) / 2
    apart = [pairs - float((side * (side - 1)).sum()) / 2 for side in (counts.sum(axis=1), counts.sum(axis=0))]
    both = concordant + discordant
    if not (both > 0 and apart[0] > 0 and apart[1] > 0):
        return Concordance((concordant - discordant) / both if both > 0 else None, None)
    z = (concordant - discordant) / float(np.sqrt(variance)) if (variance := _variance_of_pairs(counts)) > 0 else None
    return Concordance(
        (concordant - discordant) / both,
        (concordant - discordant) / float(np.sqrt(apart[0] * apart[1])),
        z,
        None if z is None else float(chi_square_p(z * z, 1)),
    )


def _variance_of_pairs(counts: Table) -> float:
    """The variance of C − D under independence, with ties on both sides; 0 below three respondents."""
    n = float(counts.sum())
    if n < 3:
        return 0.0
    sides = (counts.sum(axis=1), counts.sum(axis=0))
    free = n * (n - 1) * (2 * n + 5) - sum(float((side * (side - 1) * (2 * side + 5)).sum()) for side in sides)
    twos = [float((side * (side - 1)).sum()) for side in sides]
    threes = [float((side * (side - 1) * (side - 2)).sum()) for side in sides]
    return free / 18 + twos[0] * twos[1] / (2 * n * (n - 1)) + threes[0] * threes[1] / (9 * n * (n - 1) * (n - 2))


def linear_by_linear(counts: Table, row_scores: Numbers, column_scores: Numbers) -> Trend | None:
    """M² = (n − 1) r², r the correlation of the scores over respondents; None where a side does not vary.

    The trend of an ordered answer over waves when the scores of the waves are their dates.
    Source: Mantel 1963; Agresti, Categorical Data Analysis, 3.4.1.
    """
    r = _correlation(counts, row_scores, column_scores)
    if r is None:
        return None
    statistic = float((counts.sum() - 1) * r * r)
    return Trend(r, ChiSquare(statistic, 1, float(chi_square_p(statistic, 1))))


def trend_of_shares(yes: Numbers, n: Numbers, scores: Numbers) -> Trend | None:
    """The Cochran-Armitage test: does the share of yes rise with the scores (of waves)? n r².

    Source: Cochran 1954; Armitage 1955; R `prop.trend.test`.

    >>> trend = trend_of_shares(np.array([10.0, 20.0]), np.array([50.0, 50.0]), np.array([1.0, 2.0]))
    >>> round(trend.test.statistic, 4)
    4.7619
    """
    r = _correlation(np.array([n - yes, yes]), np.array([0.0, 1.0]), scores)
    if r is None:
        return None
    statistic = float(n.sum() * r * r)
    return Trend(r, ChiSquare(statistic, 1, float(chi_square_p(statistic, 1))))


def _correlation(counts: Table, row_scores: Numbers, column_scores: Numbers) -> float | None:
    n = counts.sum()
    if n <= 0:
        return None
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    a = row_scores - rows @ row_scores / n
    b = column_scores - columns @ column_scores / n
    spread = float(rows @ a**2) * float(columns @ b**2)
    return float(a @ counts @ b) / float(np.sqrt(spread)) if spread > 0 else None


@dataclass(frozen=True)
class Slope:
    """How much an answer's score changes per unit of another's, and the t test that it does not."""

    slope: float
    t: float
    df: int
    p: float


def slope_by_design(outcome: Numbers, scores: Numbers, here: Mask, design: Design) -> Slope | None:
    """The trend of weighted answers: the slope of `outcome` on `scores` over the respondents `here`, and its t.

    b = Σw(x − x̄)(y − ȳ) / Σw(x − x̄)², its variance linearised between clusters, as Rao-Scott's; the degrees of
    freedom are clusters less strata less one. Who is not `here` stays in the design with contribution zero.
    None where the scores do not vary or no variance can be estimated.
    Source: Binder 1983; Fuller 1975; R `svyglm(outcome ~ scores, design)`.
    """
    weights = np.where(here, design.weights, 0.0)
    total = float(weights.sum())
    df = design.degrees_of_freedom - 1
    if not total > 0 or df < 1:
        return None
    x = np.where(here, scores, 0.0)
    y = np.where(here, outcome, 0.0)
    x = x - float(weights @ x) / total
    y = y - float(weights @ y) / total
    spread = float(weights @ x**2)
    if not spread > 0:
        return None
    slope = float(weights @ (x * y)) / spread
    variance = variance_of_total(design, weights * x * (y - slope * x) / spread)
    if not variance > 0:
        return None
    t = slope / float(np.sqrt(variance))
    return Slope(slope, t, df, f_p(t * t, 1, df))


@dataclass(frozen=True)
class Paired:
    """McNemar's test of answers given twice by the same respondents; `exact_p` for two levels only."""

    test: ChiSquare
    exact_p: float | None


def mcnemar(counts: Table) -> Paired:
    """Did the answers of the same people change? Σ (n_ij − n_ji)² / (n_ij + n_ji) over i < j.

    For two levels also the exact binomial p of the changes, to believe when fewer than 25 changed.
    Source: McNemar 1947; Bowker 1948 for more levels; R `mcnemar.test(correct = FALSE)`, `binom.test`.
    """
    first, second = np.triu_indices(len(counts), 1)
    to, back = counts[first, second], counts[second, first]
    changed = to + back
    there = changed > 0
    statistic = float(((to - back)[there] ** 2 / changed[there]).sum())
    df = int(np.count_nonzero(there))
    test = ChiSquare(statistic, df, float(chi_square_p(statistic, df)) if df else None)
    exact = None
    if len(counts) == 2 and df:
        exact = min(1.0, 2 * float(bdtr(min(to[0], back[0]), int(changed[0]), 0.5)))
    return Paired(test, exact)
