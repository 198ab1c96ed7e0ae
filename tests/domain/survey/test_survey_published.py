"""Published figures: what whole respondents can give, what contradicts, and the p they allow."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from tandem.domain.errors import BadInput
from tandem.domain.survey.published import tables
from tandem.domain.survey.published.figures import Figure, Percent, contradictions, sizes_of_bases
from tandem.domain.survey.published.tables import ENUMERATION, INTEGER_PROGRAMMING, published_tables
from tandem.domain.survey.published.verdicts import (
    IMPOSSIBLE,
    MULTIPLE,
    ON_SMALLER_BASE,
    POSSIBLE,
    SINGLE,
    figure_sets,
    judge,
)


def figure(name, variable, answer, percent=None, n=None, base="all", subgroup=""):
    read = Percent.from_text(percent) if percent is not None else None
    return Figure(name, variable, answer, base, subgroup, read, n)


def answers(*percents, variable="v", base="all", subgroup=""):
    """One figure per printed percentage."""
    return [
        figure(f"{subgroup}{variable}{place}", variable, f"answer {place}", percent, base=base, subgroup=subgroup)
        for place, percent in enumerate(percents)
    ]


def verdict(figures, n, kinds=None, rounding="nearest"):
    [one] = figure_sets(figures, n, kinds or {})
    return judge(one, n, sizes_of_bases(figures, n).get((one.base, one.subgroup)), rounding)


def test_percentages_of_whole_respondents_are_possible():
    assert verdict(answers("62", "27", "11"), 218).verdict == POSSIBLE


def test_a_share_that_no_respondent_makes_is_possible_on_a_smaller_base_only():
    found = verdict(answers("96"), 88)
    assert (found.verdict, 88 in found.bases) == (ON_SMALLER_BASE, False)
    assert max(found.bases) < 88
    assert min(found.bases) >= 44


def test_half_of_an_odd_base_is_rounded_up():
    assert min(verdict(answers("0"), 9).bases) == 5


def test_answers_of_one_choice_have_to_sum_to_the_base():
    assert verdict(answers("50", "49"), 10).verdict == IMPOSSIBLE
    assert verdict(answers("50", "49"), 10, {"v": MULTIPLE}, "down").verdict == IMPOSSIBLE
    assert verdict(answers("50", "40"), 10).verdict == POSSIBLE


def test_incomplete_answers_of_one_choice_have_to_stay_within_the_base():
    assert verdict(answers("70", "60"), 10, {"v": SINGLE}).verdict == IMPOSSIBLE
    assert verdict(answers("70", "60"), 10, {"v": MULTIPLE}).verdict == POSSIBLE


def test_the_kind_is_guessed_from_the_sum_of_the_answers():
    kinds = [figure_sets(answers(*printed), 100, {})[0].kind for printed in (("49", "49"), ("49", "48"), ("53", "50"))]
    assert kinds == [SINGLE, MULTIPLE, MULTIPLE]


def test_an_answer_given_twice_is_a_contradiction_and_no_sum():
    figures = [*answers("27", "22", "28", "23"), figure("again", "v", "answer 0", "29")]
    [one] = figure_sets(figures, 218, {})
    assert (one.total_percent, one.kind) == (100, SINGLE)
    assert [found.figures for found in contradictions(figures)] == [("v0", "again")]
    assert judge(one, 218, 218, "nearest").verdict == POSSIBLE


def test_the_same_value_printed_twice_or_more_finely_is_no_contradiction():
    figures = [figure(name, "v", "yes", printed) for name, printed in (("a", "27"), ("b", "27"), ("c", "27.4"))]
    assert contradictions(figures) == []


def test_a_finer_value_that_rounds_to_another_one_is_a_contradiction():
    figures = [figure("a", "v", "yes", "27"), figure("b", "v", "yes", "27.6")]
    assert [found.figures for found in contradictions(figures)] == [("a", "b")]


def test_the_same_answer_on_two_bases_is_no_contradiction():
    figures = [figure("a", "v", "yes", "27"), figure("b", "v", "yes", "40", subgroup="sex=f")]
    assert contradictions(figures) == []


def test_a_row_of_respondents_gives_the_size_of_its_base():
    figures = [figure("n", "respondents", "public", n=3, base="public"), *answers("33", base="public")]
    found = verdict(figures, 218)
    assert (found.verdict, found.bases) == (POSSIBLE, (3,))


def test_a_row_with_a_count_is_the_count_of_that_answer():
    assert verdict([figure("a", "v", "yes", n=54)], 218).verdict == POSSIBLE
    assert verdict([figure("a", "v", "yes", n=219)], 218).verdict == IMPOSSIBLE
    assert verdict([figure("a", "v", "yes", n=54), figure("b", "v", "yes", "30")], 218).verdict == ON_SMALLER_BASE


def test_a_base_without_size_is_searched_from_one():
    found = verdict(answers("33", base="others"), 7)
    assert (found.verdict, found.bases) == (POSSIBLE, (3, 6))


@pytest.mark.parametrize(
    ("rounding", "possible"), [("nearest", [True, True]), ("half-up", [False, True]), ("down", [True, False])]
)
def test_a_half_goes_where_the_rounding_says(rounding, possible):
    """1 of 8 is 12.5 %: printed 12 or 13."""
    assert [verdict(answers(printed), 8, rounding=rounding).verdict == POSSIBLE for printed in ("12", "13")] == possible


def test_a_printed_zero_behind_the_point_counts():
    assert verdict(answers("33.0"), 100).verdict == POSSIBLE
    assert verdict(answers("33.0"), 3).verdict == IMPOSSIBLE


@pytest.mark.parametrize("text", ["53 %", "53,5", "-1", "nan", "inf", "a few", "0.12345678"])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(BadInput, match="a percentage is a number"):
        Percent.from_text(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=5).filter(any), st.integers(0, 1))
def test_what_was_computed_from_whole_respondents_is_never_called_impossible(counts, digits):
    n = sum(counts)
    printed = [f"{100 * count / n:.{digits}f}" for count in counts]
    for kind in (SINGLE, MULTIPLE):
        found = verdict(answers(*printed), n, {"v": kind})
        assert (found.verdict, n in found.bases) == (POSSIBLE, True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 100).map(str), min_size=2, max_size=3), st.integers(1, 12))
def test_every_size_agrees_with_trying_all_tables(printed, n):
    figures = answers(*printed)
    total = sum(map(int, printed))
    found = verdict(figures, n, {"v": SINGLE})
    for size in range((n + 1) // 2, n + 1):
        fits = any(
            all(abs(100 * k / size - int(p)) <= 0.5 + 1e-9 for k, p in zip(ks, printed, strict=True))
            and (sum(ks) == size if 98 <= total <= 102 else sum(ks) <= size)
            for ks in product(range(size + 1), repeat=len(printed))
        )
        assert fits == (size in found.bases)


def ranges(figures, n, rounding="nearest"):
    return published_tables(figure_sets(figures, n, {}), figures, n, rounding)


def two_groups():
    """60 % of 52 women and 33 % of 48 men, all answers printed."""
    return [
        *answers("60", "40", subgroup="sex=f"),
        *answers("33", "67", subgroup="sex=m"),
        figure("f", "sex", "f", "52"),
        figure("m", "sex", "m", "48"),
    ]


def test_the_range_of_p_is_that_of_all_tables_listed_one_by_one():
    p = []
    for women, men in product(range(53), range(49)):
        if abs(100 * women / 52 - 60) <= 0.5 and abs(100 * men / 48 - 33) <= 0.5:
            table = [[women, men], [52 - women, 48 - men]]
            p.append(chi2_contingency(table, correction=False).pvalue)
    [found] = ranges(two_groups(), 100)
    assert (found.p_low, found.p_high) == (pytest.approx(min(p)), pytest.approx(max(p)))
    assert (found.method, len(found.figures)) == (ENUMERATION, 6)


def test_open_sizes_give_a_wider_range():
    [known] = ranges(two_groups(), 100)
    [opened] = ranges(two_groups()[:4], 100)
    assert opened.p_low < known.p_low
    assert opened.p_high > known.p_high


def test_an_overall_percentage_narrows_the_range():
    groups = [
        figure("a", "v", "yes", "13", subgroup="country=F"),
        figure("b", "v", "yes", "30", subgroup="country=R"),
        figure("f", "country", "F", "53"),
        figure("r", "country", "R", "47"),
    ]
    [free], [bound] = ranges(groups, 218), ranges([*groups, figure("all", "v", "yes", "21")], 218)
    assert free.p_low <= bound.p_low <= bound.p_high <= free.p_high
    assert bound.figures == ("a", "b", "f", "r", "all")


def test_one_group_is_set_against_the_rest_when_the_whole_is_published():
    figures = [
        figure("a", "v", "yes", "13", subgroup="country=F"),
        figure("f", "country", "F", "53"),
        figure("r", "country", "R", "47"),
        figure("all", "v", "yes", "21"),
    ]
    [found] = ranges(figures, 218)
    p = []
    for size, here, overall in product(range(1, 218), range(60), range(60)):
        rest = (overall - here, 218 - size)
        if (
            abs(100 * size / 218 - 53) <= 0.5
            and abs(100 * here / size - 13) <= 0.5
            and abs(100 * overall / 218 - 21) <= 0.5
            and 0 <= rest[0] <= rest[1]
        ):
            table = [[here, rest[0]], [size - here, rest[1] - rest[0]]]
            p.append(chi2_contingency(table, correction=False).pvalue)
    assert (found.p_low, found.p_high) == (pytest.approx(min(p)), pytest.approx(max(p)))


def test_a_base_that_is_an_answer_is_a_group_too():
    figures = [
        figure("u", "country", "F", "32", base="tool=uses"),
        figure("t", "tool", "uses", "20"),
        figure("o", "tool", "does not", "80"),
        figure("f", "country", "F", "53"),
        figure("r", "country", "R", "47"),
    ]
    assert [found.figures for found in ranges(figures, 218)] == [("u", "t", "f")]


def test_groups_that_overlap_make_no_table():
    figures = [
        figure("a", "v", "yes", "13", subgroup="goal=work"),
        figure("b", "v", "yes", "30", subgroup="goal=health"),
        figure("w", "goal", "work", "70"),
        figure("h", "goal", "health", "60"),
    ]
    assert ranges(figures, 100) == []


def test_figures_that_no_table_gives_have_no_p():
    figures = [*two_groups(), figure("all", "v", "answer 0", "90"), figure("rest", "v", "answer 1", "10")]
    [found] = ranges(figures, 100)
    assert (found.p_low, found.p_high) == (None, None)


def test_programming_over_totals_finds_the_same_range_as_listing(monkeypatch):
    groups = [
        figure(name, "v", "yes", printed, subgroup=f"age={name}")
        for name, printed in (("young", "20"), ("middle", "33"), ("old", "50"))
    ]
    [listed] = ranges(groups, 24)
    monkeypatch.setattr(tables, "_MOST_ENUMERATED", 10)
    [programmed] = ranges(groups, 24)
    assert (listed.method, programmed.method) == (ENUMERATION, INTEGER_PROGRAMMING)
    assert programmed.p_low == pytest.approx(listed.p_low)
    assert programmed.p_high == pytest.approx(listed.p_high)


def test_listing_in_batches_finds_the_same_range(monkeypatch):
    groups = [two_groups()[0], two_groups()[2]]
    [whole] = ranges(groups, 40)
    monkeypatch.setattr(tables, "_AT_ONCE", 50)
    assert ranges(groups, 40) == [whole]


def test_a_range_that_would_take_too_long_to_find_is_left_out():
    groups = [figure(str(place), "v", "yes", "50", subgroup=f"age={place}") for place in range(4)]
    assert ranges(groups, 1_000_000) == []


def test_three_answers_in_two_groups_are_one_table_with_two_degrees_of_freedom():
    figures = [
        *answers("50", "30", "20", subgroup="sex=f"),
        *answers("30", "30", "40", subgroup="sex=m"),
        figure("nf", "respondents", "f", n=10, subgroup="sex=f"),
        figure("nm", "respondents", "m", n=10, subgroup="sex=m"),
    ]
    [found] = ranges(figures, 20)
    only = chi2_contingency(np.array([[5, 3], [3, 3], [2, 4]]), correction=False).pvalue
    assert (found.p_low, found.p_high) == (pytest.approx(only), pytest.approx(only))
