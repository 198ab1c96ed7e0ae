"""Screening: the same numbers as one table at a time, whichever way they are counted."""

from __future__ import annotations

import numpy as np
import pytest

from tandem.domain.survey import kernel, screening
from tandem.domain.survey.answers import Question
from tandem.domain.survey.crosstable import cross_table
from tandem.domain.survey.design import independent_design
from tandem.domain.survey.families import benjamini_hochberg, holm
from tandem.domain.survey.kernel import joint_counts
from tandem.domain.survey.screening import State, screen, screen_state


def questions(n=700, seed=5):
    """Complete and gappy questions, one nobody answered, one with a single level, one with an empty level."""
    random = np.random.default_rng(seed)
    made = []
    for place in range(7):
        levels = tuple("abcdef"[: 2 + place % 4])
        codes = random.integers(0, len(levels), n).astype(np.int8)
        if place % 2:
            codes[random.random(n) < 0.1] = -1
        made.append(Question(f"q{place}", levels, codes))
    made.append(Question("nobody", (), np.full(n, -1, dtype=np.int8)))
    made.append(Question("same", ("x",), np.zeros(n, dtype=np.int8)))
    made.append(Question("gap", ("x", "never", "y"), np.where(np.arange(n) % 3 == 0, 0, 2).astype(np.int8)))
    return made


def near(value):
    """The same number, or as well no number."""
    return None if value is None else pytest.approx(value, rel=1e-9)


def by_name(pairs):
    return {(pair.a, pair.b): pair for pair in pairs}


def test_every_pair_is_the_table_of_its_two_questions():
    asked = questions()
    found = by_name(screen(asked))
    assert len(found) == 45
    for place, rows in enumerate(asked):
        for columns in asked[place + 1 :]:
            pair, table = found[rows.name, columns.name], cross_table(rows, columns, draws=1)
            assert (pair.n, pair.df) == (table.n, table.tests.pearson.df)
            assert pair.statistic == near(table.tests.pearson.statistic)
            assert pair.p == near(table.tests.pearson.p)
            assert pair.cramers_v == near(table.tests.cramers_v)
            assert pair.min_expected == near(table.expected.min() if table.n else None)


def test_every_weighted_pair_is_the_rao_scott_test_of_its_table():
    asked = questions()
    weights = np.random.default_rng(1).random(700)
    weights[:20] = 0
    found = by_name(screen(asked, weights))
    for place, rows in enumerate(asked):
        for columns in asked[place + 1 :]:
            pair, table = found[rows.name, columns.name], cross_table(rows, columns, independent_design(weights))
            test = table.tests.rao_scott
            assert (pair.statistic, pair.p) == (near(test.f), near(test.p))
            assert (pair.df, pair.df2) == (near(test.df1), near(test.df2))
            assert pair.cramers_v == near(table.tests.cramers_v)
            if table.n:
                scaled = table.expected.min() * table.n / table.n_weighted
                assert pair.min_expected == pytest.approx(scaled)


def test_bits_and_products_count_the_same(monkeypatch):
    asked = questions(n=1001)
    products = joint_counts(asked)
    monkeypatch.setattr(kernel, "DENSE_BELOW", 0)
    assert (joint_counts(asked) == products).all()


def test_bits_counted_without_the_compiler_are_the_same(monkeypatch):
    asked = questions(n=1001)
    products = joint_counts(asked)
    monkeypatch.setattr(kernel, "DENSE_BELOW", 0)
    monkeypatch.setattr(kernel, "_count_common", kernel._count_common_with_numpy)
    assert (joint_counts(asked) == products).all()


def test_sums_of_weights_are_the_same_however_they_are_added(monkeypatch):
    asked = [question for question in questions(n=1001) if question.levels]
    weights = np.random.default_rng(2).random(1001)
    products = kernel.joint_weights(asked, weights)
    monkeypatch.setattr(kernel, "DENSE_BELOW", 0)
    for ours, theirs in zip(kernel.joint_weights(asked, weights), products, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("dense_below", [0, 20_000])
def test_counting_in_blocks_changes_nothing(monkeypatch, dense_below):
    asked = questions()
    whole = screen(asked)
    monkeypatch.setattr(kernel, "DENSE_BELOW", dense_below)
    monkeypatch.setattr(screening, "_CELLS_AT_ONCE", 100)
    assert [(pair.a, pair.b, pair.n, pair.df) for pair in screen(asked)] == [
        (pair.a, pair.b, pair.n, pair.df) for pair in whole
    ]


def test_counts_of_waves_and_countries_add_up():
    asked = questions()
    slices = [slice(0, 100), slice(100, 430), slice(430, None)]
    states = [State.of([Question(q.name, q.levels, q.codes[part]) for q in asked if q.levels]) for part in slices]
    together = states[0] + states[1] + states[2]
    whole = screen([q for q in asked if q.levels])
    assert screen_state(together) == whole


def test_counts_of_other_questions_do_not_add_up():
    asked = questions()
    with pytest.raises(ValueError, match="same questions"):
        State.of(asked[:2]) + State.of(asked[1:3])


def test_pairs_are_sorted_by_p_and_those_without_come_last():
    pairs = screen(questions())
    tested = [pair.p for pair in pairs if pair.p is not None]
    assert tested == sorted(tested)
    assert all(pair.p is None for pair in pairs[len(tested) :])


def test_what_cannot_be_tested_is_outside_the_family():
    pairs = screen(questions())
    p = np.array([pair.p for pair in pairs if pair.p is not None])
    assert [pair.p_holm for pair in pairs if pair.p is not None] == pytest.approx(holm(p))
    assert [pair.p_bh for pair in pairs if pair.p is not None] == pytest.approx(benjamini_hochberg(p))
    assert {(pair.p_holm, pair.df) for pair in pairs if pair.p is None} == {(None, 0)}


def test_pairs_inside_one_set_are_left_out_and_others_stay():
    pairs = screen(questions(), sets=[["q0", "q1", "q2"], ["q3", "q4"]])
    names = {(pair.a, pair.b) for pair in pairs}
    assert not names & {("q0", "q1"), ("q0", "q2"), ("q1", "q2"), ("q3", "q4")}
    assert ("q0", "q3") in names


def test_ties_stand_in_the_order_of_their_names():
    codes = np.array([0, 1] * 30, dtype=np.int8)
    asked = [Question(name, ("x", "y"), codes) for name in ("z", "y", "x")]
    assert [(pair.a, pair.b) for pair in screen(asked)] == [("y", "x"), ("z", "x"), ("z", "y")]


def test_one_question_or_none_makes_no_pair():
    assert screen([]) == []
    assert screen(questions()[:1]) == []
    assert screen([], np.zeros(0)) == []
