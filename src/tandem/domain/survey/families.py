"""Many tests at once: adjusted p-values of a family."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def holm(p: Numbers) -> Numbers:
    """Holm's step-down p-values, for stated hypotheses: the chance of even one false alarm.

    nan stands outside the family and stays nan. Source: Holm 1979; R `p.adjust("holm")`.

    >>> holm(np.array([0.01, 0.04, np.nan])).tolist()
    [0.02, 0.04, nan]
    """
    return _stepped(p, lambda ordered, size: np.maximum.accumulate(ordered * (size - np.arange(size))))


def benjamini_hochberg(p: Numbers) -> Numbers:
    """Benjamini and Hochberg's p-values, for screening: the expected share of false finds.

    nan stands outside the family and stays nan. Source: Benjamini & Hochberg 1995; R `p.adjust("BH")`.

    >>> benjamini_hochberg(np.array([0.01, 0.04, np.nan])).tolist()
    [0.02, 0.04, nan]
    """

    def stepped_up(ordered: Numbers, size: int) -> Numbers:
        scaled = ordered * size / np.arange(1, size + 1)
        return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])

    return _stepped(p, stepped_up)


def _stepped(p: Numbers, rule: Callable[[Numbers, int], Numbers]) -> Numbers:
    adjusted = np.full(len(p), np.nan)
    family = np.flatnonzero(~np.isnan(p))
    order = family[np.argsort(p[family], kind="stable")]
    adjusted[order] = np.minimum(1.0, rule(p[order], len(order)))
    return adjusted
