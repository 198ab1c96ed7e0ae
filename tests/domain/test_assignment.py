"""Mentor groups: values and scores, the best assignment against brute force, pairs, what is short."""

from __future__ import annotations

import copy
import doctest
import itertools
import time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.domain.mutation import mutated

from tandem.domain.assignment import answer as answers
from tandem.domain.assignment import assign, measure, read_cohort
from tandem.domain.assignment.feasibility import shortages
from tandem.domain.assignment.greedy import greedy
from tandem.domain.assignment.measure import blocking_pairs, covered, scores, standing
from tandem.domain.assignment.search import is_lawful
from tandem.domain.errors import BadInput


def project(name, *needs):
    return {"id": name, "needs": list(needs)}


def mentor(name, skills=(), capacity=1, preferences=(), conflicts=()):
    return {
        "id": name,
        "skills": list(skills),
        "capacity": capacity,
        "preferences": list(preferences),
        "conflicts": list(conflicts),
    }


def cohort(projects, mentors, sizes=(1, 1, 1), **rest):
    group = dict(zip(("min", "target", "max"), sizes, strict=True))
    record = {"group": group, "projects": projects, "mentors": mentors, "pinned": [], "forbidden": [], **rest}
    return read_cohort(record)


def solved(*args, seconds=10.0, **kwargs):
    return assign(cohort(*args, **kwargs), time.monotonic, seconds)


def together(of, *pairs):
    chosen = np.zeros_like(of.allowed)
    for one, other in pairs:
        chosen[list(of.mentors).index(one), list(of.projects).index(other)] = True
    return chosen


def every_assignment(of):
    """Mentor by mentor, every set of projects within capacity, conflicts and pins; then the sizes of the groups."""
    rows = []
    for capacity, allowed, pinned in zip(of.capacity, of.allowed, of.pinned, strict=True):
        every = (np.array(bits) for bits in itertools.product((False, True), repeat=len(of.projects)))
        rows.append([row for row in every if row.sum() <= capacity and not (row & ~allowed | pinned & ~row).any()])
    for chosen in itertools.product(*rows):
        sizes = np.sum(chosen, axis=0)
        if (sizes >= of.least).all() and (sizes <= of.most).all():
            yield np.array(chosen)


@st.composite
def cohorts(draw, projects=3, mentors=4):
    """Small cohorts with few skills, so that wishes, conflicts, pins and shortages meet."""
    skills = ["web", "data", "law", "care"]
    names = [f"p{number}" for number in range(draw(st.integers(1, projects)))]
    some = st.lists(st.sampled_from(skills), unique=True, max_size=3)
    wishes = st.lists(st.sampled_from(names), unique=True)
    least = draw(st.integers(0, 2))
    target = draw(st.integers(least, 2))
    most = draw(st.integers(max(target, 1), 3))
    people = [
        mentor(
            f"m{number}",
            draw(some),
            draw(st.integers(0, 2)),
            draw(wishes),
            draw(st.lists(st.sampled_from(names), max_size=1)),
        )
        for number in range(draw(st.integers(1, mentors)))
    ]
    pins = st.tuples(st.sampled_from([one["id"] for one in people]), st.sampled_from(names))
    return cohort(
        [project(name, *draw(some)) for name in names],
        people,
        (least, target, most),
        pinned=[list(pair) for pair in draw(st.lists(pins, max_size=1))],
        forbidden=[list(pair) for pair in draw(st.lists(pins, max_size=1))],
    )


