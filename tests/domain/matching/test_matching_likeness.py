"""The likeness of texts: no criterion without a weight, small with one, the same on every path, told in words."""

from __future__ import annotations

import doctest
import random
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.pairs import Draw, a_need, an_offer

from tandem.domain.errors import BadInput
from tandem.domain.matching import (
    GATES,
    PUBLISHED,
    Columns,
    Meaning,
    NeedColumns,
    Told,
    explain,
    first_gate,
    joining,
    need_joining,
    rank_needs,
    rank_offers,
    weights_from,
    weights_record,
)
from tandem.domain.matching.kernel import score
from tandem.domain.matching.likeness import TEXT, closeness, likeness, vectors_of, whole
from tandem.domain.matching.need_kernel import score_needs
from tandem.domain.matching.scoring import scores

TEXTS_COUNT = weights_from(
    {"need": {"weights": {"technology": 10, "text": 5}}, "offer": {"weights": {"sdgs": 1, "text": 7}}}
)
ONE_SIDE = weights_from({"need": {"weights": {"technology": 9, "text": 6}}})
NEAR, FAR = bytes([100] * 8), bytes([100, 156] * 4)  # 156 is -100 as a signed number

examples = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 2**32)
some_weights = st.sampled_from([PUBLISHED, TEXTS_COUNT, ONE_SIDE])


def read(thing, draw):
    """A need or an offer whose text was read, was empty, or was not."""
    numbers = [draw.randint(-127, 127) for _ in range(8)]
    meaning = draw.choice([None, Meaning(bytes(8)), *[Meaning(bytes(one % 256 for one in numbers))] * 4])
    return replace(thing, meaning=meaning)


def needs_and_offers(seed):
    draw, chance = Draw(seed), random.Random(seed)
    needs = [read(draw.need(f"n{number}"), chance) for number in range(20)]
    return needs, [read(draw.offer(f"f{number}"), chance) for number in range(20)]


def test_without_a_weight_it_is_no_criterion_at_all():
    need, offer = replace(a_need(), meaning=Meaning(NEAR)), replace(an_offer(), meaning=Meaning(NEAR))
    assert replace(explain(need, offer), need=a_need(), offer=an_offer(), would_change=()) == replace(
        explain(a_need(), an_offer()), would_change=()
    )
    assert TEXT not in weights_record(PUBLISHED)["need"]["weights"]
    assert weights_from({"need": {"weights": {"text": 0}, "priors": {"text": 0.4}}}) == PUBLISHED


@pytest.mark.parametrize(
    ("given_", "place"),
    [({"text": 10.5, "technology": 4.5}, ("need", "weights", "text")), ({"text": 5}, ("need", "weights"))],
)
def test_its_weight_is_small_and_taken_from_the_others(given_, place):
    with pytest.raises(BadInput) as refused:
        weights_from({"need": {"weights": given_}})
    assert refused.value.place == place


def test_weights_that_read_texts_are_written_and_read_back():
    assert weights_from(weights_record(TEXTS_COUNT)) == TEXTS_COUNT
    assert (TEXTS_COUNT.read_texts, ONE_SIDE.read_texts, PUBLISHED.read_texts) == (True, True, False)


def test_its_value_is_a_line_between_two_cosines():
    assert [closeness(one) for one in (-1, 0.1, 0.16, 0.25, 0.4, 1)] == [0, 0, 0.2, 0.5, 1, 1]
    need = replace(a_need(), meaning=Meaning(NEAR))
    assert likeness(need, replace(an_offer(), meaning=Meaning(NEAR))) == 1
    assert likeness(need, replace(an_offer(), meaning=Meaning(FAR))) == 0
    assert likeness(need, an_offer()) is None
    assert likeness(need, replace(an_offer(), meaning=Told(0.37))) == 0.37


def test_an_unread_text_counts_for_the_usual_value_and_is_said_so():
    result = explain(a_need(), an_offer(), TEXTS_COUNT)
    criterion = next(one for one in result.criteria if one.name == TEXT)
    assert (criterion.value, criterion.contribution, str(criterion.reason)) == (None, 1, "not said")
    assert sum(one.contribution for one in result.criteria) == pytest.approx(result.score)


