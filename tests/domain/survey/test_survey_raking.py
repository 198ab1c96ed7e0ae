"""Weights that bring a sample to its margins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.survey.reference_numbers import R

from tandem.domain.errors import BadInput
from tandem.domain.survey.answers import Question, question_from_labels
from tandem.domain.survey.raking import TOLERANCE, bounds_of_trim, margin, rake


@pytest.fixture(scope="module")
def margins():
    rows = R["raking"]["rows"]
    return [
        margin(question_from_labels(name, [R["data"][name][row] for row in rows]), targets)
        for name, targets in R["raking"]["margins"].items()
    ]


def test_raked_weights_are_r_s(margins):
    assert rake(margins).weights == pytest.approx(np.array(R["raking"]["weights"]), rel=1e-6)


def test_weights_raked_from_other_weights_are_r_s(margins):
    found = rake(margins, np.array(R["raking"]["started"]))
    assert found.weights == pytest.approx(np.array(R["raking"]["weights_from_start"]), rel=1e-6)


def test_trimmed_weights_keep_bounds_and_margins(margins):
    found = rake(margins, np.array(R["raking"]["started"]), trim=(0.5, 2))
    assert found.converged
    assert found.weights.min() >= 0.5 - 1e-12
    assert found.weights.max() <= 2 + 1e-12
    for wanted in margins:
        present = np.bincount(wanted.question.codes, weights=found.weights) / found.weights.sum()
        assert present == pytest.approx(wanted.shares, abs=2 * TOLERANCE)


def test_bounds_too_narrow_for_the_margins_do_not_converge(margins):
    assert not rake(margins, trim=(0.99, 1.01)).converged


def test_who_starts_with_weight_zero_keeps_it():
    question = question_from_labels("a", ["x", "x", "y", "y"])
    start = np.array([1.0, 0.0, 1.0, 1.0])
    assert rake([margin(question, {"x": 1, "y": 1})], start).weights.tolist() == [2, 0, 1, 1]
    assert rake([margin(question, {"x": 1, "y": 1})], start, (0.2, 3)).weights[1] == 0


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_margins_that_some_weights_have_are_reached(data):
    """The margins of any positive weights on the sample can be reached, whatever the weights."""
    n = data.draw(st.integers(6, 30))
    codes = [np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))) for _ in range(2)]
    true = np.array(data.draw(st.lists(st.floats(0.2, 5), min_size=n, max_size=n)))
    margins = []
    for name, code in zip("ab", codes, strict=True):
        question = Question(name, ("0", "1", "2"), code)
        present = np.bincount(code, weights=true, minlength=3)
        margins.append(margin(question, {str(level): present[level] for level in np.unique(code)}))
    found = rake(margins)
    assert found.converged
    assert found.weights.mean() == pytest.approx(1)
    for wanted in margins:
        present = np.bincount(wanted.question.codes, weights=found.weights, minlength=3) / n
        assert present == pytest.approx(wanted.shares, abs=2e-9)


@pytest.mark.parametrize("scale", [1, 100, 67_000_000])
def test_shares_percents_and_counts_say_the_same(scale):
    question = question_from_labels("a", ["x", "x", "x", "y"])
    assert margin(question, {"x": 0.25 * scale, "y": 0.75 * scale}).shares == pytest.approx([0.25, 0.75])


def test_blanks_keep_their_share_as_a_level_of_their_own():
    question = question_from_labels("a", ["x", "y", "y", "", ""])
    found = margin(question, {"x": 50, "y": 50}, missing_own_level=True)
    assert found.shares.tolist() == pytest.approx([0.3, 0.3, 0.4])


def test_blanks_on_a_margin_are_refused_otherwise():
    with pytest.raises(BadInput, match="2 respondents have no answer"):
        margin(question_from_labels("a", ["x", "", ""]), {"x": 1})


def test_a_target_nobody_gave_is_refused():
    with pytest.raises(BadInput, match="nobody in the sample") as error:
        margin(question_from_labels("a", ["x"]), {"x": 1, "z": 1})
    assert error.value.place == ("a", "z")


def test_an_answer_without_target_is_refused():
    with pytest.raises(BadInput, match="no target for it"):
        margin(question_from_labels("a", ["x", "y"]), {"x": 1})


@pytest.mark.parametrize("target", [-1.0, float("nan"), float("inf")])
def test_a_target_that_is_no_target_is_refused(target):
    with pytest.raises(BadInput, match="a target has to be"):
        margin(question_from_labels("a", ["x", "y"]), {"x": 1, "y": target})


def test_negative_starting_weights_are_refused():
    question = question_from_labels("a", ["x", "y"])
    with pytest.raises(BadInput, match="zero or a positive number"):
        rake([margin(question, {"x": 1, "y": 1})], np.array([1.0, -1.0]))


@pytest.mark.parametrize("text", ["1", "a,b", "3,0.3", "-1,2", "0.5,inf", "0.5,2,3"])
def test_bounds_that_are_no_bounds_are_refused(text):
    with pytest.raises(BadInput, match="two numbers LOW,HIGH"):
        bounds_of_trim(text)


def test_bounds_that_leave_no_room_for_the_mean_are_refused():
    with pytest.raises(BadInput, match="both sides of 1"):
        bounds_of_trim("2,3")
