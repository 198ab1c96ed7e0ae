"""Columns joined, left out and mapped give what the offers themselves give."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.pairs import Draw, needs, offer_lists

from tandem.domain.matching import Columns, Pool, additions, gains_of_relaxing, rank_offers
from tandem.domain.matching.joining import ARRAYS, as_arrays, from_arrays, joined

examples = settings(max_examples=40, deadline=None)
seeds = st.none() | st.integers(0, 3)
choices = st.lists(st.booleans(), min_size=25, max_size=25)


@examples
@given(needs, offer_lists, choices, st.integers(0, 2**20), seeds)
def test_columns_joined_from_parts_rank_as_columns_of_all(need, offers, first, shuffle, seed):
    """Two parts of what is there, each in an order of its own."""
    draw = Draw(shuffle)
    one = [place for place, chosen in enumerate(first) if chosen]
    other = [place for place, chosen in enumerate(first) if not chosen][1:]
    draw.shuffle(one)
    draw.shuffle(other)
    columns = Columns.of(offers)
    whole = joined(
        [(columns, np.array(one, np.intp)), (columns, np.array(other, np.intp))],
        fetch=lambda places: [kept[place] for place in places],
    )
    kept = [offers[place] for place in (*one, *other)]
    assert rank_offers(need, whole, seed=seed, top=8) == rank_offers(need, kept, seed=seed, top=8)
    assert gains_of_relaxing(need, whole) == gains_of_relaxing(need, kept)


@examples
@given(needs, offer_lists, seeds)
def test_columns_read_back_from_arrays_are_the_same(need, offers, seed):
    columns = Columns.of(offers)
    arrays = as_arrays(columns)
    assert set(arrays) == set(ARRAYS)
    again = from_arrays(arrays, columns.fetch)
    assert rank_offers(need, again, seed=seed) == rank_offers(need, columns, seed=seed)


@examples
@given(needs, offer_lists, choices, seeds, st.sampled_from([(), ("help",), ("language", "country")]))
def test_a_pool_is_its_columns_without_what_changed_and_what_changed_beside_them(need, offers, stale, seed, relaxed):
    """Every stale offer says something else by now, or is gone: what the columns say of it must not show."""
    draw = Draw(5)
    changed = [place for place, chosen in enumerate(stale) if chosen]
    beside = [draw.offer(offers[place].id) for place in changed if place % 2]
    now = [offer for place, offer in enumerate(offers) if place not in changed] + beside
    pool = Pool(Columns.of(offers).without(np.array(changed, np.intp)), beside)
    options = {"relaxed": relaxed, "seed": seed, "top": 6}
    assert rank_offers(need, pool, **options) == rank_offers(need, now, **options)
    assert gains_of_relaxing(need, pool, relaxed) == gains_of_relaxing(need, now, relaxed)
    assert additions(need, pool, relaxed) == additions(need, now, relaxed)
