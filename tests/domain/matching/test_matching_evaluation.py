"""The evaluation: its measures on cases done by hand, its world, and what matching reaches in it."""

from __future__ import annotations

import html5lib
import numpy as np
import pytest
from tests.domain.matching.pairs import a_need, an_offer

from tandem.domain.matching import PUBLISHED, Columns
from tandem.domain.matching.evaluation import evaluate, html_page, measures, rankers, world


@pytest.fixture(scope="module")
def report():
    return evaluate("small", seed=1)


def grades(*rows):
    return np.array(rows, np.int8)


def test_ndcg_agrees_with_the_sum_by_hand():
    # Shown with grades 1, 3, 0 where 3, 1, 0 was best: (1 + 7 / log2 3) / (7 + 1 / log2 3).
    top = np.array([[1, 0, 2]])
    top = np.pad(top, ((0, 0), (0, 7)), constant_values=-1)
    assert measures.ndcg(top, grades([3, 1, 0])) == pytest.approx([(1 + 7 / np.log2(3)) / (7 + 1 / np.log2(3))])


def test_a_need_for_which_nobody_is_right_has_no_ndcg():
    assert np.isnan(measures.ndcg(np.full((1, 10), -1), grades([0, 0, 0])))[0]


def test_the_reciprocal_rank_looks_at_the_first_good_offer():
    top = np.pad(np.array([[0, 1, 2], [0, 1, 2]]), ((0, 0), (0, 7)), constant_values=-1)
    assert measures.reciprocal_rank(top, grades([1, 0, 2], [0, 1, 0])).tolist()[0] == pytest.approx(1 / 3)
    assert np.isnan(measures.reciprocal_rank(top, grades([1, 0, 2], [0, 1, 0]))[1])


def test_offers_that_do_not_pass_are_not_shown():
    assert measures.top_places(np.array([[0.5, -np.inf, 0.9]])).tolist() == [[2, 0, -1]]


def test_gini_of_one_who_has_all_and_of_equals():
    assert measures.gini(np.array([0.0, 0, 0, 1])) == pytest.approx(0.75)
    assert measures.gini(np.array([2.0, 2, 2])) == pytest.approx(0)


def test_exposure_is_compared_within_each_need():
    seen = measures.exposure(np.array([[0, 1] + [-1] * 8]), 2)
    members = np.array([True, False])
    expected = 1 / ((1 + 1 / np.log2(3)) / 2)
    assert measures.exposure_ratio(seen, grades([2, 2]), members, 1).mean == pytest.approx(expected)


def test_the_interval_holds_the_mean_and_narrows_with_more_needs():
    values = np.random.default_rng(1).random(4000)
    few, many = measures.estimate(values[:40], 1), measures.estimate(values, 1)
    assert few.low < few.mean < few.high
    assert many.high - many.low < few.high - few.low


def test_a_ratio_is_that_of_the_sums_and_lies_in_its_interval():
    above, below = np.array([1.0, 0, 3, 2]), np.array([2.0, 2, 4, 2])
    found = measures.ratio(above, below, 1)
    assert found.mean == 0.6
    assert found.low < found.mean < found.high
    assert measures.ratio(np.zeros(3), np.zeros(3), 1) == measures.Estimate(0.0, 0.0, 0.0)


def test_nobody_without_a_must_is_among_the_best():
    invented = world.invent(60, 300, 4)
    asked = {place: [one.key for one in need.competences if one.must] for place, need in enumerate(invented.needs)}
    assert any(asked.values())
    for place, musts in asked.items():
        for offer in np.flatnonzero(invented.grades[place] == world.BEST).tolist():
            shown = invented.offers[offer]
            whole = not invented.truths[offer].damages & {"synonyms", "missing"}
            assert not whole or {one.key for one in shown.competences} >= set(musts)


def test_bm25_finds_the_offer_that_speaks_of_the_same_thing():
    offers = [an_offer(text="we repair bicycles"), an_offer(text="everyone keeps a notebook of people")]
    assert rankers.bm25([a_need()], offers)[0].argmax() == 1


def test_the_engine_hides_what_the_gates_remove():
    columns = Columns.of([an_offer(), an_offer(help=["funding"])])
    ranks, _ = rankers.engine([a_need()], columns, PUBLISHED)
    assert np.isfinite(ranks[0]).tolist() == [True, False]


def test_the_same_seed_invents_the_same_world():
    one, same, other = world.invent(5, 10, 1), world.invent(5, 10, 1), world.invent(5, 10, 2)
    assert (one.needs, one.offers) == (same.needs, same.offers)
    assert one.offers != other.offers


def test_there_is_enough_to_measure(report):
    assert report["needs"] >= 200
    assert all(len(groups) > 1 for groups in report["exposure"].values())


def test_matching_leads_over_the_best_baseline_beyond_the_interval(report):
    assert report["lead_over_best_baseline"]["low"] >= 0.05


def test_every_change_shown_in_the_evaluation_is_true(report):
    assert report["faithfulness"]["changes"] > 100
    assert report["faithfulness"]["changes_true_share"] == 1


def test_the_first_reason_matters_most(report):
    faithful = report["faithfulness"]
    assert faithful["fall_without_first_criterion"] > 2 * faithful["fall_without_another_criterion"]


def test_no_group_is_hidden(report):
    ratios = [group["ratio_with_ties_shuffled"] for kind in report["exposure"].values() for group in kind.values()]
    assert all(0.8 <= ratio <= 1.25 for ratio in ratios)


def test_neither_claiming_everything_nor_saying_less_pays(report):
    assert report["gain_from_stuffing"]["exposure_ratio"] < 1
    assert report["gain_from_silence"]["exposure_ratio"] < 1


def test_only_a_must_removes_a_best_offer_and_seldom(report):
    removed = report["best_grade_removed_by_gate"]
    assert {name for name, count in removed.items() if count} <= {"must-have"}
    assert report["best_grade_removed_by_gates_share"] <= 0.01


def test_a_tenth_more_or_less_of_a_weight_changes_little(report):
    assert report["robustness"]["same_first_ten_share"] > 0.9
    lead = report["quality"]["engine"]["ndcg_at_10"]["mean"] - report["robustness"]["lowest_ndcg_at_10"]
    assert lead < 0.02


def test_intervals_hold_the_figures_they_belong_to(report):
    figures = [report, report["robustness"], report["gain_from_stuffing"], report["gain_from_silence"]]
    named = [(group, name) for group in figures for name in group if f"{name}_interval" in group]
    assert len(named) == 10
    for group, name in named:
        interval = group[f"{name}_interval"]
        assert interval["low"] <= group[name] <= interval["high"], name
        assert interval["high"] - interval["low"] < 0.3, name


def test_the_spread_of_a_count_of_different_things_lies_around_it():
    """Draws with replacement hold fewer of them: 100 needs that each show one offer, of 200."""
    estimate = measures.spread(lambda rows: len(set(rows.tolist())) / 200, 100, 1)
    assert estimate.mean == 0.5
    assert estimate.low < 0.5 < estimate.high


def test_it_is_told_what_it_costs_newcomers_that_others_are_known_to_answer(report):
    alike = report["exposure_if_all_answered_alike"]["newcomer"]
    assert alike["mean"] > report["exposure"]["age"]["newcomer"]["ratio"]


def test_the_page_is_well_formed(report):
    html5lib.HTMLParser(strict=True).parse(html_page(report, str, "en"))
