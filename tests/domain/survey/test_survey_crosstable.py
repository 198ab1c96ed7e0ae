"""Cross-tables and frequency tables, with the cases that others trip over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.survey.answers import MISSING_LEVEL, MultipleResponse, Question, question_from_labels
from tandem.domain.survey.chi_square import ChiSquare
from tandem.domain.survey.crosstable import cross_table
from tandem.domain.survey.design import complex_design, independent_design
from tandem.domain.survey.fisher import _enumerated, fisher
from tandem.domain.survey.frequencies import frequencies


def q(name, *labels):
    return question_from_labels(name, labels)


def spread(counts):
    """Two questions with these joint counts."""
    cells = [(i, j) for i, row in enumerate(counts) for j, n in enumerate(row) for _ in range(n)]
    rows, columns = np.array(cells, dtype=np.int32).T
    return (
        Question("rows", tuple(f"r{i}" for i in range(len(counts))), rows),
        Question("columns", tuple(f"c{j}" for j in range(len(counts[0]))), columns),
    )


def test_a_table_counts_who_answered_both():
    table = cross_table(q("a", "x", "x", "y", "", "y"), q("b", "1", "2", "1", "1", ""))
    assert (table.counts.tolist(), table.n, table.n_missing) == ([[1, 1], [1, 0]], 3, 2)


def test_percents_are_of_the_row_the_column_and_the_table():
    table = cross_table(*spread([[1, 3], [2, 2]]))
    assert table.row_percent.tolist() == [[25, 75], [50, 50]]
    assert table.column_percent[:, 1].tolist() == [60, 40]
    assert table.total_percent.tolist() == [[12.5, 37.5], [25, 25]]


def test_a_level_nobody_in_the_table_gave_is_dropped_with_a_warning():
    table = cross_table(q("a", "x", "y", "z"), q("b", "1", "2", ""))
    assert table.row_levels == ("x", "y")
    assert [w.text.values["level"] for w in table.warnings if w.code == "empty_level"] == ["z"]


def test_one_level_on_a_side_leaves_nothing_to_test():
    table = cross_table(q("a", "x", "x"), q("b", "1", "2"))
    assert table.tests.pearson == ChiSquare(0.0, 0, None)
    assert table.tests.likelihood_ratio == ChiSquare(0.0, 0, None)
    assert (table.tests.cramers_v, table.tests.verdict, table.tests.fisher, table.tests.yates) == (None,) * 4


def test_a_table_of_nobody_is_empty_and_has_no_test():
    table = cross_table(q("a", "", "x"), q("b", "1", ""))
    assert (table.n, table.n_missing, table.counts.size, table.tests.verdict) == (0, 2, 0, None)
    assert table.share_expected_below_5 is None
    assert "no_answers" in {warning.code for warning in table.warnings}


def test_missing_answers_can_be_kept_as_a_level():
    table = cross_table(q("a", "x", "", "y"), q("b", "1", "2", "2"), keep_missing=True)
    assert (table.row_levels, table.n, table.n_missing) == (("x", "y", MISSING_LEVEL), 3, 0)


def test_the_verdict_is_pearson_when_every_expected_count_is_five_or_more():
    table = cross_table(*spread([[10, 20], [20, 10]]))
    assert (table.tests.verdict, table.tests.fisher.method, table.share_expected_below_5) == ("pearson", "exact", 0)


def test_the_verdict_is_fisher_when_an_expected_count_is_below_five():
    assert cross_table(*spread([[3, 1], [1, 3]])).tests.verdict == "fisher"


def test_a_larger_table_has_fisher_only_when_an_expected_count_is_below_five():
    assert cross_table(*spread([[20, 20, 20], [20, 20, 20]])).tests.fisher is None
    assert cross_table(*spread([[20, 20, 1], [20, 20, 2]])).tests.fisher.method == "exact"


def test_more_than_twelve_cells_are_simulated_with_the_draws_asked_for():
    counts = [[3, 1, 2, 1], [1, 2, 1, 3], [2, 0, 1, 1], [1, 1, 3, 0]]
    found = cross_table(*spread(counts), draws=500).tests.fisher
    assert (found.method, found.draws) == ("monte_carlo", 500)
    assert round(found.p * 501) == pytest.approx(found.p * 501)


def test_a_simulation_says_the_same_for_the_same_seed():
    counts = np.array([[3, 1, 2, 1], [1, 2, 1, 3], [2, 0, 1, 1], [1, 1, 3, 0]], dtype=float)
    assert fisher(counts, 300, seed=4) == fisher(counts, 300, seed=4)


def test_too_many_tables_to_count_are_simulated():
    counts = np.array([[66.0, 50, 40], [70, 60, 30], [40, 50, 80]])
    assert fisher(counts, draws=99).method == "monte_carlo"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=3))
def test_the_exact_p_is_the_sum_over_all_tables_listed_one_by_one(counts):
    table = np.array(counts)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape, default=0) < 2 or table.shape == (2, 2):
        return
    assert fisher(table.astype(float)).p == pytest.approx(_p_by_listing(table), rel=1e-9)


def _p_by_listing(table):
    """Fisher's p by going through every table with the same margins, in plain Python."""
    from itertools import product
    from math import factorial, prod

    columns = table.sum(axis=0)
    rows = table.sum(axis=1)

    def fillings(total, room):
        return [way for way in product(*(range(most + 1) for most in room)) if sum(way) == total]

    weights = []
    for ways in product(*(fillings(column, rows) for column in columns)):
        if tuple(map(sum, zip(*ways, strict=True))) == tuple(rows):
            weights.append(1 / prod(factorial(cell) for way in ways for cell in way))
    observed = 1 / prod(factorial(int(cell)) for cell in table.ravel())
    return sum(w for w in weights if w <= observed * (1 + 1e-7)) / sum(weights)


