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
from tandem.domain.matching.need_joining import ARRAYS, as_arrays, from_arrays, joined
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
@given(offers, need_lists, some_gates, seeds, st.integers(1, 12))
def test_rankings_and_gains_are_equal_to_the_last_word(offer, needs, relaxed, seed, top):
    columns = NeedColumns.of(needs)
    options = {"relaxed": relaxed, "seed": seed, "top": top}
    assert rank_needs(offer, columns, **options) == rank_needs(offer, needs, **options)
    assert gains_of_relaxing_for_offer(offer, columns, relaxed) == gains_of_relaxing_for_offer(offer, needs, relaxed)


@examples
@given(offers, need_lists, choices, st.integers(0, 2**20), seeds)
def test_columns_joined_from_parts_and_read_back_rank_as_the_needs_themselves(offer, needs, first, shuffle, seed):
    """Two parts of what is there, each in an order of its own."""
    draw = Draw(shuffle)
    one = [place for place, chosen in enumerate(first) if chosen]
    other = [place for place, chosen in enumerate(first) if not chosen][1:]
    draw.shuffle(one)
    draw.shuffle(other)
    kept = [needs[place] for place in (*one, *other)]
    parts = [(NeedColumns.of(part), np.arange(len(part))) for part in ([needs[place] for place in one], needs)]
    parts[1] = (parts[1][0], np.array(other, np.intp))
    arrays = as_arrays(joined(parts, fetch=lambda places: []))
    assert set(arrays) == set(ARRAYS)
    whole = from_arrays(arrays, lambda places: [kept[place] for place in places])
    assert rank_needs(offer, whole, seed=seed, top=8) == rank_needs(offer, kept, seed=seed, top=8)
    assert gains_of_relaxing_for_offer(offer, whole) == gains_of_relaxing_for_offer(offer, kept)


@examples
@given(offers, need_lists, choices, seeds, some_gates)
def test_a_pool_is_its_columns_without_what_changed_and_what_changed_beside_them(offer, needs, stale, seed, relaxed):
    """Every stale need says something else by now, or is gone: what the columns say of it must not show."""
    draw = Draw(5)
    changed = [place for place, chosen in enumerate(stale) if chosen]
    beside = [draw.need(needs[place].id) for place in changed if place % 2]
    now = [need for place, need in enumerate(needs) if place not in changed] + beside
    pool = NeedPool(NeedColumns.of(needs).without(np.array(changed, np.intp)), beside)
    options = {"relaxed": relaxed, "seed": seed, "top": 6}
    assert rank_needs(offer, pool, **options) == rank_needs(offer, now, **options)
    assert gains_of_relaxing_for_offer(offer, pool, relaxed) == gains_of_relaxing_for_offer(offer, now, relaxed)


def test_no_need_at_all_is_an_empty_ranking():
    ranking = rank_needs(an_offer(), NeedColumns.of([]))
    assert (ranking.considered, ranking.results, sum(ranking.removed_by_gate.values())) == (0, (), 0)