class TestValue:
    def test_skills_weigh_60_and_wishes_40(self):
        of = cohort(
            [project("a", "web", "data", "law"), project("b", "care")],
            [mentor("m", ["web", "law", "art"], preferences=["b", "a"])],
            sizes=(0, 1, 1),
        )
        assert of.value[0].tolist() == pytest.approx([60 * 2 / 3 + 40 * (1 - 1 / 2), 0 + 40])

    def test_a_project_that_is_not_listed_gets_no_wish_points(self):
        of = cohort([project("a", "web"), project("b", "web")], [mentor("m", ["web"], preferences=["b"])], (0, 1, 1))
        assert of.value[0].tolist() == [60, 100]

    def test_without_needs_or_wishes_the_parts_are_0(self):
        of = cohort([project("a")], [mentor("m", ["web"]), mentor("n", preferences=["a"])], (0, 1, 1))
        assert of.value[:, 0].tolist() == [0, 40]

    def test_a_conflict_stays_in_the_length_of_the_list(self):
        of = cohort(
            [project("a"), project("b")], [mentor("m", preferences=["a", "b"], conflicts=["a"])], sizes=(0, 1, 1)
        )
        assert of.value[0, 1] == 20

    def test_mentors_beyond_target_count_half_lowest_first(self):
        assert measure.score(np.array([10.0, 90.0, 50.0, 30.0]), 2) == 90 + 50 + (30 + 10) / 2

    def test_a_skill_is_coverable_when_somebody_without_conflict_holds_it(self):
        of = cohort(
            [project("a", "web", "law", "care")],
            [mentor("m", ["web"]), mentor("n", ["law"], conflicts=["a"]), mentor("o", ["care"])],
            sizes=(0, 1, 1),
            forbidden=[["o", "a"]],
        )
        assert [of.skills[number] for number in np.flatnonzero(of.coverable[0])] == ["web"]


class TestBest:
    @given(cohorts())
    @settings(max_examples=80)
    def test_it_is_what_trying_everything_finds(self, of):
        best = max((standing(of, chosen) for chosen in every_assignment(of)), default=None)
        assume(best is not None)
        found = assign(of, time.monotonic, 20)
        assert found.status == "optimal"
        assert found.gap == 0
        assert found.covered == best.covered
        assert found.worst == pytest.approx(best.worst, abs=1e-5)
        assert found.total == pytest.approx(best.total, abs=1e-5)

    @given(cohorts())
    @settings(max_examples=80)
    def test_it_is_refused_exactly_when_no_assignment_exists(self, of):
        assert bool(shortages(of)) == (next(every_assignment(of), None) is None)

    @given(cohorts(projects=5, mentors=9))
    @settings(max_examples=40)
    def test_greedy_is_an_assignment_and_the_answer_never_below_it(self, of):
        assume(not shortages(of))
        start = greedy(of)
        assert is_lawful(of, start)
        stands = standing(of, start)
        for seconds in (0.0, 0.2):
            found = assign(of, time.monotonic, seconds)
            assert (found.covered, found.worst) >= (stands.covered, stands.worst - 1e-6)

    @given(cohorts(projects=5, mentors=9))
    @settings(max_examples=40)
    def test_figures_are_those_of_the_groups(self, of):
        assume(not shortages(of))
        found = assign(of, time.monotonic, 0.2)
        assert found.covered == sum(len(group.covered) for group in found.groups)
        assert found.worst == min(group.score for group in found.groups)
        assert found.total == pytest.approx(sum(group.score for group in found.groups))
        chosen = together(of, *((one, group.project) for group in found.groups for one in group.mentors))
        assert is_lawful(of, chosen)
        assert set(found.unassigned) == {name for name, row in zip(of.mentors, chosen, strict=True) if not row.any()}

    def test_covering_comes_before_the_worst_project(self):
        found = solved(
            [project("a", "web"), project("b", "law")],
            [mentor("m", ["web", "law"], preferences=["a"]), mentor("n", ["web"], preferences=["a"])],
        )
        assert [group.mentors for group in found.groups] == [["n"], ["m"]]
        assert found.covered == 2

    def test_the_worst_project_comes_before_the_total(self):
        # a likes m; with m in a: scores 100 and 0, in b: 20 and 60.
        found = solved(
            [project("a"), project("b")],
            [mentor("m", preferences=["a", "b"]), mentor("n", preferences=["a"])],
        )
        assert [group.mentors for group in found.groups] == [["n"], ["m"]]
        assert (found.worst, found.total) == (20, 60)

    def test_one_mentor_may_help_several_projects(self):
        found = solved([project("a", "web"), project("b", "web")], [mentor("m", ["web"], capacity=2)])
        assert [group.mentors for group in found.groups] == [["m"], ["m"]]

    def test_a_mentor_is_never_counted_whole_and_half(self):
        found = solved([project("a", "web")], [mentor("m", ["web"], capacity=2)], (1, 1, 2))
        assert found.total == 60

    def test_pins_and_prohibitions_are_kept(self):
        found = solved(
            [project("a", "web"), project("b", "web")],
            [mentor("m", ["web"]), mentor("n", ["web"]), mentor("o")],
            pinned=[["o", "a"]],
            forbidden=[["m", "b"]],
        )
        assert [group.mentors for group in found.groups] == [["o"], ["n"]]

    def test_skills_stand_in_the_order_of_the_needs(self):
        found = solved([project("a", "law", "web", "care")], [mentor("m", ["web", "care"])])
        assert (found.groups[0].covered, found.groups[0].uncovered) == (["web", "care"], ["law"])
        assert [str(message) for message in found.messages] == ["“a”: nobody without conflict holds law"]

    def test_no_project_is_a_cohort_too(self):
        found = solved([], [mentor("m")])
        assert (found.status, found.worst, found.total, found.unassigned) == ("optimal", None, 0, ["m"])

    def test_when_time_is_up_the_gap_is_said(self):
        """13 mentors for 6 projects: the bounds are out of reach, and no time is left to find better ones."""
        generator = np.random.default_rng(7)
        skills = [f"s{number}" for number in range(8)]
        projects = [project(f"p{n}", *generator.choice(skills, 5, replace=False)) for n in range(6)]
        people = [mentor(f"m{n}", generator.choice(skills, 2, replace=False)) for n in range(13)]
        found = solved(projects, people, (2, 2, 3), seconds=0.0)
        assert found.status == "feasible"
        assert 0 < found.gap <= 1
        assert str(found.messages[-1]).startswith("the time was up before this was proved to be the best")

    def test_greedy_alone_does_not_claim_what_it_does_not_know(self):
        of = cohort(
            [project("a", "web"), project("b", "law")],
            [mentor("m", ["web", "law"], preferences=["a"]), mentor("n", ["web"])],
        )
        found = assign(of, time.monotonic, quickly=True)
        assert (found.status, found.covered) == ("feasible", 1)
        assert found.gap == 0.5

    def test_groups_that_greedy_starves_get_mentors_along_paths(self):
        # b can only have m, whom a takes first; c can only have n, whom a would take then.
        of = cohort(
            [project("a", "web"), project("b"), project("c")],
            [
                mentor("m", ["web"], preferences=["a"]),
                mentor("n", ["web"], preferences=["a"], conflicts=["b"]),
                mentor("o", conflicts=["b", "c"]),
            ],
        )
        assert is_lawful(of, greedy(of))


