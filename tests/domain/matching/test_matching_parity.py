"""The kernel gives the numbers of the plain path, whatever the pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.pairs import Draw, a_need, needs, offer_lists

from tandem.domain.matching import GATES, PUBLISHED, Columns, gains_of_relaxing, rank_offers
from tandem.domain.matching.gates import closed_gates
from tandem.domain.matching.joining import joined
from tandem.domain.matching.kernel import _compiled, gates_closed, rank_scores, score
from tandem.domain.matching.scoring import scores

examples = settings(max_examples=40, deadline=None)
some_gates = st.sets(st.sampled_from(list(GATES)))
seeds = st.none() | st.integers(-5, 5)


@examples
@given(needs, offer_lists)
def test_both_scores_of_every_pair_are_equal(need, offers):
    for_need, for_offer = score(need, Columns.of(offers), PUBLISHED)
    ranks = rank_scores(for_need, for_offer)
    plain = [scores(need, offer, PUBLISHED) for offer in offers]
    assert for_need.tolist() == [one.for_need for one in plain]
    assert for_offer.tolist() == [one.for_offer for one in plain]
    assert ranks.tolist() == [one.rank for one in plain]


@examples
@given(needs, offer_lists)
def test_every_gate_closes_for_the_same_offers(need, offers):
    closed = gates_closed(need, Columns.of(offers))
    by_offer = [tuple(name for name in GATES if closed[name][place]) for place in range(len(offers))]
    assert by_offer == [closed_gates(need, offer) for offer in offers]


@examples
@given(needs, offer_lists, some_gates, seeds, st.integers(1, 12))
def test_rankings_are_equal_to_the_last_word(need, offers, relaxed, seed, top):
    options = {"relaxed": relaxed, "seed": seed, "top": top}
    assert rank_offers(need, Columns.of(offers), **options) == rank_offers(need, offers, **options)


@examples
@given(needs, offer_lists, some_gates)
def test_gains_of_relaxing_are_equal(need, offers, relaxed):
    assert gains_of_relaxing(need, Columns.of(offers), relaxed) == gains_of_relaxing(need, offers, relaxed)


@examples
@given(needs, offer_lists, st.data())
def test_the_compiled_path_gives_the_same_scores(need, offers, data):
    pytest.importorskip("numba")
    columns = Columns.of(offers).for_many_needs()
    some = np.array(data.draw(st.lists(st.integers(0, len(offers) - 1), unique=True).map(sorted)), np.intp)
    for places, chosen in ((None, offers), (some, [offers[place] for place in some])):
        for_need, for_offer = score(need, columns, PUBLISHED, places)
        plain = [scores(need, offer, PUBLISHED) for offer in chosen]
        assert for_need.tolist() == [one.for_need for one in plain]
        assert for_offer.tolist() == [one.for_offer for one in plain]
    assert _compiled() is not None


def test_threads_of_the_compiled_path_share_the_offers_between_them():
    pytest.importorskip("numba")
    draw = Draw(3)
    columns = Columns.of([draw.offer(f"f{number}") for number in range(400)])
    whole = np.tile(np.arange(400), 100)
    many = joined([(columns, np.arange(400))] * 100, columns.fetch)
    expected = score(a_need(), columns, PUBLISHED)
    found = score(a_need(), many.for_many_needs(), PUBLISHED)
    assert all((one[whole] == other).all() for one, other in zip(expected, found, strict=True))


def test_no_offer_at_all_is_an_empty_ranking():
    ranking = rank_offers(a_need(), Columns.of([]))
    assert (ranking.considered, ranking.results, sum(ranking.removed_by_gate.values())) == (0, (), 0)
    assert not np.any(score(a_need(), Columns.of([]), PUBLISHED))
