"""Tests of independence for a table of whole counts: Pearson, Yates, likelihood ratio, residuals, Cramér's V."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.tails import chi_square_p

Table = NDArray[np.float64]


@dataclass(frozen=True)
class ChiSquare:
    """A statistic with its degrees of freedom; `p` is None where there is nothing to test."""

    statistic: float
    df: int
    p: float | None


#: What every test says of a table with one level on a side.
NOTHING_TO_TEST = ChiSquare(0.0, 0, None)


def occupied(counts: Table) -> Table:
    """The table without the rows and columns that hold nothing: they take no degree of freedom."""
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    return np.asarray(counts[rows][:, columns])


def expected_counts(counts: Table) -> Table:
    """Row total × column total / n in each cell; zeros for an empty table.

    >>> expected_counts(np.array([[1.0, 3.0], [1.0, 3.0]])).tolist()
    [[1.0, 3.0], [1.0, 3.0]]
    """
    n = counts.sum()
    return np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n if n > 0 else np.zeros_like(counts)


def pearson(counts: Table) -> ChiSquare:
    """Σ (observed − expected)² / expected. Source: Pearson 1900; R `chisq.test(correct = FALSE)`.

    >>> pearson(np.array([[10.0, 20.0], [20.0, 10.0]])).statistic.__round__(4)
    6.6667
    """
    table = occupied(counts)
    if min(table.shape) < 2:
        return NOTHING_TO_TEST
    expected = expected_counts(table)
    return _tested(float(((table - expected) ** 2 / expected).sum()), table)


def yates(counts: Table) -> ChiSquare | None:
    """Pearson with each |observed − expected| drawn 0.5 nearer to zero, for 2×2 tables; else None.

    Never drawn past zero, as in R `chisq.test(correct = TRUE)`. Source: Yates 1934.
    """
    table = occupied(counts)
    if table.shape != (2, 2):
        return None
    expected = expected_counts(table)
    distance = np.abs(table - expected)
    distance -= min(0.5, float(distance.min()))
    return _tested(float((distance**2 / expected).sum()), table)


def likelihood_ratio(counts: Table) -> ChiSquare:
    """G² = 2 Σ observed · ln(observed / expected). Source: Wilks 1938; Agresti, Categorical Data Analysis, 3.2.

    Summed as 2 Σ expected · ((1 + d) ln(1 + d) − d) with d the relative difference, which is the same
    number and keeps its digits when observed and expected are close.
    """
    table = occupied(counts)
    if min(table.shape) < 2:
        return NOTHING_TO_TEST
    expected = expected_counts(table)
    d = (table - expected) / expected
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(table > 0, (1 + d) * np.log1p(d) - d, 1.0)
    return _tested(max(0.0, float(2 * (expected * parts).sum())), table)


def _tested(statistic: float, table: Table) -> ChiSquare:
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    return ChiSquare(statistic, df, float(chi_square_p(statistic, df)))


def cramers_v(counts: Table) -> float | None:
    """√(X² / (n · (min(rows, columns) − 1))), from the uncorrected Pearson statistic; None without a test.

    Source: Cramér 1946, chapter 21. 0 is independence, 1 a table in which one side tells the other.
    """
    table = occupied(counts)
    smaller = min(table.shape)
    if smaller < 2:
        return None
    return min(1.0, float(np.sqrt(pearson(table).statistic / (table.sum() * (smaller - 1)))))


def adjusted_residuals(counts: Table) -> Table:
    """(observed − expected) / √(expected (1 − row share)(1 − column share)); nan where that is 0 / 0.

    About standard normal under independence: beyond ±2 a cell stands out. Source: Haberman 1973;
    R `chisq.test(...)$stdres`.
    """
    n = counts.sum()
    if n <= 0:
        return np.full_like(counts, np.nan)
    expected = expected_counts(counts)
    rest = np.outer(1 - counts.sum(axis=1) / n, 1 - counts.sum(axis=0) / n)
    # A share of 1 leaves a rest that rounding may set beside 0: such a cell has no residual.
    spread = np.where(rest > 1e-15, expected * rest, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, (counts - expected) / np.sqrt(spread), np.nan)
