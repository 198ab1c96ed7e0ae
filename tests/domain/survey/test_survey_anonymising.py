"""Nobody stands in a group of fewer than k, whatever was answered."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.survey.anonymising import anonymise
from tandem.domain.survey.answers import Question
from tandem.domain.survey.disclosure import smallest_group


def asked(name, codes, levels="abc"):
    return Question(name, tuple(levels), np.array(codes, dtype=np.int32))


respondents = st.lists(st.tuples(*[st.integers(-1, 2)] * 3), min_size=1, max_size=40)


@given(respondents, st.integers(2, 6))
def test_every_group_has_k_or_all_are_blank(people, k):
    columns = [asked(name, codes) for name, codes in zip("xyz", zip(*people, strict=True), strict=True)]
    x, y, z = anonymise(columns, ["x", "y"], k).questions
    everybody_blank = (x.codes < 0).all() and (y.codes < 0).all()
    assert smallest_group([x, y]) >= k or everybody_blank
    assert z.codes.tolist() == columns[2].codes.tolist()


@given(respondents, st.integers(2, 6))
def test_who_is_not_blanked_keeps_every_answer(people, k):
    columns = [asked(name, codes) for name, codes in zip("xyz", zip(*people, strict=True), strict=True)]
    found = anonymise(columns, ["x", "y"], k)
    for before, after in zip(columns, found.questions, strict=True):
        assert after.codes[~found.blanked].tolist() == before.codes[~found.blanked].tolist()


def test_large_groups_lose_nothing():
    town = asked("town", [0] * 5 + [1] * 7)
    assert not anonymise([town], ["town"], 5).blanked.any()


def test_a_rare_combination_takes_the_smallest_group_with_it():
    town = asked("town", [0] * 9 + [1] * 5 + [2])
    assert np.flatnonzero(anonymise([town], ["town"], 5).blanked).tolist() == [*range(9, 15)]


@pytest.mark.parametrize(("names", "k", "words"), [(["nowhere"], 5, "nowhere"), (["town"], 1, "2 or more")])
def test_what_cannot_be_meant_is_refused(names, k, words):
    with pytest.raises(BadInput, match=words):
        anonymise([asked("town", [0])], names, k)
