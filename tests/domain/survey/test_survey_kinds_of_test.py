"""Order, trend and change: what is asked of two questions beside their independence."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tandem.domain.survey.answers import Question, question_from_labels
from tandem.domain.survey.design import independent_design
from tandem.domain.survey.kinds_of_test import ORDER, PAIRED, TREND, order_test, paired_test, trend_test
from tandem.domain.survey.report.bindings import TestOf as Asked
from tandem.domain.survey.report.bindings import read_binding
from tandem.domain.survey.report.material import Material
from tandem.domain.survey.report.testing import Hypothesis, in_families
from tandem.domain.survey.report.testing import test_of as result_of

AGREE = ("not", "rather", "very")


def asked(name: str, counts: list[list[int]], levels: tuple[str, ...] = AGREE) -> tuple[Question, Question]:
    """Two questions whose table is `counts`."""
    table = np.array(counts)
    first, second = (np.repeat(side.ravel(), table.ravel()) for side in np.indices(table.shape))
    return Question(name, levels, first), Question(f"{name}2", levels[: table.shape[1]], second)


def test_ordered_answers_that_rise_together_are_said_to():
    found = order_test(*asked("agree", [[10, 5, 2], [4, 12, 6], [1, 5, 15]]))
    assert (found.method, round(found.tau_b, 6)) == ("kendall", 0.529072)
    assert found.p == pytest.approx(5.191548233834619e-06, rel=1e-8)  # R cor.test(method = "kendall", exact = FALSE)


def test_a_share_over_years_is_cochran_and_armitages_more_answers_are_mantels():
    years = ("2022", "2023", "2024", "2026")
    yes, n = [12, 19, 33, 41], [60, 70, 80, 75]
    rows = np.concatenate([np.repeat([1, 0], [a, b - a]) for a, b in zip(yes, n, strict=True)])
    columns = np.repeat(np.arange(4), n)
    share = trend_test(Question("tool", ("no", "yes"), rows), Question("year", years, columns))
    # R: prop.trend.test(c(12, 19, 33, 41), c(60, 70, 80, 75), c(2022, 2023, 2024, 2026))$p.value
    assert (share.method, share.df) == ("cochran_armitage", 1)
    assert share.p == pytest.approx(5.8604165e-06, rel=1e-7)
    assert share.correlation > 0
    assert trend_test(*asked("agree", [[10, 5, 2], [4, 12, 6], [1, 5, 15]])).method == "linear_by_linear"


def test_the_dates_of_the_waves_are_the_scores_of_a_trend():
    rows, columns = asked("agree", [[30, 20, 10], [10, 20, 30]], ("no", "yes", "x"))
    wave = Question("wave", ("first", "second", "third"), columns.codes)
    evenly = trend_test(rows, wave)
    late = trend_test(rows, wave, (0.0, 1.0, 10.0))
    assert evenly.statistic != late.statistic
    assert late.p > evenly.p


def test_fewer_than_25_changes_are_tested_exactly():
    """R: binom.test(3, 12)$p.value is 0.14599609375."""
    few = paired_test(*asked("coop", [[40, 3], [9, 20]], ("no", "yes")))
    assert (few.method, few.p) == ("mcnemar_exact", pytest.approx(0.14599609375, rel=1e-12))
    assert paired_test(*asked("coop", [[40, 30], [9, 20]], ("no", "yes"))).method == "mcnemar"


def test_questions_with_other_answers_have_no_change():
    found = paired_test(question_from_labels("a", ["1", "2"]), question_from_labels("b", ["yes", "no"]))
    assert found.p is None
    assert found.warnings


def test_answers_listed_in_another_order_are_the_same_answers():
    first, second = asked("coop", [[40, 30], [9, 20]], ("no", "yes"))
    turned = Question(second.name, ("yes", "no"), 1 - second.codes)
    assert paired_test(first, turned) == paired_test(first, second)


def test_weighted_answers_are_tested_by_their_design():
    rows, columns = asked("agree", [[30, 20, 10], [10, 20, 30], [5, 5, 9]])
    design = independent_design(np.linspace(0.5, 1.5, len(rows.codes)))
    assert order_test(rows, columns, design).method == "slope"
    assert trend_test(rows, columns, None, design).method == "slope"
    assert paired_test(rows, columns, design).p is None
    two = paired_test(*asked("coop", [[40, 30], [9, 20]], ("no", "yes")), independent_design(np.ones(99)))
    plain = paired_test(*asked("coop", [[40, 30], [9, 20]], ("no", "yes")))
    assert two.method == "paired_t"
    assert two.p == pytest.approx(plain.p, rel=0.5)


def test_a_series_that_broke_has_no_trend():
    rows, columns = asked("agree", [[30, 20, 10], [10, 20, 30]], ("no", "yes", "x"))
    said = Material(120, {"agree": rows, "wave": columns}, broken_over={"wave": frozenset({"agree"})})
    found = result_of(Asked("agree", "wave", kind=TREND), "trend", said)
    assert (found.p, found.n) == (None, 120)
    assert found.warnings


def test_other_kinds_of_test_are_tests_of_their_own_in_the_families():
    first, second = asked("agree", [[10, 5, 2], [4, 12, 6], [1, 5, 15]])
    material = Material(60, {"agree": first, "agree2": second})
    planned = Hypothesis(Asked("agree2", "agree", kind=ORDER), ORDER, date(2026, 1, 1), True)
    shown = [read_binding(f"{kind}: agree by agree2") for kind in ("test", "order", "paired")]
    findings = in_families([planned], shown, material)
    assert {(one.asked.kind, one.planned) for one in findings.values()} == {
        ("independence", False),
        (ORDER, True),
        (PAIRED, False),
    }
    assert next(one for one in findings.values() if one.planned).p_adjusted == pytest.approx(5.191548233834619e-06)