class TestConstraintProgram:
    """The same answers from CP-SAT, where it is installed."""

    @given(of=cohorts())
    @settings(max_examples=25)
    def test_it_is_what_trying_everything_finds(self, of):
        constraint = pytest.importorskip("tandem.domain.assignment.constraint", exc_type=ModuleNotFoundError)
        best = max((standing(of, chosen) for chosen in every_assignment(of)), default=None)
        assume(best is not None)
        found = assign(of, time.monotonic, 20, program=constraint.ConstraintProgram)
        assert found.status == "optimal"
        assert (found.covered, round(found.worst, 4), round(found.total, 4)) == (
            best.covered,
            round(best.worst, 4),
            round(best.total, 4),
        )


class TestFacilitators:
    def test_each_group_has_one_and_none_leads_too_many(self):
        found = solved(
            [project(name) for name in "abc"],
            [mentor(name) for name in "mno"],
            facilitators=[{"id": "f", "max_groups": 1}, {"id": "g", "max_groups": 5}],
        )
        assert [group.facilitator for group in found.groups] == ["f", "g", "g"]

    def test_without_facilitators_groups_have_none(self):
        assert solved([project("a")], [mentor("m")]).groups[0].facilitator is None


def reference_pairs(of, chosen):
    """Blocking and justified pairs straight from their definition, one by one."""
    value, now = of.value, covered(of, chosen)
    base = scores(of, chosen)

    def wishes(m, p, q):
        return of.rank[m, p] < of.rank[m, q]

    blocking, justified = set(), set()
    for m, p in itertools.product(range(len(of.mentors)), range(len(of.projects))):
        if chosen[m, p] or not of.allowed[m, p]:
            continue
        own = [q for q in range(len(of.projects)) if chosen[m, q]]
        free = len(own) < of.capacity[m]
        group = [n for n in range(len(of.mentors)) if chosen[n, p]]
        low = min((value[n, p] for n in group), default=np.inf)
        below = len(group) < of.most
        lowest = [n for n in group if value[n, p] <= low + 1e-9]
        gains = any(
            measure.score(value[[n for n in group if n != out] + [m], p], of.target) > base[p] + 1e-9 for out in lowest
        )
        if not (free or any(wishes(m, p, q) for q in own)) or not (below or gains):
            continue
        blocking.add((m, p))
        for q in [None] if free else [q for q in own if wishes(m, p, q)]:
            for out in [None] if below else lowest:
                after = chosen.copy()
                after[m, p] = True
                if q is not None:
                    after[m, q] = False
                if out is not None:
                    after[out, p] = False
                if is_lawful(of, after) and (covered(of, after) | ~now).all():
                    justified.add((m, p))
    return blocking, justified


