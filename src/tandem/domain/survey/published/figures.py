"""A published figure, and the whole numbers of respondents that round to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import is_number

Sizes = NDArray[np.int64]

ROUNDINGS = ("nearest", "half-up", "down")
#: The base of the whole sample, and the variable whose rows say how large a base is.
WHOLE_SAMPLE = "all"
RESPONDENTS = "respondents"

_MOST_DIGITS = 6
#: Larger numbers are mistakes, and would leave the range of whole numbers that counts are computed in.
MOST_RESPONDENTS = 10_000_000
_LARGEST_PERCENT = 1000


@dataclass(frozen=True)
class Percent:
    """A percentage as printed: `units` of 10^−`digits`, so that 53.0 is not 53."""

    units: int
    digits: int

    @classmethod
    def from_text(cls, text: str) -> Percent:
        """Read a printed percentage; `BadInput` for anything but a number that is 0 or more.

        >>> Percent.from_text("53.0")
        Percent(units=530, digits=1)
        """
        try:
            value = Decimal(text) if is_number(text) else Decimal(-1)
        except InvalidOperation:
            value = Decimal(-1)
        exponent = value.as_tuple().exponent
        if not 0 <= value <= _LARGEST_PERCENT or not isinstance(exponent, int) or exponent < -_MOST_DIGITS:
            said = gettext_noop("a percentage is a number such as 53 or 53.4, not “%(text)s”")
            raise BadInput(Message(said, {"text": text}))
        digits = max(0, -exponent)
        return cls(int(value.scaleb(digits)), digits)

    @property
    def value(self) -> float:
        return self.units / float(10**self.digits)

    def counts(self, sizes: Sizes, rounding: str) -> tuple[Sizes, Sizes]:
        """For each size of the base the least and the most respondents that print as this percentage.

        `nearest` is P ± half a unit with both ends, `half-up` without the upper end, `down` from P to
        below P + one unit. Least above most: no whole number of respondents does. In whole numbers only.

        >>> [bounds.tolist() for bounds in Percent(53, 0).counts(np.array([218, 3]), "nearest")]
        [[115, 2], [116, 1]]
        """
        whole = 100 * 10**self.digits
        if rounding == "down":
            low = _ceil(self.units * sizes, whole)
            high = _ceil((self.units + 1) * sizes, whole) - 1
        else:
            low = _ceil((2 * self.units - 1) * sizes, 2 * whole)
            above = (2 * self.units + 1) * sizes
            high = _ceil(above, 2 * whole) - 1 if rounding == "half-up" else above // (2 * whole)
        return np.maximum(low, 0), np.minimum(high, sizes)


def _ceil(numerator: Sizes, denominator: int) -> Sizes:
    return -((-numerator) // denominator)


@dataclass(frozen=True)
class Figure:
    """One row: the percent of a base that gave an answer, the count of it, or (for `respondents`) its size."""

    id: str
    variable: str
    answer: str
    base: str
    subgroup: str
    percent: Percent | None
    n: int | None

    @property
    def is_size_of_base(self) -> bool:
        return self.variable == RESPONDENTS and self.n is not None

    @property
    def value(self) -> tuple[Percent | None, int | None]:
        return self.percent, self.n

    def counts(self, sizes: Sizes, rounding: str) -> tuple[Sizes, Sizes]:
        """The least and the most respondents behind this figure, for each size of its base."""
        low, high = np.zeros_like(sizes), sizes
        if self.percent is not None:
            low, high = self.percent.counts(sizes, rounding)
        if self.n is not None:
            low, high = np.maximum(low, self.n), np.minimum(high, self.n)
        return low, high


@dataclass(frozen=True)
class Contradiction:
    """Two figures that cannot both be true, and why."""

    figures: tuple[str, str]
    reason: Message


def sizes_of_bases(figures: Iterable[Figure], n: int) -> dict[tuple[str, str], int]:
    """The known size of each (base, subgroup): N for the whole sample, else the first row that says it."""
    sizes = {(WHOLE_SAMPLE, ""): n}
    for figure in figures:
        if figure.is_size_of_base and figure.n is not None:
            sizes.setdefault((figure.base, figure.subgroup), figure.n)
    return sizes


def contradictions(figures: Iterable[Figure], rounding: str = "nearest") -> list[Contradiction]:
    """One answer of one variable on one base, given twice with two values.

    A finer value that rounds to the coarser one is the same value. A percentage and a count are two
    values only when both give a share that cannot be the same on any base, which the verdict shows.
    """
    found = []
    seen: dict[tuple[str, str, str, str], list[Figure]] = {}
    for figure in figures:
        key = (figure.variable, figure.answer, figure.base, figure.subgroup)
        for other in seen.get(key, []):
            if _differ(other, figure, rounding):
                text = gettext_noop(
                    "“%(answer)s” of %(variable)s is given twice on the same base: %(first)s and %(second)s"
                )
                values = {
                    "answer": figure.answer,
                    "variable": figure.variable,
                    "first": _shown(other),
                    "second": _shown(figure),
                }
                found.append(Contradiction((other.id, figure.id), Message(text, values)))
        seen.setdefault(key, []).append(figure)
    return found


def _differ(first: Figure, second: Figure, rounding: str) -> bool:
    if first.n is not None and second.n is not None and first.n != second.n:
        return True
    if first.percent is None or second.percent is None:
        return False
    coarse, fine = sorted((first.percent, second.percent), key=lambda percent: percent.digits)
    if coarse.digits == fine.digits:
        return coarse.units != fine.units
    # The finer value is a share of 100 · 10^digits imaginary respondents.
    low, high = coarse.counts(np.array([100 * 10**fine.digits]), rounding)
    return not low[0] <= fine.units <= high[0]


def _shown(figure: Figure) -> str:
    if figure.percent is None:
        return str(figure.n)
    return f"{figure.percent.value:.{figure.percent.digits}f}"
