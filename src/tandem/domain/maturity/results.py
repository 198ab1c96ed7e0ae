"""One diagnosis: its intervals, its bands in words, and the next steps with what led to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tandem.domain.errors import BadInput
from tandem.domain.maturity.questionnaire import DONT_KNOW, Clause, Condition, Questionnaire
from tandem.domain.maturity.scoring import UNKNOWN, scores
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import shown as shortened


@dataclass(frozen=True)
class DimensionResult:
    """Where an organisation stands in one dimension: somewhere in `low`…`high` of 100, at least in `band`.

    `unknown` names the questions whose answer would narrow the interval; there are none when the
    interval is a point.
    """

    id: str
    low: float
    high: float
    band: str
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Recommendation:
    """A next step and the questions whose answers led to it."""

    id: str
    triggered_by: tuple[str, ...]


@dataclass(frozen=True)
class Diagnosis:
    """A result per dimension, never one for the whole organisation.

    `answered` counts the answers that count: a choice, to a question that is not ruled out.
    `shown` names the questions to ask now; `set_aside` the answers kept but not counted, because
    other answers rule their question out.
    """

    version: str
    answered: int
    dimensions: tuple[DimensionResult, ...]
    recommendations: tuple[Recommendation, ...]
    shown: tuple[str, ...]
    set_aside: tuple[str, ...]


def ranks_of(questionnaire: Questionnaire, diagnoses: Sequence[Mapping[str, str]]) -> npt.NDArray[np.int8]:
    """The answers of several diagnoses (question id → choice id) as the array that `scores` reads.

    Raises `BadInput` for a question or a choice that this version does not have.
    """
    ranks = np.full((len(questionnaire.questions), len(diagnoses)), UNKNOWN, dtype=np.int8)
    for column, answers in enumerate(diagnoses):
        for identifier, choice in answers.items():
            question = questionnaire.by_id.get(identifier)
            if question is None:
                problem = Message(
                    gettext_noop("version %(version)s has no question %(question)s"),
                    {"version": questionnaire.version, "question": shortened(identifier)},
                )
                raise BadInput(problem, ("answers",))
            if choice == DONT_KNOW:
                continue
            if choice not in question.choices:
                problem = Message(
                    gettext_noop("this question has no choice %(choice)s; it has: %(choices)s"),
                    {"choice": shortened(choice), "choices": (*question.choices, DONT_KNOW)},
                )
                raise BadInput(problem, ("answers", identifier))
            ranks[questionnaire.place_of[identifier], column] = question.choices.index(choice)
    return ranks


def diagnose(questionnaire: Questionnaire, answers: Mapping[str, str]) -> Diagnosis:
    """The result of one set of answers (question id → choice id or `DONT_KNOW`).

    A question left out counts like "I don't know" in the intervals; only an answer that was given
    leads to a recommendation. Raises `BadInput` for an unknown question or choice.

    >>> from tandem.domain.maturity.questionnaire import Band, Question, Rule
    >>> copies = Question("copies", "data", ("none", "some", "all"), core=True)
    >>> start = Rule("start-copies", Condition(every=(Clause("copies", frozenset({"none"})),)))
    >>> small = Questionnaire("1", ("data",), (Band("first", 0), Band("second", 50)), (copies,), (start,))
    >>> result = diagnose(small, {"copies": "none"})
    >>> result.dimensions[0], result.recommendations
    (DimensionResult(id='data', low=0.0, high=0.0, band='first', unknown=()), \
(Recommendation(id='start-copies', triggered_by=('copies',)),))
    >>> diagnose(small, {"copies": "dont-know"}).dimensions[0]
    DimensionResult(id='data', low=0.0, high=100.0, band='first', unknown=('copies',))
    """
    ranks = ranks_of(questionnaire, [answers])[:, 0]
    found = scores(questionnaire, ranks[:, np.newaxis])
    ids = [question.id for question in questionnaire.questions]
    possible = {identifier for identifier, may in zip(ids, found.may_be_shown[:, 0], strict=True) if may}
    shown = tuple(identifier for identifier, is_shown in zip(ids, found.shown[:, 0], strict=True) if is_shown)
    given = {identifier: answers[identifier] for identifier in shown if identifier in answers}
    open_questions = {ids[place] for place in np.flatnonzero(ranks == UNKNOWN)} & possible
    return Diagnosis(
        version=questionnaire.version,
        answered=sum(1 for identifier, choice in answers.items() if choice != DONT_KNOW and identifier in possible),
        dimensions=tuple(
            DimensionResult(
                id=dimension,
                low=float(found.low[row, 0]),
                high=float(found.high[row, 0]),
                band=questionnaire.bands[found.band[row, 0]].id,
                unknown=tuple(
                    question.id
                    for question in questionnaire.questions
                    if question.dimension == dimension and question.id in open_questions
                ),
            )
            for row, dimension in enumerate(questionnaire.dimensions)
        ),
        recommendations=tuple(
            Recommendation(rule.id, led) for rule in questionnaire.rules if (led := _led_to(rule.when, given))
        ),
        shown=shown,
        set_aside=tuple(identifier for identifier in ids if identifier in answers and identifier not in possible),
    )


def _led_to(condition: Condition, given: Mapping[str, str]) -> tuple[str, ...]:
    """The questions whose answers make `condition` hold; none when it does not hold."""

    def holds(clause: Clause) -> bool:
        return given.get(clause.question) in clause.choices

    some = [clause for clause in condition.some if holds(clause)]
    if not all(holds(clause) for clause in condition.every) or (condition.some and not some):
        return ()
    return tuple(dict.fromkeys(clause.question for clause in (*condition.every, *some)))