def test_counting_tables_is_the_same_whichever_way_the_table_lies():
    counts = np.array([[3, 0, 2, 5], [1, 4, 1, 0], [2, 2, 0, 1]])
    assert fisher(counts.astype(float)).p == pytest.approx(fisher(counts.T.astype(float)).p, rel=1e-12)
    assert _enumerated(counts) is not None


def test_weights_leave_only_rao_scott():
    rows, columns = spread([[3, 1], [1, 3]])
    table = cross_table(rows, columns, independent_design(np.arange(1.0, 9.0)))
    tests = table.tests
    assert (tests.pearson, tests.yates, tests.likelihood_ratio, tests.fisher) == (None,) * 4
    assert (tests.verdict, table.adjusted_residuals) == ("rao_scott", None)


def test_weighted_counts_are_sums_of_weights():
    table = cross_table(q("a", "x", "y"), q("b", "1", "2"), independent_design(np.array([0.5, 2.0])))
    assert (table.counts.tolist(), table.n_weighted, table.n) == ([[0.5, 0], [0, 2.0]], 2.5, 2)
    assert table.n_effective == pytest.approx(2.5**2 / 4.25)


def test_small_expected_counts_are_judged_on_weights_scaled_to_respondents():
    rows, columns = spread([[10, 10], [10, 10]])
    assert cross_table(rows, columns, independent_design(np.full(40, 0.01))).share_expected_below_5 == 0


def test_respondents_of_weight_zero_are_in_the_table_and_weigh_nothing():
    weights = np.array([1.0, 1.0, 0.0])
    table = cross_table(q("a", "x", "y", "z"), q("b", "1", "2", "2"), independent_design(weights))
    assert (table.n, table.row_levels, table.counts[2].tolist()) == (3, ("x", "y", "z"), [0.0, 0.0])
    assert np.isnan(table.row_percent[2]).all()


def test_nothing_but_weights_of_zero_has_no_test_and_says_why():
    table = cross_table(q("a", "x", "y"), q("b", "1", "2"), independent_design(np.zeros(2)))
    assert table.tests.rao_scott.p is None
    assert "zero_weight" in {warning.code for warning in table.warnings}


def test_equal_weights_change_no_percent():
    rows, columns = spread([[3, 5], [7, 1]])
    plain, weighted = cross_table(rows, columns), cross_table(rows, columns, independent_design(np.full(16, 2.0)))
    assert weighted.row_percent.tolist() == plain.row_percent.tolist()
    assert weighted.tests.cramers_v == pytest.approx(plain.tests.cramers_v)


