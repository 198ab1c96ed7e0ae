"""Made-up answers give every published figure that any answers could give, and say which they cannot."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.survey.published.figures import Figure, Percent
from tandem.domain.survey.rebuilding.joint import joint_tables
from tandem.domain.survey.rebuilding.rebuild import rebuild
from tandem.domain.survey.rebuilding.structure import UNPUBLISHED, Declared, structure


def figure(variable, answer, percent=None, *, base="all", subgroup="", n=None, name=None):
    printed = Percent.from_text(str(percent)) if percent is not None else None
    return Figure(
        name or f"{variable}.{answer}.{base}.{subgroup}.{percent}", variable, answer, base, subgroup, printed, n
    )


def answers_of(rebuilt, name):
    [question] = [question for question in rebuilt.questions if question.name == name]
    return [question.levels[code] if code >= 0 else None for code in question.codes.tolist()]


def matched(rebuilt):
    return [one.figure.id for one in rebuilt.figures if one.matches]


def printed_of(people, variable, answer, subgroup=""):
    """The figure that an honest printer makes of these people."""
    grouping, _, level = subgroup.partition("=")
    group = [one for one in people if not grouping or one[grouping] == level]
    share = sum(one[variable] == answer for one in group) / len(group)
    return figure(variable, answer, int(np.floor(100 * share + 0.5)), subgroup=subgroup)


def populations():
    """Respondents with three questions of two or three answers each."""
    person = st.fixed_dictionaries(
        {"a": st.sampled_from("xy"), "b": st.sampled_from("xyz"), "c": st.sampled_from("xy")},
    )
    return st.lists(person, min_size=5, max_size=25)


@given(populations())
@settings(max_examples=25, deadline=None)
def test_what_real_people_answered_is_matched_to_the_last_figure(people):
    figures = [printed_of(people, v, answer) for v in "abc" for answer in sorted({one[v] for one in people})]
    for variable, grouping in (("a", "b"), ("b", "c"), ("c", "a")):
        for level in sorted({one[grouping] for one in people}):
            figures.append(printed_of(people, variable, "x", f"{grouping}={level}"))
    rebuilt = rebuild(figures, len(people))
    assert (matched(rebuilt), rebuilt.proved) == ([one.id for one in figures], True)


@given(
    st.integers(3, 6),
    st.lists(st.integers(0, 100), min_size=4, max_size=4),
)
@settings(max_examples=25, deadline=None)
def test_no_other_answers_would_match_more(n, percents):
    figures = [
        figure("a", "x", percents[0]),
        figure("b", "x", percents[1]),
        figure("b", "x", percents[2], subgroup="a=x"),
        figure("b", "x", percents[3], subgroup="a=y"),
    ]
    declared = Declared(levels={"a": ("x", "y"), "b": ("x", "y")})

    def holds(one, count, size):
        low, high = one.counts(np.array([size]), "nearest")
        return size > 0 and low[0] <= count <= high[0]

    best = max(
        sum(
            [
                holds(figures[0], xx + xy, n),
                holds(figures[1], xx + yx, n),
                holds(figures[2], xx, xx + xy),
                holds(figures[3], yx, n - xx - xy),
            ]
        )
        for xx, xy, yx in product(range(n + 1), repeat=3)
        if xx + xy + yx <= n
    )
    assert len(matched(rebuild(figures, n, declared))) == best


def test_of_two_values_of_one_answer_the_first_is_kept():
    figures = [figure("tool", "yes", 40), figure("tool", "yes", 60)]
    assert matched(rebuild(figures, 10)) == [figures[0].id]


def test_a_missed_figure_comes_as_near_as_the_others_allow():
    figures = [figure("tool", "yes", 40), figure("tool", "no", 60), figure("tool", "yes", 90)]
    missed = rebuild(figures, 10).figures[2]
    assert (missed.matches, missed.count, missed.size) == (False, 4, 10)


def test_a_question_of_a_declared_base_is_put_to_that_base_only():
    figures = [figure("met", "yes", 50), figure("tool", "yes", 40, base="met"), figure("tool", "no", 60, base="met")]
    rebuilt = rebuild(figures, 20, Declared(bases={"met": ("met", "yes")}))
    pairs = list(zip(answers_of(rebuilt, "met"), answers_of(rebuilt, "tool"), strict=True))
    assert {tool for met, tool in pairs if met != "yes"} == {None}
    assert sorted(tool for met, tool in pairs if met == "yes") == ["no"] * 6 + ["yes"] * 4


def test_a_sum_counts_those_it_sums():
    figures = [figure("wish", "much", 30), figure("wish", "a little", 20), figure("wish", "both", 50)]
    rebuilt = rebuild(figures, 10, Declared(nets={"wish": {"both": ("much", "a little")}}))
    assert len(matched(rebuilt)) == 3
    assert answers_of(rebuilt, "wish").count(UNPUBLISHED) == 5


def test_a_question_with_several_answers_becomes_one_of_yes_or_no_for_each():
    figures = [figure("tools", "crm", 70), figure("tools", "sheets", 80)]
    rebuilt = rebuild(figures, 10)
    assert answers_of(rebuilt, "tools: crm").count("yes") == 7
    assert answers_of(rebuilt, "tools: sheets").count("yes") == 8


def test_figures_about_other_people_are_set_aside():
    figures = [figure("tool", "yes", 40), figure("tool", "yes", 60, base="public")]
    assert rebuild(figures, 10).set_aside == (figures[1].id,)


def test_a_count_is_matched_exactly():
    assert answers_of(rebuild([figure("goal", "health", n=3)], 10), "goal").count("health") == 3


def test_the_same_seed_gives_the_same_answers_and_another_seed_others():
    figures = [figure("a", "x", 50), figure("b", "x", 50)]
    first, again, other = (rebuild(figures, 40, seed=seed) for seed in (1, 1, 2))
    assert answers_of(first, "a") == answers_of(again, "a")
    assert answers_of(first, "a") != answers_of(other, "a")


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (Declared(levels={"nobody": ("x",)}), "nobody"),
        (Declared(nets={"tool": {"both": ()}}), "both"),
        (Declared(nets={"tool": {"both": ("both", "yes")}}), "both"),
    ],
)
def test_a_declaration_that_fits_no_figure_is_refused(declared, words):
    with pytest.raises(BadInput, match=words):
        structure([figure("tool", "yes", 40)], 10, declared)


def test_questions_too_entangled_for_one_table_are_refused_by_name():
    levels = {f"q{number}": tuple("abcdefgh") for number in range(8)}
    with pytest.raises(BadInput, match="q0"):
        joint_tables(levels, [tuple(levels)])
