"""WEIGHTS.toml: what may be changed, and what is refused."""

from __future__ import annotations

import pytest
from tests.domain.matching.pairs import a_need, an_offer

from tandem.domain.errors import BadInput
from tandem.domain.matching import PUBLISHED, explain, weights_from


def test_an_empty_file_leaves_the_published_weights():
    assert weights_from({}) == PUBLISHED


def test_two_weights_may_be_exchanged():
    weights = weights_from({"need": {"weights": {"competences": 15, "technology": 25}}})
    result = explain(a_need(), an_offer(technology=["crm", "security"]), weights)
    assert {one.name: one.contribution for one in result.criteria}["technology"] == 25


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"needs": {}}, "unknown key “needs”"),
        ({"need": {"weight": {}}}, "need: unknown key “weight”"),
        ({"need": {"weights": {"budget": 1}}}, "need: weights: unknown key “budget”"),
        ({"offer": {"weights": {"budget": 17}}}, "offer: weights: the weights sum to 110 instead of 100"),
        ({"need": {"weights": {"sdgs": -4}}}, "need: weights: sdgs: -4 is below 0"),
        ({"need": {"priors": {"sdgs": 1.5}}}, "need: priors: sdgs: 1.5 is above 1"),
        ({"need": {"priors": {"sdgs": float("nan")}}}, "need: priors: sdgs: the number is not finite"),
        ({"need": {"priors": {"sdgs": "0.5"}}}, "need: priors: sdgs: a number is expected"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(file, said):
    with pytest.raises(BadInput) as refused:
        weights_from(file)
    assert str(refused.value).startswith(said)
