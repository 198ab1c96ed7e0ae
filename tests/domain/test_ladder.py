"""The ladder of forms of cooperation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain import vocabulary
from tandem.domain.ladder import LADDER, above, rung

FORMS = [one.form for one in LADDER]


def test_every_rung_is_a_form_of_the_list_and_stands_once():
    assert set(FORMS) <= set(vocabulary.FORMS)
    assert len(FORMS) == len(set(FORMS))


@pytest.mark.parametrize(
    ("forms", "first"),
    [
        ([], "giving-money"),
        (["open-data"], "giving-money"),
        (["giving-skills"], "staff-loan"),
        (["subcontract"], "joint-contract"),
    ],
)
def test_the_next_rung_binds_both_more(forms, first):
    assert above(forms)[0].form == first


def test_nothing_stands_above_the_highest_rung():
    assert above(["social-joint-venture"]) == ()


@given(st.lists(st.sampled_from(FORMS)))
def test_what_is_above_is_higher_than_all_that_was(forms):
    heights = [found.height for form in forms if (found := rung(form))]
    assert all(one.height > max(heights, default=0) for one in above(forms))