class TestBlockingPairs:
    @given(cohorts(), st.randoms(use_true_random=False))
    @settings(max_examples=150)
    def test_they_are_what_their_definition_says_in_any_assignment(self, of, random):
        lawful = list(itertools.islice(every_assignment(of), 400))
        assume(lawful)
        chosen = random.choice(lawful)
        expected = reference_pairs(of, chosen)
        found = blocking_pairs(of, chosen)
        assert tuple({(int(m), int(p)) for m, p in np.argwhere(pairs)} for pairs in found) == expected

    def test_a_mentor_with_free_capacity_blocks_with_a_group_that_has_room(self):
        of = cohort([project("a"), project("b")], [mentor("m", capacity=2), mentor("n")], (1, 1, 2))
        blocking, justified = blocking_pairs(of, together(of, ("m", "a"), ("n", "b")))
        assert np.argwhere(blocking).tolist() == np.argwhere(justified).tolist() == [[0, 1]]

    def test_leaving_a_group_at_min_is_not_justified(self):
        of = cohort(
            [project("a"), project("b")],
            [mentor("m", preferences=["b", "a"]), mentor("n")],
            (1, 1, 2),
        )
        blocking, justified = blocking_pairs(of, together(of, ("m", "a"), ("n", "b")))
        assert (blocking.sum(), justified.sum()) == (1, 0)


class TestShortage:
    def said(self, *args, **kwargs):
        found = solved(*args, **kwargs)
        assert found.status == "infeasible"
        assert found.groups == ()
        return [str(message) for message in found.messages]

    def test_too_few_places_are_counted(self):
        assert self.said([project("a"), project("b")], [mentor("m"), mentor("n"), mentor("o")], (2, 2, 2)) == [
            "a, b: 4 more places to fill, mentors without conflict can fill 3"
        ]

    def test_only_the_projects_that_are_short_are_named(self):
        people = [mentor("m"), mentor("n", conflicts=["a"]), mentor("o", conflicts=["a"])]
        assert self.said([project("a"), project("b")], people, (2, 2, 2)) == [
            "a: 2 more places to fill, mentors without conflict can fill 1"
        ]

    def test_a_pin_in_conflict_is_named(self):
        assert self.said([project("a")], [mentor("m", conflicts=["a"])], pinned=[["m", "a"]]) == [
            "“m” is pinned to “a” and in conflict with it"
        ]

    def test_a_forbidden_pin_is_named(self):
        assert self.said([project("a")], [mentor("m")], pinned=[["m", "a"]], forbidden=[["m", "a"]]) == [
            "“m” is pinned to “a” and in conflict with it"
        ]

    def test_more_pins_than_capacity_are_named(self):
        assert self.said([project("a"), project("b")], [mentor("m")], pinned=[["m", "a"], ["m", "b"]]) == [
            "“m” is pinned to 2 projects and has capacity for 1"
        ]

    def test_more_pins_than_places_are_named(self):
        assert self.said([project("a")], [mentor("m"), mentor("n")], pinned=[["m", "a"], ["n", "a"]]) == [
            "2 mentors are pinned to “a”, a group has 1 at most"
        ]

    def test_too_few_facilitators_are_counted(self):
        facilitators = [{"id": "f", "max_groups": 1}]
        assert self.said([project("a"), project("b")], [mentor("m"), mentor("n")], facilitators=facilitators) == [
            "the facilitators can lead 1 groups, there are 2"
        ]


