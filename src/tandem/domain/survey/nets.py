"""Reading aids of printed tables: nets of levels, column letters, percents of responses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tandem.domain.survey.answers import MISSING, MultipleResponse, Question

Numbers = NDArray[np.float64]


def netted(question: Question, nets: Sequence[tuple[str, Iterable[str]]]) -> Question:
    """A question whose levels are `nets` (name, levels counted together); other levels become no answer.

    >>> q = Question("q", ("very", "rather", "not"), np.array([0, 1, 2]))
    >>> netted(q, [("yes", ("very", "rather")), ("no", ("not",))]).codes.tolist()
    [0, 0, 1]
    """
    new_code = np.full(len(question.levels) + 1, MISSING, dtype=np.int32)
    for place, (_, levels) in enumerate(nets):
        for level in levels:
            new_code[question.levels.index(level)] = place
    return Question(question.name, tuple(name for name, _ in nets), new_code[question.codes])


def top_box(question: Question, boxes: int = 2) -> Question:
    """The first `boxes` levels against the rest: the "top two" of a scale that begins with its best."""
    top, rest = question.levels[:boxes], question.levels[boxes:]
    return netted(question, [(" + ".join(top), top), (" + ".join(rest), rest)])


def nested(outer: Question, inner: Question) -> Question:
    """A break inside a break: one level for each pair that somebody gave, in the order of both questions.

    Who did not answer one of them did not answer the pair.

    >>> size = Question("size", ("small", "large"), np.array([0, 0, 1, -1]))
    >>> sector = Question("sector", ("social", "tech"), np.array([1, 0, 0, 0]))
    >>> nested(size, sector).levels, nested(size, sector).codes.tolist()
    (('small · social', 'small · tech', 'large · social'), [1, 0, 2, -1])
    """
    both = (outer.codes >= 0) & (inner.codes >= 0)
    pair = outer.codes.astype(np.int64) * len(inner.levels) + inner.codes
    given, place = np.unique(pair[both], return_inverse=True)
    codes = np.full(len(pair), MISSING, dtype=np.int32)
    codes[both] = place
    names = [divmod(int(one), len(inner.levels)) for one in given]
    levels = tuple(f"{outer.levels[first]} · {inner.levels[second]}" for first, second in names)
    return Question(f"{outer.name} × {inner.name}", levels, codes)


def percent_of_responses(answers: MultipleResponse, weights: Numbers | None = None) -> Numbers:
    """The share (0-100) of each item in all ticks: with several answers it sums to 100, percents of cases do not."""
    of_each = np.ones(len(answers.asked)) if weights is None else weights
    ticks = of_each[answers.asked] @ answers.ticked[answers.asked]
    with np.errstate(invalid="ignore"):
        return np.asarray(100 * ticks / ticks.sum())


def column_letters(shares: Numbers, sizes: Numbers, level: float = 95) -> list[list[str]]:
    """For each cell the letters of the columns whose share is lower beyond chance at `level` percent.

    Pooled two-sample z-test of each pair of columns, two-sided, Bonferroni over the pairs of the row.
    `shares` are rows × columns, 0-1; `sizes` the (effective) base of each column. Columns are A, B, …
    Source: Fleiss, Levin & Paik 2003, 3.2; the customary "column proportions" of printed tables.

    >>> column_letters(np.array([[0.7, 0.4]]), np.array([100.0, 100.0]))
    [['B', '']]
    """
    columns = shares.shape[1]
    pairs = max(1, columns * (columns - 1) // 2)
    limit = float(ndtri(1 - (1 - level / 100) / (2 * pairs)))
    names = [letters_of(place) for place in range(columns)]
    found = []
    for row in shares:
        pooled = (row[:, None] * sizes[:, None] + row[None, :] * sizes) / (sizes[:, None] + sizes)
        spread = np.sqrt(pooled * (1 - pooled) * (1 / sizes[:, None] + 1 / sizes))
        higher = row[:, None] - row > limit * spread
        found.append(["".join(names[other] for other in np.flatnonzero(line)) for line in higher])
    return found


def letters_of(place: int) -> str:
    """A … Z, then AA, AB …

    >>> [letters_of(place) for place in (0, 25, 26)]
    ['A', 'Z', 'AA']
    """
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = ascii_uppercase[letter] + letters
    return letters