@pytest.mark.parametrize(
    ("value", "concepts", "sentence"),
    [
        (0.8, ("food", "maps"), "the texts are very close in meaning; both speak of: meals and food, maps and routes"),
        (0.5, (), "the texts are close in meaning; nothing was recognised by name in both"),
        (0.01, ("sensors",), "the texts are a little alike; both speak of: sensors"),
        (0.0, (), "the texts speak of different things; nothing was recognised by name in both"),
    ],
)  # fmt: skip
def test_it_is_told_in_words_with_what_both_speak_of(value, concepts, sentence):
    result = explain(replace(a_need(), meaning=Told(value, concepts)), an_offer(), TEXTS_COUNT)
    assert [str(one.reason) for one in result.criteria if one.name == TEXT] == [sentence]


def test_only_what_was_recognised_in_both_is_named():
    need = replace(a_need(), meaning=Meaning(NEAR, ("rotas", "food", "stock")))
    offer = replace(an_offer(), meaning=Meaning(NEAR, ("stock", "rotas", "maps")))
    reasons = [str(one.reason) for one in explain(need, offer, TEXTS_COUNT).criteria]
    assert reasons[-1].endswith("both speak of: rotas and timetables, stock and orders")


@examples
@given(seeds)
def test_it_is_never_a_gate(seed):
    needs, offers = needs_and_offers(seed)
    for need, offer in zip(needs, offers, strict=True):
        assert first_gate(need, offer) == first_gate(replace(need, meaning=None), replace(offer, meaning=None))
    assert TEXT not in GATES


@examples
@given(seeds, some_weights, st.booleans())
def test_columns_of_offers_and_of_needs_give_what_the_plain_path_gives(seed, weights, compiled):
    needs, offers = needs_and_offers(seed)
    columns, some = Columns.of(offers), np.arange(0, 20, 3)
    columns = columns.for_many_needs() if compiled else columns
    plain = [scores(needs[0], offer, weights) for offer in offers]
    assert [one.tolist() for one in score(needs[0], columns, weights)] == [
        [one.for_need for one in plain],
        [one.for_offer for one in plain],
    ]
    assert score(needs[0], columns, weights, some)[0].tolist() == [plain[place].for_need for place in some]
    plain = [scores(need, offers[0], weights) for need in needs]
    assert [one.tolist() for one in score_needs(offers[0], NeedColumns.of(needs), weights)] == [
        [one.for_need for one in plain],
        [one.for_offer for one in plain],
    ]


@examples
@given(seeds, some_weights)
def test_rankings_on_columns_are_equal_to_the_last_word(seed, weights):
    needs, offers = needs_and_offers(seed)
    relaxed = tuple(GATES)
    assert rank_offers(needs[0], Columns.of(offers), weights, relaxed=relaxed) == rank_offers(
        needs[0], offers, weights, relaxed=relaxed
    )
    assert rank_needs(offers[0], NeedColumns.of(needs), weights, relaxed=relaxed) == rank_needs(
        offers[0], needs, weights, relaxed=relaxed
    )


@pytest.mark.parametrize(("which", "kind", "arrays"), [(0, NeedColumns, need_joining), (1, Columns, joining)])
def test_columns_are_joined_whether_texts_were_read_or_not(which, kind, arrays):
    read = needs_and_offers(5)[which]
    unread = [replace(one, meaning=None) for one in read]
    parts = [(kind.of(some), np.arange(20)) for some in (unread, read)]
    both = arrays.from_arrays(arrays.as_arrays(arrays.joined(parts, list)), list)
    assert (both.texts == vectors_of([one.meaning for one in (*unread, *read)])).all()
    assert arrays.joined(parts[:1], list).texts.shape == (20, 0)


def test_sums_of_whole_numbers_stay_exact_in_single_precision():
    rows = whole(np.random.default_rng(1).normal(size=(50, 512)))
    assert np.abs(rows).max() == 127
    assert ((rows.astype(np.float32) @ rows[0].astype(np.float32)) == rows.astype(np.int64) @ rows[0]).all()


def test_the_examples_hold():
    assert doctest.testmod(sys.modules["tandem.domain.matching.likeness"]).failed == 0
