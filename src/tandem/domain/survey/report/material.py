"""The answers a report speaks of: questions by name, the design, and the conditions that narrow them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, MultipleResponse, Question
from tandem.domain.survey.design import Design
from tandem.domain.survey.frequencies import effective_size
from tandem.domain.survey.report.bindings import (
    WORDS,
    Binding,
    Claim,
    Condition,
    Mean,
    Share,
    Table,
    TestOf,
    Where,
)

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Bases:
    """How many respondents a figure is about: those the condition leaves, those of them who answered."""

    asked: int
    answered: int
    weighted: float | None
    effective: float


@dataclass(frozen=True)
class Material:
    """`n` respondents; `labels` says per question which wordings, in any language, stand for which level.

    `scores` are of questions whose levels are dates or the like (waves), for trends; `broken_over` names, per such
    question, those that were not asked in the same way each time. `unpublished` are levels that stand for what
    nobody published (of answers rebuilt from figures): their shares are never said.
    """

    n: int
    questions: Mapping[str, Question | MultipleResponse]
    design: Design | None = None
    confidence: float = 95
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    draws: int = 100_000
    seed: int = 0
    scores: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    broken_over: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unpublished: frozenset[str] = frozenset()

    def question(self, name: str) -> Question | MultipleResponse:
        if name not in self.questions:
            raise BadInput(Message(gettext_noop("the answers have no question %(name)s"), {"name": name}))
        return self.questions[name]

    def narrowed(self, name: str, where: Where) -> Question | MultipleResponse:
        """The question with everybody outside `where` as somebody who did not answer."""
        question = self.question(name)
        return question if not where else kept(question, self.mask(where))

    def mask(self, where: Where) -> Mask:
        """The respondents who fulfil every condition."""
        found = np.ones(self.n, dtype=bool)
        for condition in where:
            found &= self._fulfils(condition)
        return found

    def _fulfils(self, condition: Condition) -> Mask:
        question = self.question(condition.question)
        return np.asarray(answered(question) & (gave(question, condition.levels) != condition.negated))

    def bases(self, here: Mask, asked: Mask) -> Bases:
        """The bases of a figure about `here` (who answered) among `asked`."""
        n = int(np.count_nonzero(here))
        if self.design is None:
            return Bases(int(np.count_nonzero(asked)), n, None, float(n))
        weights = self.design.weights[here]
        return Bases(int(np.count_nonzero(asked)), n, float(weights.sum()), effective_size(weights))

    def resolved(self, binding: Binding) -> Binding:
        """The same binding with the codes of levels in the place of their wordings, every name checked.

        Errors: `BadInput` for a question or a level that is not there, a set where it cannot stand.
        """
        if isinstance(binding, WORDS):
            return binding
        if isinstance(binding, Claim):
            larger, smaller = self.resolved(binding.larger), self.resolved(binding.smaller)
            assert isinstance(larger, Share)
            assert isinstance(smaller, Share)
            return replace(binding, larger=larger, smaller=smaller, base=self.conditions(binding.base))
        where = self.conditions(binding.where)
        if isinstance(binding, Share):
            return Share(self._levels(binding.question, binding.levels), binding.question, where)
        if isinstance(binding, Table | TestOf):
            self.question(binding.rows)
            sets = (binding.rows, binding.columns) if isinstance(binding, TestOf) else (binding.columns,)
            for name in sets:
                self._refuse_set(name)
        else:
            self.question(binding.question)
        if isinstance(binding, Mean):
            self._refuse_set(binding.question)
        return replace(binding, where=where)

    def conditions(self, where: Where) -> Where:
        return tuple(replace(one, levels=self._levels(one.question, one.levels)) for one in where)

    def _refuse_set(self, name: str) -> None:
        if isinstance(self.question(name), MultipleResponse):
            text = gettext_noop(
                "%(name)s has several answers each: it can stand in the rows of a table, and has no test"
            )
            raise BadInput(Message(text, {"name": name}))

    def _levels(self, name: str, levels: tuple[str, ...]) -> tuple[str, ...]:
        there = level_names(self.question(name))
        wordings = self.labels.get(name, {})
        for level in levels:
            if level not in there and wordings.get(level) not in there:
                text = gettext_noop("%(question)s has no answer “%(level)s”; it has: %(levels)s")
                raise BadInput(Message(text, {"question": name, "level": level, "levels": there[:20]}))
        return tuple(level if level in there else wordings[level] for level in levels)


def kept(question: Question | MultipleResponse, here: Mask) -> Question | MultipleResponse:
    """The question with everybody outside `here` as somebody who did not answer."""
    if isinstance(question, Question):
        return replace(question, codes=np.where(here, question.codes, MISSING))
    return replace(question, asked=question.asked & here)


def level_names(question: Question | MultipleResponse) -> tuple[str, ...]:
    return question.levels if isinstance(question, Question) else question.items


def answered(question: Question | MultipleResponse) -> Mask:
    return np.asarray(question.codes >= 0) if isinstance(question, Question) else question.asked


def gave(question: Question | MultipleResponse, levels: tuple[str, ...]) -> Mask:
    """Who gave one of these answers, those outside the base included."""
    names = level_names(question)
    places = [names.index(level) for level in levels]
    if isinstance(question, Question):
        return np.asarray(np.isin(question.codes, places))
    return np.asarray(question.ticked[:, places].any(axis=1))
