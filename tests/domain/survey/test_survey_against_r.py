"""Every statistic and p-value equals R's (4.2.2, package survey 4.1.1; reference/make_reference.R)."""

from __future__ import annotations

import numpy as np
import pytest
from tests.domain.survey.reference_numbers import AS_R, R, numbers, question, table

from tandem.domain.survey.answers import question_from_labels
from tandem.domain.survey.chi_square import adjusted_residuals, expected_counts, likelihood_ratio, pearson, yates
from tandem.domain.survey.design import complex_design
from tandem.domain.survey.families import benjamini_hochberg, holm
from tandem.domain.survey.fisher import fisher
from tandem.domain.survey.frequencies import wilson
from tandem.domain.survey.ordered import concordance, linear_by_linear, mcnemar, slope_by_design, trend_of_shares
from tandem.domain.survey.rao_scott import rao_scott, rao_scott_of_sums
from tandem.domain.survey.tails import chi_square_p, f_p


def as_r(value):
    """R's number; what is too small for a full double may differ in its last bit."""
    return pytest.approx(value, rel=AS_R, abs=5e-324)


def shown(counts):
    return "/".join(",".join(str(int(cell)) for cell in row) for row in counts)


TABLES = pytest.mark.parametrize("case", R["exact"], ids=lambda case: shown(case["counts"]))


@pytest.mark.parametrize("case", R["tails"]["chi_square"], ids=lambda case: f"{case['statistic']}-{case['df']}")
def test_the_tail_of_chi_square_keeps_its_value_down_to_the_smallest_double(case):
    assert float(chi_square_p(case["statistic"], case["df"])) == as_r(case["p"])


@pytest.mark.parametrize("case", R["tails"]["f"], ids=lambda case: f"{case['statistic']}-{case['df1']}-{case['df2']}")
def test_the_tail_of_f_keeps_its_value_down_to_the_smallest_double(case):
    assert f_p(case["statistic"], case["df1"], case["df2"]) == as_r(case["p"])


@TABLES
def test_pearson_is_r_s(case):
    found = pearson(table(case["counts"]))
    assert (found.statistic, found.df, found.p) == (as_r(case["statistic"]), case["df"], as_r(case["p"]))


@TABLES
def test_expected_counts_and_adjusted_residuals_are_r_s(case):
    counts = table(case["counts"])
    assert expected_counts(counts) == pytest.approx(np.array(case["expected"]), rel=AS_R)
    assert adjusted_residuals(counts) == pytest.approx(np.array(case["stdres"]), rel=AS_R, abs=1e-11)


@TABLES
def test_the_likelihood_ratio_is_r_s(case):
    found = likelihood_ratio(table(case["counts"]))
    assert (found.statistic, found.p) == (as_r(case["g"]), as_r(case["g_p"]))


@pytest.mark.parametrize("case", [c for c in R["exact"] if "yates" in c], ids=lambda case: shown(case["counts"]))
def test_yates_is_r_s_for_two_by_two(case):
    found = yates(table(case["counts"]))
    assert (found.statistic, found.p) == (as_r(case["yates"]), as_r(case["yates_p"]))


@pytest.mark.parametrize("case", [c for c in R["exact"] if "fisher" in c], ids=lambda case: shown(case["counts"]))
def test_fisher_exact_is_r_s(case):
    found = fisher(table(case["counts"]))
    assert (found.p, found.method) == (as_r(case["fisher"]), "exact")


def test_a_simulated_fisher_is_within_five_standard_errors_of_r_s_exact_p():
    found = fisher(table(R["monte_carlo"]["counts"]), draws=20_000, seed=3)
    assert found.method == "monte_carlo"
    assert abs(found.p - R["monte_carlo"]["p"]) < 5 * found.standard_error


def test_the_family_corrections_are_r_s():
    p = np.array(R["families"]["p"])
    assert holm(p) == pytest.approx(np.array(R["families"]["holm"]), rel=AS_R)
    assert benjamini_hochberg(p) == pytest.approx(np.array(R["families"]["bh"]), rel=AS_R)


