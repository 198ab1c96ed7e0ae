"""Answers as columns: one small integer per respondent, and the labels that the integers stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

#: The code of somebody who did not answer.
MISSING = -1
#: The label of the level that "keep" and "own-level" make of those who did not answer.
MISSING_LEVEL = "(missing)"

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)

Codes = NDArray[np.signedinteger]


@dataclass(frozen=True)
class Question:
    """One question: its levels in order, and each respondent's place in them (`MISSING`: no answer).

    >>> Question("size", ("small", "large"), np.array([0, 1, 0, -1])).answered
    3
    """

    name: str
    levels: tuple[str, ...]
    codes: Codes

    @property
    def answered(self) -> int:
        return int(np.count_nonzero(self.codes >= 0))

    def with_missing_as_level(self) -> Question:
        """The same question with `(missing)` as its last level; unchanged when everybody answered."""
        if self.answered == len(self.codes):
            return self
        levels = self.levels if MISSING_LEVEL in self.levels else (*self.levels, MISSING_LEVEL)
        codes = np.where(self.codes < 0, levels.index(MISSING_LEVEL), self.codes).astype(np.int32)
        return Question(self.name, levels, codes)


@dataclass(frozen=True)
class MultipleResponse:
    """A question with several answers: one column per item, ticked or not.

    `ticked` is respondents × items. A respondent was asked who has a non-missing value in at least
    one of the columns.
    """

    name: str
    items: tuple[str, ...]
    ticked: NDArray[np.bool_]
    asked: NDArray[np.bool_]

    @classmethod
    def from_columns(cls, name: str, columns: Sequence[Question], ticked: Iterable[str]) -> MultipleResponse:
        """Read a set from its columns; `ticked` are the values that mean yes.

        >>> first = Question("a", ("Yes", "No"), np.array([0, 1, -1]))
        >>> second = Question("b", ("Yes",), np.array([0, -1, -1]))
        >>> MultipleResponse.from_columns("tools", [first, second], ["Yes"]).asked.tolist()
        [True, True, False]
        """
        yes = set(ticked)
        marks = []
        asked = np.zeros(len(columns[0].codes), dtype=bool)
        for column in columns:
            # One place more than there are levels: the code of no answer, -1, falls on it.
            is_yes = np.array([level in yes for level in column.levels] + [False])
            marks.append(is_yes[column.codes])
            asked |= column.codes >= 0
        return cls(name, tuple(column.name for column in columns), np.column_stack(marks), asked)


class Coder(dict[str, int]):
    """Labels to codes, given out in the order of first appearance; what is `missing` gets `MISSING`.

    A blank (nothing but white space) is always missing. With `most`, the coder remembers that it met
    more levels than that and stops learning, so that a column of free text costs no memory.
    """

    def __init__(self, missing: Iterable[str] = (), most: int | None = None) -> None:
        super().__init__(dict.fromkeys(missing, MISSING))
        self.labels: list[str] = []
        self.most = most

    @property
    def overflowed(self) -> bool:
        return self.most is not None and len(self.labels) > self.most

    def __missing__(self, label: str) -> int:
        if not label.strip():
            code = MISSING
        elif self.overflowed:
            return MISSING
        else:
            code = len(self.labels)
            self.labels.append(label)
        self[label] = code
        return code


def level_order(labels: Sequence[str]) -> list[int]:
    """The places of `labels` in the order to show them: by number when all are numbers, else as they came.

    >>> level_order(["10", "9", "-1.5"])
    [2, 1, 0]
    >>> level_order(["10", "9", "more"])
    [0, 1, 2]
    """
    places = list(range(len(labels)))
    if all(is_number(label) for label in labels):
        places.sort(key=lambda place: float(labels[place]))
    return places


def is_number(text: str) -> bool:
    """Whether `text` is a plain decimal number (no spaces, no thousands separators, no nan).

    >>> [is_number(text) for text in ("12", "-3.5e2", "1_000", "nan", "")]
    [True, True, False, False, False]
    """
    return _NUMBER.fullmatch(text) is not None


def question_from_codes(name: str, labels: Sequence[str], codes: Codes) -> Question:
    """A question from codes in the order of first appearance, its levels put in their order."""
    order = level_order(labels)
    levels = tuple(labels[place] for place in order)
    if order == list(range(len(labels))):
        return Question(name, levels, codes)
    new_code = np.empty(len(labels) + 1, dtype=codes.dtype)
    new_code[order] = np.arange(len(labels), dtype=codes.dtype)
    new_code[-1] = MISSING
    return Question(name, levels, new_code[codes])


def question_from_labels(name: str, answers: Iterable[str | None], missing: Iterable[str] = ()) -> Question:
    """A question from one label per respondent; None, blanks and `missing` are no answer.

    >>> question_from_labels("age", ["10", "9", "", "10"]).codes.tolist()
    [1, 0, -1, 1]
    """
    coder = Coder(missing)
    codes = np.array([coder[answer or ""] for answer in answers], dtype=np.int32)
    return question_from_codes(name, coder.labels, codes)


def checked_weights(weights: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """The weights themselves, or `BadInput` when one is negative or not a finite number."""
    bad = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
    if len(bad):
        raise BadInput(
            Message(
                gettext_noop("a weight must be zero or a positive number, not %(value)s"), {"value": weights[bad[0]]}
            ),
            (name,),
        )
    return weights
