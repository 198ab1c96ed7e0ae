"""Intervals and bands of many diagnoses at once, in columns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tandem.domain.maturity.questionnaire import Clause, Question, Questionnaire

#: The rank of a question that was not answered, or answered "I don't know".
UNKNOWN = -1

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class Scores:
    """Row = dimension, column = diagnosis; `low` and `high` of 100, `band` the place of the band of `low`.

    `shown` and `may_be_shown` (row = question) say which questions the known answers show, and
    which they do not rule out.
    """

    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    band: npt.NDArray[np.intp]
    shown: npt.NDArray[np.bool_]
    may_be_shown: npt.NDArray[np.bool_]


def scores(questionnaire: Questionnaire, ranks: npt.NDArray[np.int8]) -> Scores:
    """Low and high ends of every dimension of every diagnosis.

    `ranks` has a row per question and a column per diagnosis: the place of the chosen answer
    (0 = weakest), or -1 when it is not known. With w the weight of a question (`weights`), r the
    rank of its answer and k the number of its choices, over the questions of the dimension:

        score = 100 · Σ shown · w · r / (k − 1)  ÷  Σ w

    `low` counts every unknown answer at its worst, `high` at its best, also where it decides
    whether another question is shown. The score rises with every answer, so these two are the least
    and the greatest score of all ways to fill in what is unknown. Whole numbers inside: a
    diagnosis with all best answers has exactly 100. Cost: O(questions · diagnoses).

    Raises ValueError when the shape of `ranks` is not (questions, diagnoses).

    >>> from tandem.domain.maturity.questionnaire import Band
    >>> one = Question("plan", "strategy", ("none", "in mind", "written"), core=True)
    >>> two = Question("budget", "strategy", ("no", "yes"))
    >>> small = Questionnaire("1", ("strategy",), (Band("first", 0), Band("second", 50)), (one, two))
    >>> result = scores(small, np.array([[2, 1], [-1, 0]], dtype=np.int8))
    >>> result.low.tolist(), result.high.tolist(), result.band.tolist()
    ([[50.0, 25.0]], [[100.0, 25.0]], [[1, 0]])
    """
    if ranks.ndim != 2 or len(ranks) != len(questionnaire.questions):
        raise ValueError(f"ranks has shape {ranks.shape}, {len(questionnaire.questions)} rows were expected")
    low, shown = _completed(questionnaire, ranks, best=False)
    high, may_be_shown = _completed(questionnaire, ranks, best=True)
    band = np.searchsorted([band.starts_at for band in questionnaire.bands], low, side="right") - 1
    return Scores(low, high, band, shown, may_be_shown)


def weights(questionnaire: Questionnaire) -> dict[str, int]:
    """Weight of each question: in a dimension, the core questions weigh as much as all the others.

    So ten answers already decide half of the result, and the other questions make it precise.
    """
    result = {}
    for dimension in questionnaire.dimensions:
        inside = [question for question in questionnaire.questions if question.dimension == dimension]
        cores = sum(question.core for question in inside)
        others = len(inside) - cores
        for question in inside:
            result[question.id] = (others or 1) if question.core else cores
    return result


def _completed(
    questionnaire: Questionnaire, ranks: npt.NDArray[np.int8], *, best: bool
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Scores, and which questions are shown, when everything unknown is at its worst or its best."""
    weight = weights(questionnaire)
    steps = math.lcm(*(len(question.choices) - 1 for question in questionnaire.questions))
    points = np.zeros((len(questionnaire.dimensions), ranks.shape[1]), dtype=np.int64)
    totals = np.zeros((len(questionnaire.dimensions), 1), dtype=np.int64)
    shown = np.ones(ranks.shape, dtype=np.bool_)
    for place in questionnaire.reading_order:
        question = questionnaire.questions[place]
        _show(questionnaire, question, ranks, shown, best=best)
        step = weight[question.id] * steps // (len(question.choices) - 1)
        values = np.array([step * rank for rank in range(len(question.choices))], dtype=np.int64)
        row = questionnaire.dimensions.index(question.dimension)
        points[row] += _looked_up(values, ranks[place], best=best) * shown[place]
        totals[row] += weight[question.id] * steps
    return 100 * points / totals, shown


def _show(
    questionnaire: Questionnaire,
    question: Question,
    ranks: npt.NDArray[np.int8],
    shown: npt.NDArray[np.bool_],
    *,
    best: bool,
) -> None:
    def holds(clause: Clause) -> npt.NDArray[np.bool_]:
        place = questionnaire.place_of[clause.question]
        truth = np.array(
            [choice in clause.choices for choice in questionnaire.questions[place].choices], dtype=np.bool_
        )
        true: npt.NDArray[np.bool_] = _looked_up(truth, ranks[place], best=best) & shown[place]
        return true

    place = questionnaire.place_of[question.id]
    for clause in question.shown_when.every:
        shown[place] &= holds(clause)
    if question.shown_when.some:
        shown[place] &= np.logical_or.reduce([holds(clause) for clause in question.shown_when.some])


def _looked_up(table: npt.NDArray[Scalar], ranks: npt.NDArray[np.int8], *, best: bool) -> npt.NDArray[Scalar]:
    """`table` at `ranks`; an unknown rank (-1) finds the last cell of the lengthened table."""
    lengthened = np.append(table, table[-1] if best else table[0])
    found: npt.NDArray[Scalar] = lengthened[ranks]
    return found
