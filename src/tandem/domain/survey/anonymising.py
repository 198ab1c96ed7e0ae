"""Answers that nobody can be found in by what an acquaintance knows of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, Question
from tandem.domain.survey.disclosure import FEWEST, groups_alike


@dataclass(frozen=True)
class Anonymised:
    """The questions, and the respondents of whom every identifying answer was blanked."""

    questions: tuple[Question, ...]
    blanked: NDArray[np.bool_]


def anonymise(questions: Sequence[Question], identifying: Collection[str], k: int = FEWEST) -> Anonymised:
    """Blank the `identifying` answers of who is alike with fewer than `k` on them, until nobody is.

    Whole: of a respondent all identifying answers go or none, so that what is left of a rare combination
    does not give it away. The blanked are a group themselves: while they are fewer than `k`, the smallest
    remaining group joins them. With fewer than `k` respondents everybody is blanked. The other answers stay.
    Source: Sweeney 2002 (k-anonymity, by suppression); it protects against being found, not against
    what all `k` have in common.

    Errors: `BadInput` for a name that is no question, and for `k` below 2.

    >>> town = Question("town", ("a", "b"), np.array([0, 0, 0, 1, 1, 1, 1]))
    >>> anonymise([town], ["town"], 4).questions[0].codes.tolist()
    [-1, -1, -1, -1, -1, -1, -1]
    """
    by_name = {question.name: question for question in questions}
    for name in identifying:
        if name not in by_name:
            raise BadInput(Message(gettext_noop("the answers have no column %(column)s"), {"column": name}))
    if k < 2:
        raise BadInput(Message(gettext_noop("in a group of one everybody is found: k has to be 2 or more")))
    chosen = [by_name[name] for name in identifying]
    if not chosen:
        return Anonymised(tuple(questions), np.zeros(len(questions[0].codes) if questions else 0, dtype=bool))
    group = groups_alike(chosen)
    sizes = np.bincount(group)
    empty = np.all([question.codes < 0 for question in chosen], axis=0)
    blanked = np.asarray(sizes[group] < k)
    while 0 < np.count_nonzero(blanked | empty) < k and not (blanked | empty).all():
        rest = np.bincount(group[~(blanked | empty)], minlength=len(sizes))
        smallest = int(np.argmin(np.where(rest > 0, rest, len(group) + 1)))
        blanked |= group == smallest
    gone = set(identifying)
    kept = [
        Question(one.name, one.levels, np.where(blanked, MISSING, one.codes).astype(np.int32))
        if one.name in gone
        else one
        for one in questions
    ]
    return Anonymised(tuple(kept), blanked)
