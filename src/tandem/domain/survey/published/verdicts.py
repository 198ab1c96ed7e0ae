"""Which sets of published percentages can come from whole respondents of one base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.published.figures import Figure, Percent, sizes_of_bases

POSSIBLE = "possible"
ON_SMALLER_BASE = "possible_on_smaller_base"
IMPOSSIBLE = "impossible"
SINGLE, MULTIPLE = "single", "multiple"

#: Answers that sum to this many percent are taken for all the answers of a question with one answer.
COMPLETE = (98, 102)
#: Of an answer given with several values each choice is tried, up to this many together.
_MOST_CHOICES = 4096


@dataclass(frozen=True)
class FigureSet:
    """The figures of one variable on one base. `kind_was_guessed` when nobody said single or multiple."""

    variable: str
    base: str
    subgroup: str
    kind: str
    kind_was_guessed: bool
    total_percent: float
    figures: tuple[Figure, ...]

    @property
    def complete(self) -> bool:
        """Whether the answers are all there are, so that their counts sum to the base."""
        answers = {figure.answer for figure in self.figures}
        return self.kind == SINGLE and len(answers) > 1 and COMPLETE[0] <= self.total_percent <= COMPLETE[1]


@dataclass(frozen=True)
class Verdict:
    """What can be said of a set: `bases` are all sizes, in order, on which it is possible."""

    figures: FigureSet
    verdict: str
    bases: tuple[int, ...]


def figure_sets(figures: Sequence[Figure], n: int, kinds: Mapping[str, str]) -> list[FigureSet]:
    """The sets, in the order of their first figure; rows that give the size of a base belong to none."""
    sizes = sizes_of_bases(figures, n)
    grouped: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        if not figure.is_size_of_base:
            grouped.setdefault((figure.variable, figure.base, figure.subgroup), []).append(figure)
    sets = []
    for (variable, base, subgroup), members in grouped.items():
        total = _total_percent(members, sizes.get((base, subgroup)))
        guess = SINGLE if COMPLETE[0] <= total <= COMPLETE[1] else MULTIPLE
        kind = kinds.get(variable, guess)
        sets.append(FigureSet(variable, base, subgroup, kind, variable not in kinds, total, tuple(members)))
    return sets


def _total_percent(figures: Sequence[Figure], size: int | None) -> float:
    """The sum over the answers, each once: a second value for the same answer is no addition."""
    first: dict[str, float] = {}
    for figure in figures:
        if figure.percent is not None:
            first.setdefault(figure.answer, figure.percent.value)
        elif figure.n is not None and size:
            first.setdefault(figure.answer, 100 * figure.n / size)
    return sum(first.values())


def judge(figures: FigureSet, n: int, size: int | None, rounding: str) -> Verdict:
    """Whether whole respondents give these figures on the base's own size, on a smaller one, or on none.

    The base has `size` respondents, and down to half of it (rounded up) is tried; without a size every
    one from 1 to `n` is.

    >>> from tandem.domain.survey.published.figures import Percent
    >>> third = Figure("f", "v", "yes", "all", "", Percent(33, 0), None)
    >>> judge(FigureSet("v", "all", "", MULTIPLE, True, 33, (third,)), 4, 4, "nearest").bases
    (3,)
    """
    tried = np.arange((size + 1) // 2 if size is not None else 1, (size if size is not None else n) + 1)
    tried = tried[tried > 0].astype(np.int64)
    fits = fitting(figures, tried, rounding)
    bases = tuple(tried[fits].tolist())
    if not bases:
        return Verdict(figures, IMPOSSIBLE, ())
    if size is None or bases[-1] == size:
        return Verdict(figures, POSSIBLE, bases)
    return Verdict(figures, ON_SMALLER_BASE, bases)


def fitting(figures: FigureSet, sizes: NDArray[np.int64], rounding: str) -> NDArray[np.bool_]:
    """For each size, whether whole respondents can give the figures.

    Every answer needs a whole count inside its rounding interval; with one answer each the counts sum to
    the size when the answers are complete, and to no more than it otherwise. As each count can be any
    whole number of its interval, their sums are all whole numbers between the sums of the bounds.
    An answer published with two values may have either: that they contradict each other is said apart.
    """
    by_answer: dict[str, list[Figure]] = {}
    for figure in figures.figures:
        by_answer.setdefault(figure.answer, []).append(figure)
    choices = [_alternatives(members) for members in by_answer.values()]
    possible = np.zeros(len(sizes), dtype=bool)
    for choice in islice(product(*choices), _MOST_CHOICES):
        bounds = [figure.counts(sizes, rounding) for figure in choice]
        fits = np.all([low <= high for low, high in bounds], axis=0)
        if figures.kind == SINGLE:
            fits &= sum(low for low, _ in bounds) <= sizes
            if figures.complete:
                fits &= sum(high for _, high in bounds) >= sizes
        possible |= fits
    return possible


def _alternatives(figures: Sequence[Figure]) -> list[Figure]:
    """The values an answer was given, each once; a percentage and a count of it hold together."""
    percents: list[Percent | None] = [one for one in dict.fromkeys(f.percent for f in figures) if one is not None]
    counts: list[int | None] = [one for one in dict.fromkeys(f.n for f in figures) if one is not None]
    model = figures[0]
    return [
        Figure(model.id, model.variable, model.answer, model.base, model.subgroup, percent, count)
        for percent in percents or [None]
        for count in counts or [None]
    ]
