"""Frequency tables with Wilson intervals, of one answer or several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MultipleResponse, Question, checked_weights

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LevelShare:
    """One line of a frequency table; percent and bounds are 0-100, None when nobody carries weight."""

    level: str
    count: float
    percent: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Frequencies:
    """`base` are the respondents who answered (for a set: were asked); `empty` the levels nobody gave."""

    question: str
    base: int
    n_effective: float
    levels: tuple[LevelShare, ...]
    empty: tuple[str, ...] = ()


def effective_size(weights: Numbers) -> float:
    """Kish's (Σw)² / Σw²: how many equally weighted respondents would tell as much; 0 without weight.

    >>> effective_size(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def wilson(share: float, n: float, level: float = 95) -> tuple[float, float]:
    """Wilson's score interval for a share (0-1) observed on n (whole or effective) answers.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). Source: Wilson 1927; R `prop.test(correct = FALSE)`.

    >>> tuple(round(bound, 4) for bound in wilson(0.5, 100))
    (0.4038, 0.5962)
    """
    z = float(ndtri(0.5 + level / 200))
    ratio = z * z / n
    middle = share + ratio / 2
    half = z * float(np.sqrt(share * (1 - share) / n + ratio / (4 * n)))
    low = (middle - half) / (1 + ratio)
    high = (middle + half) / (1 + ratio)
    return (0.0 if share <= 0 else max(0.0, low)), (1.0 if share >= 1 else min(1.0, high))


def frequencies(
    question: Question | MultipleResponse, weights: Numbers | None = None, level: float = 95
) -> Frequencies:
    """Count, percent and interval of each level, of those who answered (a set: of those asked).

    Without weights counts are whole numbers of respondents. With weights the interval uses the effective
    size, which holds the design effect of unequal weights and not that of strata or clusters.
    Errors: `BadInput` for a level of confidence outside 0-100 or a negative weight.

    >>> size = Question("size", ("small", "large"), np.array([0, 1, 0, -1]))
    >>> [(line.level, line.count, line.percent.__round__(1)) for line in frequencies(size).levels]
    [('small', 2, 66.7), ('large', 1, 33.3)]
    """
    if not 0 < level < 100:
        raise BadInput(
            Message(gettext_noop("a level of confidence lies between 0 and 100, not %(level)s"), {"level": level})
        )
    if weights is not None:
        checked_weights(weights, question.name)
    counts: NDArray[np.int64] | Numbers
    if isinstance(question, Question):
        names, asked = question.levels, question.codes >= 0
        # No answer is counted as a level before the first, and left out: quicker than choosing who answered.
        places = np.maximum(question.codes, -1) + 1
        people = np.bincount(places, minlength=len(names) + 1)[1:]
        counts = people if weights is None else np.bincount(places, weights=weights, minlength=len(names) + 1)[1:]
    else:
        names, asked = question.items, question.asked
        ticked = question.ticked[asked]
        people = ticked.sum(axis=0)
        counts = people if weights is None else weights[asked] @ ticked
    base = int(np.count_nonzero(asked))
    size = float(base) if weights is None else effective_size(weights[asked])
    total = float(base) if weights is None else float(weights[asked].sum())
    present = [place for place in range(len(names)) if people[place] > 0]
    return Frequencies(
        question.name,
        base,
        size,
        tuple(_line(names[place], counts[place].item(), total, size, level) for place in present),
        tuple(name for place, name in enumerate(names) if people[place] == 0),
    )


def _line(name: str, count: float, total: float, size: float, level: float) -> LevelShare:
    if total <= 0:
        return LevelShare(name, count, None, None, None)
    share = min(1.0, count / total)
    low, high = wilson(share, size, level)
    return LevelShare(name, count, 100 * count / total, 100 * low, 100 * high)


def margin_of_error(n: float, share: float = 0.5, level: float = 95) -> float:
    """Half the width of the simplest interval of a share (0-1), on `n` (whole or effective) answers, 0-1.

    z √(p(1 − p)/n): what press releases call the margin of error; the intervals of tables are Wilson's.
    It supposes that each respondent was drawn at random. Source: Kish 1965; R `qnorm(0.975) * sqrt(0.25 / 218)`.

    >>> round(margin_of_error(218), 6)
    0.066373
    """
    z = float(ndtri(0.5 + level / 200))
    return z * float(np.sqrt(share * (1 - share) / n))
