"""Reading answers as codes: order of levels, what is missing, sets."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import tandem.domain.survey
from tandem.domain.errors import BadInput
from tandem.domain.survey.answers import (
    MISSING_LEVEL,
    Coder,
    MultipleResponse,
    Question,
    checked_weights,
    question_from_labels,
)

MODULES = [
    module.name
    for module in pkgutil.walk_packages(tandem.domain.survey.__path__, "tandem.domain.survey.")
    if not module.name.endswith(".compiled")
]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_documentation_are_true(module):
    found = importlib.import_module(module)
    assert doctest.testmod(found, extraglobs={"np": np}).failed == 0


def test_levels_that_are_all_numbers_stand_in_numeric_order():
    assert question_from_labels("q", ["10", "9", "-1", "2.5"]).levels == ("-1", "2.5", "9", "10")


def test_levels_that_are_not_all_numbers_stand_as_they_came():
    assert question_from_labels("q", ["10", "9", "more than 10"]).levels == ("10", "9", "more than 10")


def test_codes_follow_their_levels_when_those_are_put_in_order():
    question = question_from_labels("q", ["10", "9", "", "10"])
    assert [question.levels[code] if code >= 0 else None for code in question.codes] == ["10", "9", None, "10"]


def test_blanks_and_declared_values_are_missing_however_often_they_are_declared():
    question = question_from_labels("q", ["a", " ", "NA", "99", "a"], missing=["NA", "99", "NA"])
    assert (question.levels, question.answered) == (("a",), 2)


def test_a_value_is_missing_only_when_it_is_the_declared_one_to_the_letter():
    assert question_from_labels("q", ["na", "NA "], missing=["NA"]).levels == ("na", "NA ")


def test_those_who_did_not_answer_can_become_the_last_level():
    question = question_from_labels("q", ["b", "", "a"]).with_missing_as_level()
    assert (question.levels, question.codes.tolist()) == (("b", "a", MISSING_LEVEL), [0, 2, 1])


def test_nothing_changes_when_everybody_answered():
    question = question_from_labels("q", ["b", "a"])
    assert question.with_missing_as_level() is question


def test_a_coder_stops_learning_past_its_limit():
    coder = Coder(most=2)
    codes = [coder[label] for label in ("a", "b", "c", "d", "a")]
    assert (codes, coder.overflowed, len(coder)) == ([0, 1, 2, -1, 0], True, 3)


def test_a_set_was_asked_of_whoever_has_a_value_in_one_of_its_columns():
    columns = [
        Question("radio", ("yes", "no"), np.array([0, 1, -1, -1])),
        Question("press", ("no", "yes"), np.array([-1, 1, -1, 0])),
    ]
    found = MultipleResponse.from_columns("media", columns, ["yes"])
    assert found.asked.tolist() == [True, True, False, True]
    assert found.ticked.tolist() == [[True, False], [False, True], [False, False], [False, False]]


@pytest.mark.parametrize("weight", [-0.1, np.nan, np.inf])
def test_a_weight_that_is_no_weight_is_refused(weight):
    with pytest.raises(BadInput, match="a weight must be zero or a positive number"):
        checked_weights(np.array([1.0, weight]), "w")