@pytest.mark.parametrize("case", R["wilson"], ids=lambda case: f"{case['count']:g}-of-{case['n']:g}")
def test_wilson_is_r_s_prop_test(case):
    found = wilson(case["count"] / case["n"], case["n"], case["level"])
    assert found == (as_r(case["low"]), as_r(case["high"]))


def test_the_trend_of_shares_is_r_s_prop_trend_test():
    case = R["trend"]
    found = trend_of_shares(*(np.array(case[name], dtype=float) for name in ("yes", "n", "scores")))
    assert (found.test.statistic, found.test.p) == (as_r(case["statistic"]), as_r(case["p"]))


@pytest.mark.parametrize("name", ["paired", "paired3"])
def test_mcnemar_is_r_s(name):
    case = R[name]
    found = mcnemar(table(case["counts"]))
    assert (found.test.statistic, found.test.p) == (as_r(case["statistic"]), as_r(case["p"]))
    assert found.exact_p == (as_r(case["exact"]) if "exact" in case else None)


def test_tau_b_and_linear_by_linear_are_r_s():
    counts = table(R["ordinal"]["counts"])
    scores = np.array([1.0, 2.0, 3.0])
    found = concordance(counts)
    assert found.tau_b == as_r(R["ordinal"]["tau_b"])
    assert (found.z, found.p) == (as_r(R["ordinal"]["z"]), as_r(R["ordinal"]["p"]))
    assert linear_by_linear(counts, scores, scores).test.statistic == as_r(R["ordinal"]["linear_by_linear"])


def design_of(case):
    parts = case["design"].split(",")
    size = next((name for name in ("people", "towns") if name in parts), None)
    return complex_design(
        len(R["data"]["w"]),
        None if "unweighted" in parts else ("w", numbers("w")),
        question("s") if "strata" in parts else None,
        question("c") if "clusters" in parts else None,
        (size, numbers(size)) if size else None,
    )


def named(case):
    return f"{case['design']}:{case['rows']}x{case['columns']}"


@pytest.mark.parametrize("case", R["rao_scott"], ids=named)
def test_rao_scott_is_r_s_svychisq(case):
    found = rao_scott(question(case["rows"]).codes, question(case["columns"]).codes, design_of(case))
    assert (found.f, found.df1) == (as_r(case["f"]), as_r(case["df1"]))
    assert (found.df2, found.p) == (as_r(case["df2"]), as_r(case["p"]))


@pytest.mark.parametrize("case", [c for c in R["rao_scott"] if c["design"] == "weights"], ids=named)
def test_rao_scott_from_sums_of_weights_is_r_s_svychisq_too(case):
    rows, columns, w = question(case["rows"]), question(case["columns"]), numbers("w")
    here = (rows.codes >= 0) & (columns.codes >= 0)
    sums, squares = (np.zeros((len(rows.levels), len(columns.levels))) for _ in range(2))
    np.add.at(sums, (rows.codes[here], columns.codes[here]), w[here])
    np.add.at(squares, (rows.codes[here], columns.codes[here]), w[here] ** 2)
    found = rao_scott_of_sums(sums, squares, len(w))
    assert (found.f, found.df1) == (as_r(case["f"]), as_r(case["df1"]))
    assert (found.df2, found.p) == (as_r(case["df2"]), as_r(case["p"]))


@pytest.mark.parametrize("name", sorted(R["trends"]["found"]))
def test_the_trend_of_weighted_answers_is_r_s_svyglm(name):
    said = R["trends"]["data"]
    first, second, stratum, cluster = (question_from_labels(key, said[key]) for key in "absc")
    scores = np.array([{"p": 1.0, "q": 2.0, "r": 3.0, "s": 5.0}[level] for level in second.levels])
    places = np.array([{"x": 1.0, "y": 2.0, "z": 3.0}[level] for level in first.levels])
    design = complex_design(
        len(said["w"]),
        ("w", np.array(said["w"])),
        stratum if "strata" in name else None,
        cluster if "clusters" in name else None,
    )
    everybody = np.ones(len(said["w"]), dtype=bool)
    found = slope_by_design(places[first.codes], scores[second.codes], everybody, design)
    wanted = R["trends"]["found"][name]
    assert (found.slope, found.t, found.p) == tuple(as_r(wanted[key]) for key in ("slope", "t", "p"))
