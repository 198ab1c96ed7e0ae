"""`tandem assign`: its output, its exit codes, its refusals."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


def person(name, skills, preferences=()):
    return {"id": name, "skills": skills, "capacity": 1, "preferences": list(preferences), "conflicts": []}


COHORT = {
    "group": {"min": 1, "target": 1, "max": 2},
    "projects": [{"id": "site", "needs": ["web", "law"]}, {"id": "data", "needs": ["sql"]}],
    "mentors": [
        person("ana", ["web", "sql"], ["site"]),
        person("bo", ["web"], ["site"]),
        person("cy", ["web"], ["data", "site"]),
        person("di", []),
    ],
    "facilitators": [{"id": "eve", "max_groups": 2}],
    "pinned": [],
    "forbidden": [],
}


@pytest.fixture
def cohort(tmp_path):
    path = tmp_path / "cohort.json"

    def write(**changes):
        path.write_text(json.dumps({**COHORT, **changes}), encoding="utf-8")
        return path

    return write


def test_the_answer_has_the_documented_shape(tandem, cohort):
    answer = tandem("assign", cohort())
    assert answer.code == 0
    assert answer.err == ""
    assert answer.json == {
        "status": "optimal",
        "gap": 0,
        "groups": [
            {
                "project": "site",
                "mentors": ["bo"],
                "facilitator": "eve",
                "covered": ["web"],
                "uncovered": ["law"],
                "score": 30 + 40,
            },
            {
                "project": "data",
                "mentors": ["ana", "cy"],
                "facilitator": "eve",
                "covered": ["sql"],
                "uncovered": [],
                "score": 60 + 40 / 2,
            },
        ],
        "unassigned": ["di"],
        "covered": 2,
        "coverable": 2,
        "worst": 70,
        "total": 150,
        "blocking_pairs": 2,  # ana and site, di and site; without ana, data would lose a skill
        "justified_blocking_pairs": 1,
        "messages": ["“site”: nobody without conflict holds law"],
    }


def test_the_table_is_that_of_the_groups(tandem, cohort):
    answer = tandem("assign", cohort(), "--format", "csv")
    assert answer.out.splitlines()[0] == "project,mentors,facilitator,covered,uncovered,score"
    assert answer.out.splitlines()[2] == 'data,"[""ana"", ""cy""]",eve,"[""sql""]",[],80.0'


def test_what_is_short_is_said_with_exit_1(tandem, cohort):
    answer = tandem("assign", cohort(group={"min": 3, "target": 3, "max": 3}), "--lang", "fr")
    assert answer.code == 1
    sentence = "site, data\u00a0: encore 6 places à pourvoir, les personnes mentores sans conflit peuvent en pourvoir 4"
    assert answer.json == {"status": "infeasible", "groups": [], "messages": [sentence]}
    assert answer.err == sentence + "\n"


@pytest.mark.parametrize(("solver", "status"), [("auto", "optimal"), ("highs", "optimal"), ("greedy", "feasible")])
def test_every_solver_gives_an_assignment_and_says_what_it_knows(tandem, cohort, solver, status):
    answer = tandem("assign", cohort(), "--solver", solver)
    assert answer.code == 0
    assert answer.json["status"] == status
    assert len(answer.json["groups"]) == 2


def test_a_solver_that_is_not_installed_says_how_to_get_it(tandem, cohort, monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools", None)
    monkeypatch.delitem(sys.modules, "tandem.domain.assignment.constraint", raising=False)
    answer = tandem("assign", cohort(), "--solver", "cp-sat")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "the solver cp-sat is not here: tandem install cp-sat\n"


def test_without_time_the_answer_is_at_least_greedys(tandem, cohort):
    assert tandem("assign", cohort(), "--time-limit", "0").json["covered"] == 2


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "soon"])
def test_a_time_limit_that_is_no_time_is_refused(tandem, cohort, seconds):
    answer = tandem("assign", cohort(), "--time-limit", seconds)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1


def test_a_bad_cohort_gets_one_line_and_exit_2(tandem, cohort):
    path = cohort(pinned=[["zoe", "site"]])
    answer = tandem("assign", path)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"{path}: pinned: 0: 0: there is no mentor “zoe”\n"


def test_nothing_but_the_answer_reaches_the_standard_output(cohort, tmp_path):
    """The solver's library writes to the file descriptor itself on some cohorts; this one is tight enough."""
    skills = [f"s{number}" for number in range(6)]
    path = cohort(
        group={"min": 2, "target": 2, "max": 3},
        projects=[{"id": f"p{n}", "needs": [skills[(n + k) % 6] for k in range(3)]} for n in range(6)],
        mentors=[person(f"m{n}", [skills[(5 * n) % 6], skills[(n * n) % 6]], [f"p{n % 6}"]) for n in range(14)],
        facilitators=[{"id": "eve", "max_groups": 9}],
    )
    run = subprocess.run(
        [sys.executable, "-m", "tandem", "assign", str(path), "--time-limit", "2", "--quiet"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(run.stdout)["covered"] > 0
    assert run.stderr == ""
