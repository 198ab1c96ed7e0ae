"""Conditions of a questionnaire, as XLSForm writes them."""

import pytest

from tandem.domain.errors import BadInput
from tandem.domain.survey.conditions import read_condition
from tandem.domain.survey.questionnaire import (
    ANY,
    MISSING,
    NUMBER,
    ONE,
    SEVERAL,
    TEXT,
    Choice,
    Item,
    checked,
)

ANSWERS = {"age": "20", "tools": ("crm", "mail"), "sector": "social", "none": ""}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("${age} > 18", True),
        ("${age} >= 20.0", True),
        ("${age} = 20.0", True),
        ("${age} < -1", False),
        ("${none} < 5", False),
        ("${nobody} = ''", True),
        ("${sector} = 'social' and ${age} > 30", False),
        ("${sector} = 'tech' or ${age} > 3 and ${age} < 30", True),
        ("(${sector} = 'tech' or ${age} > 3) and ${age} > 30", False),
        ("selected(${tools}, 'mail')", True),
        ("selected(${tools}, 'ma')", False),
        ("not(selected(${tools}, 'mail'))", False),
        ('${sector} != "social"', False),
        ("../sector = 'social'", True),
    ],
)
def test_a_condition_holds_as_in_xpath(condition, holds):
    assert read_condition(condition).holds(ANSWERS) is holds


@pytest.mark.parametrize(
    "text", ["${a} =", "= 3", "${a}", "count(${a}) > 1", "${a} = 1 ${b} = 2", "${a} ~ 2", "(${a} = 1"]
)
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(BadInput):
        read_condition(text)


def test_a_point_is_the_answer_itself():
    assert read_condition(". >= 0 and . < 10").holds({}, "7")
    assert not read_condition(". >= 0 and . < 10").holds({}, "10")


YES_NO = (Choice("yes", {ANY: "Yes"}), Choice("dont_know", {ANY: "?"}))


@pytest.mark.parametrize(
    ("item", "raw", "kept"),
    [
        (Item("q", NUMBER, {}, {}, whole=True), ["1 200"], "1200"),
        (Item("q", NUMBER, {}, {}), ["3,5"], "3.5"),
        (Item("q", TEXT, {}, {}), ["  why  "], "why"),
        (Item("q", SEVERAL, {}, {}, YES_NO), ["dont_know"], ("dont_know",)),
        (Item("q", ONE, {}, {}, YES_NO), [""], ""),
    ],
)
def test_an_answer_is_kept_in_one_shape(item, raw, kept):
    assert checked(item, raw, {}) == kept


@pytest.mark.parametrize(
    ("item", "raw"),
    [
        (Item("q", NUMBER, {}, {}, whole=True), ["3.5"]),
        (Item("q", NUMBER, {}, {}), ["1e400x"]),
        (Item("q", ONE, {}, {}, YES_NO), ["no"]),
        (Item("q", SEVERAL, {}, {}, YES_NO), ["yes", "dont_know"]),
        (Item("q", ONE, {}, {}, YES_NO, required=True), []),
        (Item("q", TEXT, {}, {}), ["x" * 5000]),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(item, raw):
    with pytest.raises(BadInput):
        checked(item, raw, {})


def test_absences_never_look_like_codes():
    assert not MISSING[0].isalpha()
