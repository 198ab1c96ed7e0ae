"""Nets, column letters, percents of responses, ordered answers."""

from __future__ import annotations

import numpy as np
import pytest

from tandem.domain.survey.answers import MultipleResponse, question_from_labels
from tandem.domain.survey.nets import column_letters, netted, percent_of_responses, top_box
from tandem.domain.survey.ordered import concordance, linear_by_linear, mcnemar, trend_of_shares


def test_levels_outside_every_net_become_no_answer():
    question = question_from_labels("q", ["agree", "no idea", "disagree"])
    assert netted(question, [("said", ["agree", "disagree"])]).codes.tolist() == [0, -1, 0]


def test_the_top_two_stand_against_the_rest():
    question = question_from_labels("q", ["very", "rather", "little", "not", ""])
    found = top_box(question)
    assert (found.levels, found.codes.tolist()) == (("very + rather", "little + not"), [0, 0, 1, 1, -1])


def test_percents_of_responses_sum_to_a_hundred():
    ticked = np.array([[1, 1], [1, 0], [0, 0], [1, 1]], dtype=bool)
    answers = MultipleResponse("m", ("a", "b"), ticked, np.array([True, True, True, False]))
    assert percent_of_responses(answers).tolist() == pytest.approx([200 / 3, 100 / 3])


def test_letters_name_the_columns_that_are_lower_beyond_chance():
    found = column_letters(np.array([[0.6, 0.4, 0.59], [0.4, 0.6, 0.41]]), np.array([400.0, 400.0, 400.0]))
    assert found == [["B", "", "B"], ["", "AC", ""]]


def test_one_pair_alone_is_judged_at_its_own_level_and_many_together_more_strictly():
    alone = column_letters(np.array([[0.56, 0.44]]), np.array([140.0, 140.0]))
    among = column_letters(np.array([[0.56, 0.44, 0.5, 0.5]]), np.array([140.0, 140.0, 140.0, 140.0]))
    assert (alone, among) == ([["B", ""]], [["", "", "", ""]])


def test_shares_of_nothing_and_of_everything_carry_no_letter():
    assert column_letters(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([50.0, 50.0])) == [["", ""], ["", ""]]


def test_gamma_leaves_ties_out():
    found = concordance(np.array([[10.0, 5.0], [0.0, 7.0]]))
    assert found.gamma == 1.0
    assert found.tau_b < 1.0


def test_an_answer_that_does_not_vary_has_no_concordance_and_no_trend():
    table = np.array([[3.0, 4.0]])
    assert (concordance(table).gamma, concordance(table).tau_b) == (None, None)
    assert linear_by_linear(table, np.array([1.0]), np.array([1.0, 2.0])) is None
    assert trend_of_shares(np.zeros(3), np.full(3, 9.0), np.arange(3.0)) is None


def test_nobody_changing_an_answer_leaves_mcnemar_nothing_to_test():
    assert mcnemar(np.diag([4.0, 5.0])).test.p is None
