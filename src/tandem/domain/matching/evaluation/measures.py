"""Measures of rankings against known grades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Grades = NDArray[np.int8]

DEPTH = 10
GOOD = 2
DISCOUNT = 1 / np.log2(np.arange(2, DEPTH + 2))


@dataclass(frozen=True)
class Estimate:
    """A mean over needs with the bounds of its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def top_places(scores: Numbers, depth: int = DEPTH) -> Places:
    """For each need, the places of its first offers; -1 where nothing more is shown. Equals stand as they came."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    shown = np.take_along_axis(scores, order, axis=1) > -np.inf
    return np.where(shown, order, -1)


def ndcg(top: Places, grades: Grades) -> Numbers:
    """NDCG at 10 of each need, with gains 2^grade − 1 (Järvelin and Kekäläinen 2002); NaN when nothing is relevant."""
    gains = np.exp2(grades.astype(np.float64)) - 1
    reached = (_picked(gains, top) * DISCOUNT).sum(axis=1)
    ideal = (-np.sort(-gains, axis=1)[:, :DEPTH] * DISCOUNT[: gains.shape[1]]).sum(axis=1)
    shares: Numbers = np.divide(reached, ideal, out=np.full(len(ideal), np.nan), where=ideal > 0)
    return shares


def reciprocal_rank(top: Places, grades: Grades) -> Numbers:
    """1 / rank of the first good offer among ten, 0 when there is none; NaN when no good offer exists."""
    good = _picked((grades >= GOOD).astype(np.float64), top) > 0
    first = np.where(good.any(axis=1), 1 / (good.argmax(axis=1) + 1), 0.0)
    return np.where((grades >= GOOD).any(axis=1), first, np.nan)


def _picked(values: Numbers, top: Places) -> Numbers:
    picked: Numbers = np.where(top >= 0, np.take_along_axis(values, np.maximum(top, 0), axis=1), 0.0)
    return picked


def estimate(per_need: Numbers, seed: int, draws: int = 1000) -> Estimate:
    """Mean and percentile bootstrap interval over needs (Efron 1979); needs without a value are left out."""
    known = per_need[~np.isnan(per_need)]
    if not len(known):
        return Estimate(0.0, 0.0, 0.0)
    chosen = np.random.default_rng(seed).integers(0, len(known), (draws, len(known)))
    means = known[chosen].mean(axis=1)
    return Estimate(float(known.mean()), float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5)))


def exposure(top: Places, size: int) -> Numbers:
    """For each (need, offer), 1 / log2(rank + 1) when shown among ten, else 0."""
    seen = np.zeros((len(top), size))
    for row, places in enumerate(top):
        shown = places[places >= 0]
        seen[row, shown] = DISCOUNT[: len(shown)]
    return seen


def ratio(above: Numbers, below: Numbers, seed: int, draws: int = 1000) -> Estimate:
    """Σ above / Σ below over needs, with its percentile bootstrap interval over needs; 0 / 0 is 0."""
    chosen = np.random.default_rng(seed).integers(0, len(above), (draws, len(above)))
    totals = below[chosen].sum(axis=1)
    drawn = np.divide(above[chosen].sum(axis=1), totals, out=np.zeros(draws), where=totals > 0)
    mean = float(above.sum() / below.sum()) if below.sum() else 0.0
    return Estimate(mean, float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5)))


def spread(measure: Callable[[Places], float], needs: int, seed: int, draws: int = 1000) -> Estimate:
    """A measure in [0, 1] of all needs together, from the rows of those it is taken on, with its bootstrap interval.

    A draw with replacement holds some 63 in 100 of the needs, so that it covers less and is more unequal than all of
    them: only the spread of the draws is used, around the measure itself.
    """
    random = np.random.default_rng(seed)
    drawn = np.array([measure(random.integers(0, needs, needs)) for _ in range(draws)])
    whole = measure(np.arange(needs))
    low, high = np.percentile(drawn, [2.5, 97.5]) - drawn.mean()
    return Estimate(whole, max(0.0, whole + float(low)), min(1.0, whole + float(high)))


def exposure_ratio(seen: Numbers, grades: Grades, members: NDArray[np.bool_], seed: int) -> Estimate:
    """Exposure of a group's good offers ÷ what they would get if all good offers of each need shared it alike.

    Compared need by need, so that a group whose needs have few good offers is not called favoured.
    """
    good = grades >= GOOD
    count = good.sum(axis=1)
    fair = np.divide((seen * good).sum(axis=1), count, out=np.zeros(len(count)), where=count > 0)
    return ratio((seen * good)[:, members].sum(axis=1), good[:, members].sum(axis=1) * fair, seed)


def gini(values: Numbers) -> float:
    """Gini's coefficient of non-negative values: 0 all alike, towards 1 all to one."""
    ordered = np.sort(values)
    total = ordered.sum()
    if total == 0:
        return 0.0
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * ranks - len(ordered) - 1) @ ordered / (len(ordered) * total))
