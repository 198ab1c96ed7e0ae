"""Small numbers that pages print beside tables: against R, or counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.survey.answers import Question
from tandem.domain.survey.frequencies import margin_of_error
from tandem.domain.survey.nets import nested
from tandem.domain.survey.pooling import pooled


def test_the_margin_of_error_is_that_of_r():
    # R 4.2: qnorm(0.975) * sqrt(0.25 / 218); qnorm(0.995) * sqrt(0.3 * 0.7 / 1000)
    assert margin_of_error(218) == pytest.approx(0.0663727555875319, rel=1e-12)
    assert margin_of_error(1000, 0.3, 99) == pytest.approx(0.0373273128716019, rel=1e-12)


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 3)), max_size=40))
def test_a_nested_break_counts_each_pair_once(pairs):
    first = Question("a", ("x", "y", "z"), np.array([one for one, _ in pairs], dtype=np.int16))
    second = Question("b", ("k", "l", "m", "n"), np.array([two for _, two in pairs], dtype=np.int16))
    both = nested(first, second)
    there = [pair for pair in pairs if min(pair) >= 0]
    assert both.answered == len(there)
    assert len(both.levels) == len(set(there))
    for code, (one, two) in zip(both.codes[both.codes >= 0], there, strict=True):
        assert both.levels[code] == f"{first.levels[one]} · {second.levels[two]}"


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8))
def test_no_network_below_ten_stands_by_itself_and_no_pool_gives_one_away(counts):
    alone, together = pooled(counts)
    assert all(counts[name] >= 10 for name in alone)
    assert set(alone) | set(together) == {name for name, count in counts.items() if count > 0}
    assert not together or sum(counts[name] for name in together) >= 10 or not alone
