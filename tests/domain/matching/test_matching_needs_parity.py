"""One offer against columns of needs gives what the plain path gives, whatever the pair."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.pairs import Draw, an_offer, need_lists, offers

from tandem.domain.matching import (
    GATES,
    PUBLISHED,
    NeedColumns,
    NeedPool,
    gains_of_relaxing_for_offer,
    rank_needs,
)
from tandem.domain.matching.gates import closed_gates
from tandem.domain.matching.need_columns import ARRAYS, as_arrays, from_arrays, joined
from tandem.domain.matching.need_kernel import needs_closed, score_needs
from tandem.domain.matching.scoring import scores

examples = settings(max_examples=40, deadline=None)
some_gates = st.sets(st.sampled_from(list(GATES)))
seeds = st.none() | st.integers(-5, 5)
choices = st.lists(st.booleans(), min_size=25, max_size=25)


@examples
@given(offers, need_lists)
def test_both_scores_of_every_need_are_equal(offer, needs):
    for_need, for_offer = score_needs(offer, NeedColumns.of(needs), PUBLISHED)
    plain = [scores(need, offer, PUBLISHED) for need in needs]
    assert for_need.tolist() == [one.for_need for one in plain]
    assert for_offer.tolist() == [one.for_offer for one in plain]


@examples
@given(offers, need_lists)
def test_every_gate_closes_for_the_same_needs(offer, needs):
    closed = needs_closed(offer, NeedColumns.of(needs))
    by_need = [tuple(name for name in GATES if closed[name][place]) for place in range(len(needs))]
    assert by_need == [closed_gates(need, offer) for need in needs]


@examples
@given(offers, need_lists, choices, some_gates, seeds, st.integers(1, 12))
def test_a_pool_of_needs_ranks_as_the_needs_of_now(offer, needs, stale, relaxed, seed, top):
    """Every stale need asks for something else by now, or is gone: what the columns say of it must not show."""
    draw = Draw(5)
    changed = [place for place, chosen in enumerate(stale) if chosen]
    beside = [draw.need(needs[place].id) for place in changed if place % 2]
    now = [need for place, need in enumerate(needs) if place not in changed] + beside
    pool = NeedPool(NeedColumns.of(needs).without(np.array(changed, np.intp)), beside)
    options = {"relaxed": relaxed, "seed": seed, "top": top}
    assert rank_needs(offer, pool, **options) == rank_needs(offer, now, **options)
    assert gains_of_relaxing_for_offer(offer, pool, relaxed) == gains_of_relaxing_for_offer(offer, now, relaxed)


@examples
@given(offers, need_lists, need_lists, st.integers(0, 2**20))
def test_columns_joined_and_read_back_score_as_columns_of_all(offer, some, others, shuffle):
    """Parts that ask for other competences, and for more or fewer of them, each in an order of its own."""
    draw = Draw(shuffle)
    orders = [draw.sample(range(len(part)), len(part) - 1) for part in (some, others)]
    parts = [(NeedColumns.of(part), np.array(order)) for part, order in zip((some, others), orders, strict=True)]
    whole = joined(parts, fetch=lambda places: [kept[place] for place in places])
    kept = [part[place] for part, order in zip((some, others), orders, strict=True) for place in order]
    arrays = as_arrays(whole)
    assert set(arrays) == set(ARRAYS)
    again = from_arrays(arrays, whole.fetch)
    assert np.array_equal(score_needs(offer, again, PUBLISHED), score_needs(offer, NeedColumns.of(kept), PUBLISHED))
    assert gains_of_relaxing_for_offer(offer, again) == gains_of_relaxing_for_offer(offer, kept)


def test_no_need_at_all_is_an_empty_ranking():
    ranking = rank_needs(an_offer(), NeedColumns.of([]))
    assert (ranking.considered, ranking.results, sum(ranking.removed_by_gate.values())) == (0, (), 0)
