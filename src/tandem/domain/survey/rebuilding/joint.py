"""Questions that hang together, cut into joint tables small enough to solve (a junction tree)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

_MOST_CELLS = 300_000


@dataclass(frozen=True)
class JointTable:
    """One question beside those it hangs on; their joint table is a margin of the table `parent`.

    `parent` is the place of that table in the list (always later), None when the question hangs on nothing.
    """

    question: str
    given: tuple[str, ...]
    parent: int | None

    @property
    def questions(self) -> tuple[str, ...]:
        return (self.question, *self.given)


def joint_tables(levels: Mapping[str, Sequence[str]], together: Iterable[Sequence[str]]) -> list[JointTable]:
    """Tables such that any group of `together` stands whole in one, and agreeing tables fit one population.

    The graph whose edges join questions of one group is eliminated question by question, the one that adds
    fewest cells first; what a question touches when it goes is what it hangs on. Whole numbers of respondents
    that agree on the shared margins can then always be given to people: last table first, each question is
    dealt out inside the groups that are alike on what it hangs on.
    Source: Lauritzen & Spiegelhalter 1988 (junction tree); Kjærulff 1990 (elimination by weight).

    Errors: `BadInput` when questions hang together so much that a table has over 300,000 cells.

    >>> [table.questions for table in joint_tables({"a": "xy", "b": "xy", "c": "xy"}, [("a", "b"), ("b", "c")])]
    [('a', 'b'), ('b', 'c'), ('c',)]
    """
    touching: dict[str, set[str]] = {question: set() for question in levels}
    for group in together:
        for question in group:
            touching[question] |= set(group) - {question}
    places = {question: place for place, question in enumerate(levels)}
    removed: list[tuple[str, tuple[str, ...]]] = []
    while touching:
        question = min(touching, key=lambda one: (_cells(levels, one, touching[one]), places[one]))
        around = touching.pop(question)
        cells = _cells(levels, question, around)
        if cells > _MOST_CELLS:
            text = gettext_noop("%(variable)s hangs together with too many other questions (%(cells)s cells)")
            raise BadInput(Message(text, {"variable": question, "cells": cells}))
        for other in around:
            touching[other] = (touching[other] | around) - {question, other}
        removed.append((question, tuple(sorted(around, key=places.__getitem__))))
    order = {question: place for place, (question, _) in enumerate(removed)}
    return [
        JointTable(question, given, min((order[other] for other in given), default=None)) for question, given in removed
    ]


def _cells(levels: Mapping[str, Sequence[str]], question: str, others: Iterable[str]) -> int:
    return math.prod(len(levels[one]) for one in (question, *others))
