"""Upper tails of chi-square and F that keep their value down to the smallest double."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

#: Below this scipy's tails lose their digits to underflow and are computed again from their logarithm.
_NEAR_UNDERFLOW = 1e-290


def chi_square_p(statistic: ArrayLike, df: ArrayLike) -> NDArray[np.float64]:
    """P(X ≥ statistic) for X chi-square with `df` degrees of freedom; nan where df is 0.

    Source: Q(a, x) of Abramowitz & Stegun 6.5.31, by continued fraction where scipy underflows.

    >>> float(chi_square_p(30.0, 1).round(15))
    4.3204631e-08
    """
    x, k = np.broadcast_arrays(np.asarray(statistic, dtype=float), np.asarray(df, dtype=float))
    p: NDArray[np.float64] = np.asarray(np.where(k > 0, special.chdtrc(np.where(k > 0, k, 1.0), x), np.nan))
    for place in np.flatnonzero((p < _NEAR_UNDERFLOW) & (k > 0)):
        p.flat[place] = _small_gamma_tail(k.flat[place] / 2, x.flat[place] / 2)
    return p


def _small_gamma_tail(a: float, x: float) -> float:
    """Q(a, x) far in the tail, where x is well above a: Lentz's method on the continued fraction."""
    b = x + 1 - a
    c = math.inf
    d = 1 / b
    fraction = d
    for step in range(1, 10_000):
        numerator = -step * (step - a)
        b += 2
        d = 1 / (numerator * d + b)
        c = b + numerator / c
        fraction *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return math.exp(a * math.log(x) - x - math.lgamma(a) + math.log(fraction))


def f_p(statistic: float, df1: float, df2: float) -> float:
    """P(F ≥ statistic) for F with `df1` and `df2` degrees of freedom (not necessarily whole).

    >>> round(f_p(2.5, 3.0, 40.0), 6)
    0.073254
    """
    p = float(special.fdtrc(df1, df2, statistic))
    if p < _NEAR_UNDERFLOW:
        p = float(special.betaincc(df1 / 2, df2 / 2, df1 * statistic / (df1 * statistic + df2)))
    return p
