"""When words may be shown, under which name, and where a passage stands in what was said."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.survey import quoting
from tandem.domain.survey.quoting import current, may_be_quoted, place_of, who_said

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("consent", "until", "withdrawn", "shown"),
    [
        ("name", date(2026, 6, 15), False, True),
        ("role", date(2026, 6, 14), False, False),
        ("role", date(2027, 1, 1), True, False),
        ("none", date(2027, 1, 1), False, False),
    ],
)
def test_words_are_shown_as_agreed_until_the_last_day_and_never_once_taken_back(consent, until, withdrawn, shown):
    assert may_be_quoted(consent, until, withdrawn, TODAY) is shown


@given(st.sampled_from(["role", "none"]), st.text(min_size=1), st.text())
def test_a_name_is_never_shown_without_consent_to_it(consent, name, role):
    assert who_said(consent, name, role) == role


@given(st.lists(st.sampled_from(["lost", "count", "(of)", "them."]), min_size=1), st.integers(0, 5), st.integers(0, 5))
def test_a_passage_is_found_whatever_white_space_is_between_its_words(words, start, length):
    text = "\n ".join(words)
    passage = " ".join(words[start : start + length + 1])
    found = place_of(passage, text)
    if passage:
        assert found is not None
        assert text[slice(*found)].split() == passage.split()
    else:
        assert found is None


@given(st.dictionaries(st.integers(0, 6), st.integers(0, 6)), st.integers(0, 6))
def test_a_merged_code_always_ends_somewhere(merged, code):
    end = current(code, merged)
    assert end not in merged or current(end, merged) in merged


def test_the_worked_examples_hold():
    assert doctest.testmod(quoting).failed == 0
