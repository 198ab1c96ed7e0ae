"""The text of a living report, what it binds, what it withholds and what its tests say (docs/survey-report.md)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.domain.errors import BadInput, at_line
from tandem.domain.survey.answers import MultipleResponse, Question
from tandem.domain.survey.design import complex_design
from tandem.domain.survey.report import testing
from tandem.domain.survey.report.bindings import Claim, Condition, Share, Table, read_binding
from tandem.domain.survey.report.figures import compute
from tandem.domain.survey.report.material import Material
from tandem.domain.survey.report.text import read_text
from tandem.domain.survey.report.withheld import withheld_levels


def question(name, levels, *runs):
    """A question whose answers come in runs: (level, how many), None for no answer."""
    places = [-1 if level is None else levels.index(level) for level, n in runs for _ in range(n)]
    return Question(name, levels, np.array(places))


SECTOR = question("sector", ("social", "tech"), ("social", 60), ("tech", 40))
TOOL = question("tool", ("yes", "no"), ("yes", 20), ("no", 40), ("yes", 30), ("no", 8), (None, 2))
MATERIAL = Material(100, {"sector": SECTOR, "tool": TOOL}, labels={"tool": {"Oui": "yes"}})


def figure(text, material=MATERIAL, **more):
    binding = material.resolved(read_binding(text))
    return compute([binding], [], material, **more).figures[binding]


def refusal(text):
    with pytest.raises(BadInput) as refused:
        read_binding(text)
    return str(refused.value)


def test_a_share_names_answers_question_and_condition():
    assert read_binding("share of yes + perhaps in tool where sector = social and size != small") == Share(
        ("yes", "perhaps"), "tool", (Condition("sector", ("social",)), Condition("size", ("small",), True))
    )


def test_names_with_keywords_are_quoted():
    assert read_binding('table: "made by us" by « taille = grande »') == Table("made by us", "taille = grande")


def test_a_claim_names_its_shares_its_base_and_its_level():
    claim = read_binding("claim: yes in tool where s = a > share of yes in tool where s = b, size = small, 99 %")
    assert claim == Claim(
        Share(("yes",), "tool", (Condition("s", ("a",)),)),
        Share(("yes",), "tool", (Condition("s", ("b",)),)),
        (Condition("size", ("small",)),),
        99.0,
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("how many", "not one of"),
        ("share of yes", "share of ANSWER in QUESTION"),
        ("table: tool", "QUESTION by QUESTION"),
        ("claim: yes in tool", "a claim is written"),
        ("claim: yes in tool > no in tool, all, 100", "between 0 and 100"),
        ("base of tool where sector", "QUESTION = ANSWER"),
        ('share of "yes in tool', "quotation mark"),
        ("mean of", "not one of"),
    ],
)
def test_what_is_no_expression_is_refused_with_itself_as_place(text, word):
    assert word in refusal(text)
    assert refusal(text).startswith("{{ ")


@given(st.text(max_size=60))
def test_no_text_between_braces_is_a_crash(text):
    try:
        read_binding(text)
    except BadInput as refused:
        assert refused.place


@given(st.text(max_size=200))
def test_no_text_of_a_report_is_a_crash(text):
    try:
        read_text(text)
    except BadInput as refused:
        assert str(refused.place[0]).startswith("line ")


def test_a_number_typed_by_hand_is_found_only_beside_bound_figures():
    blocks = read_text("About 12 of us.\n\n{{ base of tool }} of 1 200 in 2026, Q3 apart.\n\n- {{ typed: 12 }} and 7\n")
    assert [block.typed_by_hand for block in blocks] == [(), ("1 200", "2026"), ()]


def test_the_line_of_a_broken_expression_is_told():
    with pytest.raises(BadInput) as refused:
        read_text("one\n\ntwo\nthree {{ nothing }}")
    assert refused.value.place == (at_line(4), "{{ nothing }}")


def test_a_table_in_the_middle_of_a_sentence_is_refused():
    with pytest.raises(BadInput) as refused:
        read_text("see {{ table: a by b }}")
    assert refused.value.place == (at_line(1),)


def test_a_share_is_of_those_who_answered_within_the_condition():
    found = figure("share of yes in tool where sector = tech")
    assert found.percent == pytest.approx(100 * 30 / 38)
    assert (found.bases.asked, found.bases.answered) == (40, 38)


def test_an_answer_may_be_named_by_its_wording():
    assert figure("share of Oui in tool").percent == figure("share of yes in tool").percent


def test_an_unknown_answer_is_refused_and_the_known_ones_are_told():
    with pytest.raises(BadInput, match="yes, no"):
        figure("share of maybe in tool")


def test_a_mean_weighs_its_answers():
    hours = question("hours", ("1", "4"), ("1", 10), ("4", 10))
    weights = np.repeat([1.0, 3.0], 10)
    material = Material(20, {"hours": hours}, complex_design(20, ("w", weights)))
    assert figure("mean of hours", material).value == pytest.approx((10 + 120) / 40)


def test_a_mean_of_words_is_refused():
    with pytest.raises(BadInput, match="not a number"):
        figure("mean of tool")


def test_a_share_of_fewer_than_five_is_withheld_and_so_is_what_would_tell_it():
    town = question("town", ("a", "b", "c"), ("a", 80), ("b", 17), ("c", 3))
    material = Material(100, {"town": town})
    withheld = {level: figure(f"share of {level} in town", material).withheld for level in "abc"}
    assert withheld == {"a": False, "b": True, "c": True}
    assert [line.percent for line in figure("frequencies: town", material).lines] == [80.0, None, None]


def test_an_item_that_nearly_everybody_ticked_is_withheld():
    ticked = np.zeros((50, 2), dtype=bool)
    ticked[:47, 0] = ticked[:20, 1] = True
    material = Material(50, {"media": MultipleResponse("media", ("radio", "press"), ticked, np.ones(50, bool))})
    lines = figure("frequencies: media", material).lines
    assert [(line.level, line.withheld) for line in lines] == [("radio", True), ("press", False)]


def test_a_base_under_five_is_withheld():
    few = question("few", ("a",), ("a", 4), (None, 96))
    assert figure("base of few", Material(100, {"few": few})).value is None


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_what_is_blank_in_a_list_is_about_five_people_or_more_together(people):
    counts = np.array(people)
    blank = withheld_levels(counts, int(counts.sum()))
    assert not ((counts > 0) & (counts < 5) & ~blank).any()
    if blank.any() and counts.sum() >= 5:
        assert counts[blank].sum() >= 5


def test_a_claim_between_two_groups_has_the_p_of_their_table():
    claim = figure("claim: yes in tool where sector = tech > yes in tool where sector = social")
    table = figure("test: tool by sector")
    assert claim.holds
    assert claim.finding.test.p == pytest.approx(table.finding.test.p, rel=1e-12)


def test_a_claim_the_wrong_way_round_does_not_hold():
    assert not figure("claim: yes in tool where sector = social > yes in tool where sector = tech").holds


def test_a_claim_about_a_group_and_everybody_is_refused():
    with pytest.raises(BadInput, match="overlap"):
        figure("claim: yes in tool where sector = tech > yes in tool")


def test_a_claim_about_two_answers_of_the_same_people_is_mcnemars():
    """R: mcnemar.test(matrix(c(0, 48, 50, 0), 2), correct = FALSE)$p.value is 0.839892873271269."""
    found = figure("claim: yes in tool > no in tool").finding.test
    assert (found.method, found.p) == ("mcnemar", pytest.approx(0.839892873271269, rel=1e-12))


def paired_material():
    a, b = np.tile([1, 0, 1, 1, 1, 0, 1, 1], 5), np.tile([0, 0, 1, 0, 1, 0, 1, 0, 1, 1], 4)
    weights = np.tile([1, 2, 1.5, 0.5, 3], 8)
    strata = Question("s", ("x", "y"), np.repeat([0, 1], 20))
    clusters = Question("c", tuple("abcdefghij"), np.repeat(np.arange(10), 4))
    heavy = Question("heavy", ("no", "yes"), (weights > 0.5).astype(int))
    return Material(
        40,
        {"a": Question("a", ("no", "yes"), a), "b": Question("b", ("no", "yes"), b), "heavy": heavy},
        complex_design(40, ("w", weights), strata, clusters),
    )


@pytest.mark.parametrize(
    ("base", "t", "p"),
    [("all", 3.1559275054178424, 0.0134774584798082), ("heavy = yes", 3.2909560015976007, 0.0110063259618329)],
)
def test_a_weighted_claim_about_the_same_people_is_the_design_based_t_of_r(base, t, p):
    """R survey 4.1: svydesign(~c, strata = ~s, weights = ~w), svymean(~I(a - b)), degf."""
    found = figure(f"claim: yes in a > yes in b, {base}", paired_material()).finding.test
    assert (found.method, found.df2) == ("paired_t", 8)
    assert found.statistic == pytest.approx(t, rel=1e-8)
    assert found.p == pytest.approx(p, rel=1e-8)


def hypothesis_on(text, planned=True, method="verdict"):
    return testing.Hypothesis(MATERIAL.resolved(read_binding(text)), method, date(2026, 1, 15), planned)


def test_planned_and_found_tests_stand_in_families_of_their_own():
    """Holm of 2 and Benjamini-Hochberg of 2, as R's p.adjust says of the same p-values."""
    shown = [MATERIAL.resolved(read_binding(f"test: {pair}")) for pair in ("tool by sector", "tool by tool")]
    claim = MATERIAL.resolved(read_binding("claim: yes in tool > no in tool"))
    planned = [hypothesis_on("test: sector by tool"), hypothesis_on("claim: yes in tool > no in tool")]
    found = testing.in_families(planned, [*shown, claim], MATERIAL)
    assert [one.planned for one in found.values()] == [True, True, False]
    first, second, third = found.values()
    assert (first.family, second.family, third.family) == (2, 2, 1)
    assert first.p_adjusted == pytest.approx(2 * first.test.p)
    assert second.p_adjusted == pytest.approx(second.test.p)


