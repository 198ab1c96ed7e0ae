"""The laws of the maturity engine, on questionnaires drawn at random and against a count by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tandem.domain.errors import BadInput
from tandem.domain.maturity import (
    DONT_KNOW,
    Band,
    Clause,
    Condition,
    Question,
    Questionnaire,
    Rule,
    answers_that_satisfy,
    changes,
    diagnose,
    peer_groups,
    ranks_of,
    scores,
)

#: A busy machine is no reason to fail; the examples that were ever found wanting are tried again first.
law = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

BANDS = (Band("low", 0), Band("middle", 25), Band("good", 50), Band("high", 75))


@st.composite
def questionnaires(draw, largest=6):
    """Small questionnaires whose questions wait, in chains and in alternatives, for earlier ones."""
    dimensions = ("a", "b")[: draw(st.integers(1, 2))]
    questions = []
    for number in range(draw(st.integers(len(dimensions), largest))):
        core = number < len(dimensions)
        dimension = dimensions[number] if core else draw(st.sampled_from(dimensions))
        earlier = [question for question in questions if question.dimension == dimension]
        every, some = ((), ()) if core else (draw(_at_least(earlier)), draw(_at_least(earlier)))
        questions.append(
            Question(
                id=f"q{number}",
                dimension=dimension,
                choices=tuple(f"c{rank}" for rank in range(draw(st.integers(2, 4)))),
                core=core,
                shown_when=Condition(every, some),
            )
        )
    return Questionnaire("test", dimensions, BANDS, tuple(draw(st.permutations(questions))))


@st.composite
def _at_least(draw, earlier):
    gates = draw(st.lists(st.sampled_from(earlier), max_size=2, unique_by=lambda gate: gate.id))
    return tuple(
        Clause(gate.id, frozenset(gate.choices[draw(st.integers(0, len(gate.choices) - 1)) :])) for gate in gates
    )


@st.composite
def questionnaires_and_answers(draw):
    questionnaire = draw(questionnaires())
    options = {q.id: st.sampled_from((*q.choices, DONT_KNOW)) for q in questionnaire.questions}
    return questionnaire, draw(st.fixed_dictionaries({}, optional=options))


def ends(questionnaire, answers):
    return [(result.low, result.high) for result in diagnose(questionnaire, answers).dimensions]


def score_by_hand(questionnaire, answers):
    """The definition read aloud: answers are complete, a hidden question earns nothing, the cores weigh half."""

    def shown(question):
        def holds(clause):
            return answers[clause.question] in clause.choices and shown(questionnaire.by_id[clause.question])

        condition = question.shown_when
        return all(map(holds, condition.every)) and (not condition.some or any(map(holds, condition.some)))

    result = []
    for dimension in questionnaire.dimensions:
        inside = [question for question in questionnaire.questions if question.dimension == dimension]
        halves = [[q for q in inside if q.core], [q for q in inside if not q.core]]
        parts = [
            sum(q.choices.index(answers[q.id]) / (len(q.choices) - 1) for q in half if shown(q)) / len(half)
            for half in halves
            if half
        ]
        result.append(100 * sum(parts) / len(parts))
    return result


@law
@given(questionnaires_and_answers())
def test_the_interval_is_the_least_and_the_greatest_score_of_all_ways_to_fill_in_what_is_unknown(case):
    questionnaire, answers = case
    known = {question: choice for question, choice in answers.items() if choice != DONT_KNOW}
    completions = [
        score_by_hand(questionnaire, dict(zip(questionnaire.by_id, choices, strict=True)))
        for choices in product(
            *([known[q.id]] if q.id in known else (q.choices[0], q.choices[-1]) for q in questionnaire.questions)
        )
    ]
    for place, (low, high) in enumerate(ends(questionnaire, answers)):
        assert low == pytest.approx(min(completion[place] for completion in completions))
        assert high == pytest.approx(max(completion[place] for completion in completions))


@law
@given(questionnaires_and_answers(), st.data())
def test_a_better_answer_never_lowers_an_end_of_an_interval_nor_a_band(case, data):
    questionnaire, answers = case
    improvable = [q for q in questionnaire.questions if answers.get(q.id) in q.choices[:-1]]
    assume(improvable)
    question = data.draw(st.sampled_from(improvable))
    rank = question.choices.index(answers[question.id])
    better = {**answers, question.id: data.draw(st.sampled_from(question.choices[rank + 1 :]))}
    order = [band.id for band in questionnaire.bands]
    before, after = diagnose(questionnaire, answers), diagnose(questionnaire, better)
    for old, new in zip(before.dimensions, after.dimensions, strict=True):
        assert new.low >= old.low
        assert new.high >= old.high
        assert order.index(new.band) >= order.index(old.band)


@law
@given(questionnaires_and_answers(), st.data())
def test_forgetting_an_answer_only_widens_the_intervals(case, data):
    questionnaire, answers = case
    assume(answers)
    forgotten = data.draw(st.sampled_from(sorted(answers)))
    said = ends(questionnaire, answers)
    unsaid = ends(questionnaire, {q: c for q, c in answers.items() if q != forgotten})
    unsure = ends(questionnaire, {**answers, forgotten: DONT_KNOW})
    assert unsaid == unsure
    assert all(wide[0] <= low <= high <= wide[1] for wide, (low, high) in zip(unsaid, said, strict=True))


@law
@given(questionnaires_and_answers())
def test_ends_stay_in_0_to_100_differ_while_something_is_unknown_and_the_lower_gives_the_band(case):
    questionnaire, answers = case
    for result in diagnose(questionnaire, answers).dimensions:
        assert 0 <= result.low <= result.high <= 100
        assert result.band == [band.id for band in BANDS if band.starts_at <= result.low][-1]
        assert bool(result.unknown) == (result.low < result.high)


@law
@given(questionnaires())
def test_best_answers_show_every_question_and_give_exactly_100(questionnaire):
    result = diagnose(questionnaire, {q.id: q.choices[-1] for q in questionnaire.questions})
    assert set(result.shown) == set(questionnaire.by_id)
    assert {(d.low, d.high, d.band, d.unknown) for d in result.dimensions} == {(100.0, 100.0, "high", ())}


@law
@given(questionnaires())
def test_worst_answers_give_exactly_0_and_leave_nothing_unknown(questionnaire):
    result = diagnose(questionnaire, {q.id: q.choices[0] for q in questionnaire.questions})
    assert {(d.low, d.high, d.band, d.unknown) for d in result.dimensions} == {(0.0, 0.0, "low", ())}


@law
@given(questionnaires())
def test_no_answer_at_all_leaves_everything_open_and_recommends_nothing(questionnaire):
    result = diagnose(questionnaire, {})
    assert result.answered == 0
    assert {name for d in result.dimensions for name in d.unknown} == set(questionnaire.by_id)
    assert all((d.low, d.high) == (0.0, 100.0) for d in result.dimensions)


@law
@given(questionnaires_and_answers())
def test_answers_are_counted_set_aside_or_unknown_and_nothing_else(case):
    questionnaire, answers = case
    result = diagnose(questionnaire, answers)
    unknown = {name for d in result.dimensions for name in d.unknown}
    known = {name for name, choice in answers.items() if choice != DONT_KNOW}
    assert result.answered == len(known - set(result.set_aside))
    assert not unknown & (known | set(result.set_aside))


@law
@given(st.lists(questionnaires_and_answers(), min_size=1, max_size=1), st.integers(2, 4))
def test_many_diagnoses_at_once_are_the_same_as_one_by_one(case, copies):
    ((questionnaire, answers),) = case
    column = scores(questionnaire, ranks_of(questionnaire, [{}, *[answers] * copies]))
    assert [column.low[:, -1].tolist(), column.high[:, -1].tolist()] == [
        [low for low, _ in ends(questionnaire, answers)],
        [high for _, high in ends(questionnaire, answers)],
    ]
    assert column.low[:, 0].tolist() == [0.0] * len(questionnaire.dimensions)


@st.composite
def questionnaires_and_conditions(draw):
    questionnaire = draw(questionnaires(largest=5))

    def clauses():
        return tuple(
            Clause(q.id, frozenset(draw(st.sets(st.sampled_from((*q.choices, DONT_KNOW)), min_size=1, max_size=2))))
            for q in draw(st.lists(st.sampled_from(questionnaire.questions), max_size=3))
        )

    return questionnaire, Condition(clauses(), clauses())


@law
@given(questionnaires_and_conditions())
def test_the_search_finds_answers_exactly_when_trying_all_of_them_does(case):
    questionnaire, condition = case
    assume(condition.clauses())
    fires = _with_rule(questionnaire, condition)
    found = answers_that_satisfy(questionnaire, condition)
    tried = (
        dict(zip(questionnaire.by_id, choices, strict=True))
        for choices in product(*((*q.choices, DONT_KNOW) for q in questionnaire.questions))
    )
    if found is None:
        assert not any(fires(answers) for answers in tried)
    else:
        assert fires(found)


def _with_rule(questionnaire, condition):
    """Does a rule with this condition fire? Read from the definition, without the engine."""

    def shown(name, answers):
        return holds(questionnaire.by_id[name].shown_when, answers)

    def holds(asked, answers):
        def clause_holds(clause):
            return answers.get(clause.question) in clause.choices and shown(clause.question, answers)

        return all(map(clause_holds, asked.every)) and (not asked.some or any(map(clause_holds, asked.some)))

    return lambda answers: holds(condition, answers)


# One small questionnaire, by hand.

SITE = Question("site", "tools", ("none", "old", "good"), core=True)
TRIED = Question("tried", "tools", ("no", "yes"), shown_when=Condition(every=(Clause("site", frozenset({"good"})),)))
RULES = (
    Rule("make-one", Condition(every=(Clause("site", frozenset({"none"})),))),
    Rule("try-it", Condition(every=(Clause("tried", frozenset({"no"})), Clause("site", frozenset({"good"}))))),
    Rule(
        "ask-someone", Condition(some=(Clause("site", frozenset({DONT_KNOW})), Clause("tried", frozenset({DONT_KNOW}))))
    ),
)
SMALL = Questionnaire("1", ("tools",), BANDS, (SITE, TRIED), RULES)


def recommended(answers):
    return {r.id: r.triggered_by for r in diagnose(SMALL, answers).recommendations}


def test_a_recommendation_names_the_answers_that_led_to_it():
    assert recommended({"site": "none"}) == {"make-one": ("site",)}
    assert recommended({"site": "good", "tried": "no"}) == {"try-it": ("tried", "site")}
    assert recommended({"site": "good", "tried": DONT_KNOW}) == {"ask-someone": ("tried",)}


def test_an_answer_made_impossible_is_set_aside_and_neither_counted_nor_advised_upon():
    result = diagnose(SMALL, {"site": "old", "tried": "yes"})
    assert result.set_aside == ("tried",)
    assert result.answered == 1
    assert (result.dimensions[0].low, result.dimensions[0].high) == (25.0, 25.0)
    assert recommended({"site": "old", "tried": "no"}) == {}


def test_an_answer_whose_question_may_yet_be_shown_counts_at_the_upper_end_only():
    result = diagnose(SMALL, {"site": DONT_KNOW, "tried": "yes"})
    assert (result.dimensions[0].low, result.dimensions[0].high) == (0.0, 100.0)
    assert (result.answered, result.set_aside, result.dimensions[0].unknown) == (1, (), ("site",))


@pytest.mark.parametrize(
    ("answers", "place", "named"),
    [({"sight": "none"}, ("answers",), "sight"), ({"site": "nice"}, ("answers", "site"), "nice")],
)
def test_unknown_questions_and_choices_are_refused_by_name(answers, place, named):
    with pytest.raises(BadInput, match=named) as refusal:
        diagnose(SMALL, answers)
    assert refusal.value.place == place


def better_than(question, choice, **more):
    return Question(
        "next", "tools", ("no", "yes"), shown_when=Condition(every=(Clause(question, frozenset(choice)),)), **more
    )


@pytest.mark.parametrize(
    ("questions", "rules", "place", "said"),
    [
        ((SITE, SITE), (), "question site", "twice"),
        ((SITE, Question("x", "nowhere", ("a", "b"))), (), "question x", "nowhere"),
        ((SITE, Question("x", "tools", ("a",))), (), "question x", "two choices"),
        ((SITE, Question("x", "tools", ("a", "a"))), (), "question x", "twice"),
        ((SITE, Question("x", "tools", ("a", DONT_KNOW))), (), "question x", "twice"),
        ((SITE, better_than("sight", {"good"})), (), "question next", "sight"),
        ((SITE, better_than("site", {"nice"})), (), "question next", "nice"),
        ((SITE, better_than("site", {"old"})), (), "question next", "disappear"),
        ((SITE, better_than("site", set())), (), "question next", "appear"),
        ((SITE, better_than("site", {"good"}, core=True)), (), "question next", "core"),
        ((SITE, better_than("next", {"yes"})), (), "question next", "next → next"),
        ((TRIED, Question("site", "tools", ("none", "good"))), (), "dimension tools", "core"),
        ((SITE,), (Rule("r", Condition()),), "recommendation r", "names none"),
        ((SITE, TRIED), (RULES[0], RULES[0]), "recommendation make-one", "twice"),
        (
            (SITE, TRIED),
            (Rule("r", Condition(every=(Clause("tried", frozenset({"no"})), Clause("site", frozenset({"old"}))))),),
            "recommendation r",
            "no answers",
        ),
    ],
)
def test_a_questionnaire_that_cannot_work_is_refused_with_the_name_of_what_is_wrong(questions, rules, place, said):
    with pytest.raises(BadInput, match=said) as refusal:
        Questionnaire("1", ("tools",), BANDS, questions, rules)
    assert refusal.value.place[0] == place


@pytest.mark.parametrize("starts", [(), (1, 50), (0, 0), (0, 60, 40), (0, 101)])
def test_bands_that_do_not_rise_from_0_are_refused(starts):
    bands = tuple(Band(f"b{place}", start) for place, start in enumerate(starts))
    with pytest.raises(BadInput, match="bands"):
        Questionnaire("1", ("tools",), bands, (SITE, TRIED))


def test_a_question_cannot_wait_for_another_dimension():
    other = Question("x", "other", ("a", "b"), core=True)
    with pytest.raises(BadInput, match="its own dimension"):
        Questionnaire("1", ("tools", "other"), BANDS, (SITE, other, better_than("x", {"b"})))


def test_a_longer_circle_of_questions_is_named_in_full():
    yes = frozenset({"yes"})
    first = Question("first", "tools", ("no", "yes"), shown_when=Condition(some=(Clause("second", yes),)))
    second = Question("second", "tools", ("no", "yes"), shown_when=Condition(every=(Clause("first", yes),)))
    with pytest.raises(BadInput, match="first → second → first"):
        Questionnaire("1", ("tools",), BANDS, (SITE, first, second))


def test_scores_refuse_a_table_of_the_wrong_shape():
    with pytest.raises(ValueError, match="2 rows"):
        scores(SMALL, np.zeros((3, 1), dtype=np.int8))


def test_changes_count_bands_and_say_when_more_is_known():
    before, now = diagnose(SMALL, {"site": "old"}), diagnose(SMALL, {"site": "good", "tried": "yes"})
    assert [(c.dimension, c.bands, c.narrower) for c in changes(SMALL, before, now)] == [("tools", 2, False)]
    unsure = diagnose(SMALL, {})
    assert [(c.bands, c.narrower) for c in changes(SMALL, unsure, before)] == [(1, True)]


def test_a_dimension_that_an_older_version_did_not_have_is_not_compared():
    older = Questionnaire("0", ("other",), BANDS, (Question("x", "other", ("a", "b"), core=True),))
    (change,) = changes(SMALL, diagnose(older, {"x": "a"}), diagnose(SMALL, {}))
    assert change.bands is None


def group(size, good=0):
    return ranks_of(SMALL, [{"site": "good", "tried": "yes"}] * good + [{"site": "none"}] * (size - good))


def test_peers_are_described_by_the_middle_organisation():
    (all_of_them,) = peer_groups(SMALL, [group(7, good=4)])
    assert (all_of_them.size, all_of_them.median_band) == (7, ("high",))
    (even,) = peer_groups(SMALL, [group(6, good=3)])
    assert even.median_band == ("low",)


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ([4], [None]),
        ([5], [5]),
        ([12, 9], [12, None]),
        ([12, 7], [12, 7]),
        ([12, 12], [12, 12]),
        ([12, 9, 7], [12, None, 7]),
        ([12, 7, 4], [12, 7, None]),
    ],
)
def test_fewer_than_five_organisations_are_never_described_not_even_by_subtraction(sizes, told):
    assert [found.size for found in peer_groups(SMALL, [group(size) for size in sizes])] == told