COHORT = {
    "group": {"min": 1, "target": 2, "max": 3},
    "projects": [project("a", "web"), project("b", "law")],
    "mentors": [mentor("m", ["web"], preferences=["a", "b"], conflicts=["b"]), mentor("n")],
    "facilitators": [{"id": "f", "max_groups": 2}],
    "pinned": [["m", "a"]],
    "forbidden": [["n", "a"]],
}


class TestReading:
    @pytest.mark.parametrize(
        ("path", "value", "sentence"),
        [
            (["colour"], "red", "unknown key “colour”"),
            (["group", "colour"], "red", "unknown key “colour”"),
            (["projects", 0, "colour"], "red", "unknown key “colour”"),
            (["mentors", 0, "colour"], "red", "unknown key “colour”"),
            (["facilitators", 0, "colour"], "red", "unknown key “colour”"),
            (["group", "min"], 3, "min, target and max of a group have to grow"),
            (["group", "max"], -1, "-1 is below 0"),
            (["group", "target"], 1.5, "a whole number is expected, not 1.5"),
            (["group"], {"min": 0, "target": 0, "max": 0}, "max is at least 1"),
            (["projects", 1, "id"], "a", "the id “a” is there twice"),
            (["mentors", 1, "id"], "m", "the id “m” is there twice"),
            (["mentors", 1, "capacity"], True, "a number is expected, not true or false"),
            (["mentors", 1, "capacity"], -1, "-1 is below 0"),
            (["mentors", 1, "skills"], "web", "a list is expected, not a text"),
            (["mentors", 1, "preferences"], ["a", "a"], "the project “a” is listed twice"),
            (["mentors", 1, "preferences"], ["z"], "there is no project “z”"),
            (["mentors", 1, "conflicts"], ["z"], "there is no project “z”"),
            (["facilitators"], None, "a list is expected, not nothing (null)"),
            (["facilitators", 0, "max_groups"], "2", "a number is expected, not a text"),
            (["pinned", 0], ["m"], "a pair is a mentor and a project"),
            (["pinned", 0], ["z", "a"], "there is no mentor “z”"),
            (["pinned", 0], ["m", "z"], "there is no project “z”"),
            (["forbidden", 0], ["a", "m"], "there is no mentor “a”"),
            (["forbidden"], {}, "a list is expected, not an object"),
        ],
    )
    def test_what_cannot_be_used_is_refused_at_its_place(self, path, value, sentence):
        record = copy.deepcopy(COHORT)
        *way, last = path
        inner = record
        for key in way:
            inner = inner[key]
        inner[last] = value
        with pytest.raises(BadInput) as caught:
            read_cohort(record)
        assert sentence in str(caught.value.message)
        assert [str(key) for key in way] == list(caught.value.place)[: len(way)]

    @pytest.mark.parametrize("key", ["group", "projects", "mentors", "pinned", "forbidden"])
    def test_every_key_but_facilitators_is_required(self, key):
        with pytest.raises(BadInput, match=f"the key “{key}” is missing"):
            read_cohort({name: value for name, value in COHORT.items() if name != key})

    def test_facilitators_may_be_absent_or_nobody(self):
        assert read_cohort({key: value for key, value in COHORT.items() if key != "facilitators"}).facilitators is None
        assert read_cohort({**COHORT, "facilitators": []}).facilitators == []

    @given(mutated(COHORT))
    def test_whatever_a_file_holds_it_is_read_or_refused(self, document):
        try:
            of = read_cohort(document)
        except BadInput as refusal:
            assert str(refusal.message).strip()
            return
        found = assign(of, time.monotonic, 0.05)
        assert len(found.groups) == (0 if found.status == "infeasible" else len(of.projects))

    def test_a_skill_said_twice_counts_once(self):
        of = cohort([project("a", "web", "web", "law")], [mentor("m", ["web", "web"])])
        assert of.value[0, 0] == 30


@pytest.mark.parametrize("module", [answers, measure])
def test_the_worked_examples_hold(module):
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0
