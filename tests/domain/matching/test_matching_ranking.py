"""Rankings, their ties, the changes they show, and what relaxing would add."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.pairs import Draw, a_need, an_offer, needs, offer_lists

from tandem.domain.matching import (
    GATES,
    PUBLISHED,
    additions,
    explain,
    first_gate,
    gains_of_relaxing,
    gains_of_relaxing_for_offer,
    rank_needs,
    rank_offers,
)
from tandem.domain.matching.changes import possible_changes
from tandem.domain.matching.scoring import harmonic_mean

examples = settings(max_examples=30, deadline=None)
some_gates = st.sets(st.sampled_from(list(GATES)))


def named(*ids, **changes):
    return [replace(an_offer(**changes), id=identity) for identity in ids]


def test_the_best_offer_comes_first_and_every_offer_is_counted():
    offers = [
        *named("far", organisation_latitude=44.0, remote=False),
        *named("near"),
        *named("closed", help=["funding"]),
    ]
    ranking = rank_offers(a_need(), offers)
    assert [result.offer.id for result in ranking.results] == ["near", "far"]
    assert ranking.considered == 3
    assert list(ranking.removed_by_gate) == list(GATES)
    assert ranking.removed_by_gate["help"] == 1
    assert sum(ranking.removed_by_gate.values()) == 1


def test_a_relaxed_gate_removes_nobody_and_is_named():
    ranking = rank_offers(a_need(), named("f1", help=["funding"]), relaxed=["help"])
    assert (ranking.relaxed, ranking.removed_by_gate["help"], len(ranking.results)) == (("help",), 0, 1)


def test_equals_without_a_seed_stand_by_their_ids():
    ranking = rank_offers(a_need(), named("c", "a", "b"))
    assert [result.offer.id for result in ranking.results] == ["a", "b", "c"]


def test_equals_with_a_seed_stand_by_the_hash_of_seed_and_id():
    ids = [f"f{n}" for n in range(30)]
    ranking = rank_offers(a_need(), named(*ids), seed=42, top=10)
    expected = sorted(ids, key=lambda one: hashlib.sha256(f"42{one}".encode()).hexdigest())[:10]
    assert [result.offer.id for result in ranking.results] == expected


@examples
@given(needs, offer_lists, st.integers(0, 99))
def test_a_seed_shuffles_only_inside_bands_of_half_a_point(need, offers, seed):
    ranking = rank_offers(need, offers, relaxed=tuple(GATES), seed=seed, top=100)
    bands = [math.floor(result.rank_score / 0.5) for result in ranking.results]
    assert bands == sorted(bands, reverse=True)


def test_both_sides_have_to_gain():
    assert harmonic_mean(90, 0) == 0
    assert harmonic_mean(90, 10) == 18


@examples
@given(needs, offer_lists, some_gates)
def test_every_change_shown_does_what_it_says(need, offers, relaxed):
    for viewer in ("need", "offer"):
        for offer in offers[:10]:
            result = explain(need, offer, relaxed=relaxed, viewer=viewer)
            scores = []
            for shown in result.would_change:
                after = explain(shown.change.need, shown.change.offer, relaxed=relaxed, viewer=viewer)
                assert after.score == shown.new_score
                assert first_gate(shown.change.need, shown.change.offer, relaxed) is None
                untouched = shown.change.offer if shown.change.side == "need" else shown.change.need
                assert untouched == (offer if shown.change.side == "need" else need)
                scores.append(shown.new_score)
            assert len(scores) <= 3
            assert scores == sorted(scores, reverse=True)
            assert all(score > result.score for score in scores)


@examples
@given(needs, offer_lists)
def test_nobody_is_told_to_ask_for_something_else_where_the_help_asked_is_offered(need, offers):
    for offer in offers:
        if need.help in offer.help:
            assert all(change.need.help == need.help for change in possible_changes(need, offer))


def test_a_change_tells_whose_it_is():
    result = explain(a_need(remote=False), an_offer(remote=True, organisation_latitude=40.0))
    seen = {str(one.change.seen_from("need")): one for one in result.would_change}
    change = seen["on your side: accept remote work"].change
    assert change.need.remote
    assert str(change.seen_from("offer")) == "on their side: accept remote work"


def test_what_is_missing_is_told_with_whose_silence_it_is():
    offer = an_offer(
        competences=[{"framework": "digcomp-3.0", "id": "1.3", "level": 3}], technology=["crm"], capacity_hours=None
    )
    assert [str(text) for text in explain(a_need(organisation_values=[]), offer).missing] == [
        "1.3 (digcomp-3.0): level 3 where 5 is wanted",
        "not in the offer: B.1 (e-cf-4.0)",
        "not in the offer: security",
        "not said in the need: shared values",
        "not said in the offer: hours available",
    ]


def test_a_newcomer_is_not_reproached_for_silence():
    newcomer = an_offer(organisation_reply_rate=None, technology=["crm", "security"], capacity_hours=30)
    assert str(explain(a_need(), newcomer).missing[-1]) == "answers to requests: none known yet"


def test_needs_are_ranked_for_an_offer_from_its_own_side():
    draw = Draw(7)
    offer = draw.offer("f1")
    many = [replace(draw.need(), id=f"n{n}") for n in range(50)]
    ranking = rank_needs(offer, many, relaxed=["form", "help"], top=10)
    assert ranking.considered == 50
    for result in ranking.results:
        mirrored = explain(result.need, offer)
        assert (result.score, result.score_for_other) == (mirrored.score_for_other, mirrored.score)
        assert [one.name for one in result.criteria] == list(PUBLISHED.offer.weights)
    ranks = [result.rank_score for result in ranking.results]
    assert ranks == sorted(ranks, reverse=True)


def passing(need, offers, relaxed):
    return sum(first_gate(need, offer, relaxed) is None for offer in offers)


@examples
@given(needs, offer_lists, some_gates)
def test_relaxing_a_gate_adds_exactly_what_was_announced(need, offers, relaxed):
    now = passing(need, offers, relaxed)
    for gate, gain in gains_of_relaxing(need, offers, relaxed).items():
        assert passing(need, offers, {*relaxed, gate}) - now == gain


def test_the_owner_of_an_offer_sees_the_same_for_needs():
    gains = gains_of_relaxing_for_offer(
        an_offer(), [a_need(help="funding"), a_need(help="funding", forms=["franchise"])]
    )
    assert gains["help"] == 1
    assert gains["form"] == 0


@examples
@given(needs, offer_lists)
def test_a_change_that_adds_offers_adds_as_many_as_it_says(need, offers):
    now = passing(need, offers, ())
    for addition in additions(need, offers, limit=100):
        assert passing(addition.need, offers, ()) - now == addition.added > 0


def test_accepting_remote_work_is_offered_with_its_count():
    offers = named("a", "b", countries=["PT"])
    found = additions(a_need(remote=False), offers)
    assert [(str(one.action), one.added) for one in found] == [("accept remote work", 2)]


@pytest.mark.parametrize("top", [1, 3, 100])
def test_no_more_than_the_top_is_shown(top):
    assert len(rank_offers(a_need(), named(*"abcdefgh"), top=top).results) == min(top, 8)
