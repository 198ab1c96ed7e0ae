"""One offer against columns of needs gives what the plain path gives, whatever the pair."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.pairs import an_offer, need_lists, offers

from tandem.domain.matching import (
    GATES,
    PUBLISHED,
    NeedColumns,
    gains_of_relaxing_for_offer,
    rank_needs,
)
from tandem.domain.matching.gates import closed_gates
from tandem.domain.matching.need_kernel import needs_closed, score_needs
from tandem.domain.matching.scoring import scores

examples = settings(max_examples=40, deadline=None)
some_gates = st.sets(st.sampled_from(list(GATES)))
seeds = st.none() | st.integers(-5, 5)


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


def test_no_need_at_all_is_an_empty_ranking():
    ranking = rank_needs(an_offer(), NeedColumns.of([]))
    assert (ranking.considered, ranking.results, sum(ranking.removed_by_gate.values())) == (0, (), 0)