def test_two_hundred_and_fifty_levels_on_both_sides_have_an_answer():
    random = np.random.default_rng(1)
    levels = tuple(map(str, range(250)))
    rows, columns = (Question(name, levels, random.integers(0, 250, 40_000).astype(np.int32)) for name in "ab")
    plain = cross_table(rows, columns, draws=20)
    assert (plain.counts.shape, plain.tests.pearson.df) == ((250, 250), 249 * 249)
    assert plain.tests.fisher.method == "monte_carlo"
    weighted = cross_table(rows, columns, independent_design(random.random(40_000)))
    assert 0 < weighted.tests.rao_scott.p < 1


def test_a_column_of_free_text_is_refused_as_a_side_of_a_table():
    rows = Question("name", tuple(map(str, range(4000))), np.arange(4000))
    with pytest.raises(BadInput, match="too large"):
        cross_table(rows, rows)


def test_a_stratum_with_one_cluster_is_refused_by_name():
    with pytest.raises(BadInput, match="north has one cluster") as error:
        complex_design(3, strata=q("region", "south", "south", "north"))
    assert error.value.place == ("region",)


def test_clusters_without_strata_have_to_be_two():
    with pytest.raises(BadInput, match="one cluster"):
        complex_design(3, clusters=q("town", "a", "a", "a"))


def test_a_blank_in_the_design_is_refused_with_its_respondent():
    with pytest.raises(BadInput, match="respondent 2"):
        complex_design(3, strata=q("region", "a", "", "a"))


def test_a_population_smaller_than_its_sample_is_refused():
    with pytest.raises(BadInput, match="smaller than its sample"):
        complex_design(3, population=("size", np.array([2.0, 2.0, 2.0])))


def test_a_population_that_changes_inside_a_stratum_is_refused():
    with pytest.raises(BadInput, match="changes inside the stratum"):
        complex_design(3, population=("size", np.array([20.0, 20.0, 30.0])))


def test_clusters_named_alike_in_two_strata_are_two_clusters():
    design = complex_design(4, strata=q("s", "n", "n", "o", "o"), clusters=q("c", "1", "2", "1", "2"))
    assert design.degrees_of_freedom == 2


def media(columns=("radio", "press", "web")):
    ticked = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0]], dtype=bool)
    return MultipleResponse("media", tuple(columns), ticked, np.array([True, True, True, False]))


def test_a_set_counts_ticks_and_takes_percents_of_those_asked():
    table = cross_table(media(), q("sex", "f", "m", "m", "f"))
    assert (table.row_levels, table.counts.tolist()) == (("radio", "press"), [[1, 1], [0, 1]])
    assert table.column_percent.tolist() == [[100, 50], [0, 50]]
    assert table.total_percent[0] == pytest.approx([100 / 3, 100 / 3])
    assert (table.n, table.n_missing, table.tests, table.expected) == (3, 1, None, None)


def test_frequencies_of_a_set_are_of_those_asked():
    found = frequencies(media())
    assert (found.base, [(line.level, line.count) for line in found.levels]) == (3, [("radio", 2), ("press", 1)])
    assert found.levels[0].percent == pytest.approx(200 / 3)
    assert found.empty == ("web",)


def test_frequencies_of_nobody_are_empty():
    found = frequencies(q("a", "", ""))
    assert (found.base, found.n_effective, found.levels) == (0, 0, ())


def test_weighted_frequencies_use_the_effective_size():
    weights = np.array([1.0, 3.0, 1.0, 5.0])
    found = frequencies(q("a", "x", "y", "x", ""), weights)
    assert (found.base, found.n_effective) == (3, pytest.approx(25 / 11))
    assert [line.count for line in found.levels] == [2.0, 3.0]
    narrow = frequencies(q("a", "x", "y", "x", ""))
    assert found.levels[0].high - found.levels[0].low > narrow.levels[0].high - narrow.levels[0].low


@pytest.mark.parametrize("level", [0, 100, -5])
def test_a_level_of_confidence_outside_its_range_is_refused(level):
    with pytest.raises(BadInput, match="between 0 and 100"):
        frequencies(q("a", "x"), level=level)
