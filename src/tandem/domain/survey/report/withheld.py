"""Which figures of a report are about too few respondents to be printed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tandem.domain.survey.disclosure import FEWEST

Mask = NDArray[np.bool_]


def withheld_levels(people: NDArray[np.int64], base: int) -> Mask:
    """Which levels of one question with one answer each are left blank, in a list that also prints its base.

    Every count from 1 to 4, and then the smallest others, until two levels or more are blank that hold
    five respondents or more together: else the base less what is printed would tell of fewer than five.

    >>> withheld_levels(np.array([40, 3, 9, 0]), 52).tolist()
    [False, True, True, False]
    """
    if 0 < base < FEWEST:
        return np.ones(len(people), dtype=bool)
    blank = np.asarray((people > 0) & (people < FEWEST))
    if not blank.any():
        return blank
    for place in np.argsort(people, kind="stable"):
        if np.count_nonzero(blank) >= 2 and people[blank].sum() >= FEWEST:
            break
        blank[place] |= people[place] > 0
    return blank


def withheld_items(people: NDArray[np.int64], base: int) -> Mask:
    """The same for a question with several answers: items are apart, so each stands against its own rest.

    >>> withheld_items(np.array([40, 3, 50, 0]), 52).tolist()
    [False, True, True, False]
    """
    if 0 < base < FEWEST:
        return np.ones(len(people), dtype=bool)
    rest = base - people
    return np.asarray(((people > 0) & (people < FEWEST)) | ((rest > 0) & (rest < FEWEST)))