def test_a_hypothesis_written_after_looking_counts_as_found():
    found = testing.in_families([hypothesis_on("test: sector by tool", planned=False)], [], MATERIAL)
    assert [one.planned for one in found.values()] == [False]


def test_tests_tried_and_not_shown_enlarge_the_family():
    asked = MATERIAL.resolved(read_binding("test: tool by sector"))
    (one,) = testing.in_families([], [asked], MATERIAL).values()
    (of_many,) = testing.in_families([], [asked], MATERIAL, tried=100).values()
    assert (of_many.family, of_many.p_adjusted) == (100, pytest.approx(100 * one.test.p))


def test_pearson_is_refused_for_weighted_answers():
    material = Material(100, MATERIAL.questions, complex_design(100, ("w", np.ones(100))))
    with pytest.raises(BadInput, match="weighted"):
        testing.test_of(read_binding("test: tool by sector"), "pearson", material)


def test_a_cross_table_leaves_no_single_cell_blank():
    rows = question("rows", ("a", "b"), ("a", 20), ("b", 20), ("a", 2), ("b", 30))
    columns = question("columns", ("x", "y"), ("x", 40), ("y", 32))
    found = figure("table: rows by columns", Material(72, {"rows": rows, "columns": columns}))
    assert found.blank[0, 1]
    assert np.count_nonzero(found.blank) + np.count_nonzero(found.blank_bases) > 1
