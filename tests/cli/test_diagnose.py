"""`tandem diagnose`: the questions, the result, and one line for each kind of bad input."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest


@pytest.fixture
def asked(tandem):
    return tandem("diagnose", "--questions").json


@pytest.fixture
def diagnosed(tandem, tmp_path, asked):
    def run(answers, *options, version=None):
        path = tmp_path / "answers.json"
        path.write_text(json.dumps({"version": version or asked["version"], "answers": answers}), encoding="utf-8")
        return tandem("diagnose", path, *options)

    return run


def choosing(asked, place, *, core=False):
    return {q["id"]: q["choices"][place] for q in asked["questions"] if q["core"] or not core}


def test_questions_are_printed_with_their_choices_weakest_first(asked):
    assert set(asked) == {"version", "questions", "bands"}
    assert asked["bands"] == ["first-steps", "under-way", "solid", "sharing"]
    copies = next(question for question in asked["questions"] if question["id"] == "copies")
    assert copies == {
        "id": "copies",
        "dimension": "data",
        "core": True,
        "choices": ["no", "old-copy", "regular-copy", "tested-copy"],
    }


def test_a_result_has_the_keys_of_the_contract(diagnosed):
    answer = diagnosed({"copies": "no"})
    assert answer.code == 0
    assert list(answer.json) == ["version", "answered", "dimensions", "recommendations"]
    assert list(answer.json["dimensions"][0]) == ["id", "low", "high", "band", "unknown"]
    assert answer.json["recommendations"] == [{"id": "first-copies", "triggered_by": ["copies"]}]


def test_no_answers_leave_every_dimension_open(diagnosed, asked):
    result = diagnosed({}).json
    assert result["answered"] == 0
    assert {(d["low"], d["high"], d["band"]) for d in result["dimensions"]} == {(0, 100, "first-steps")}
    assert {q for d in result["dimensions"] for q in d["unknown"]} == {q["id"] for q in asked["questions"]}
    assert result["recommendations"] == []


def test_the_best_answers_close_every_dimension_at_100(diagnosed, asked):
    result = diagnosed(choosing(asked, -1)).json
    assert result["answered"] == len(asked["questions"])
    assert {(d["low"], d["high"], d["band"]) for d in result["dimensions"]} == {(100, 100, "sharing")}


def test_the_weakest_answers_close_every_dimension_at_0_and_say_what_was_not_counted(diagnosed, asked):
    answer = diagnosed(choosing(asked, 0))
    assert {(d["low"], d["high"]) for d in answer.json["dimensions"]} == {(0, 0)}
    set_aside = [line.split(":")[0] for line in answer.err.splitlines()]
    assert answer.json["answered"] == len(asked["questions"]) - len(set_aside)
    assert "leaving-a-tool" in set_aside


def test_ten_core_answers_are_all_counted(diagnosed, asked):
    answer = diagnosed(choosing(asked, 1, core=True))
    assert answer.json["answered"] == 10
    assert answer.err == ""


def test_a_table_shows_the_dimensions(diagnosed):
    lines = diagnosed({}, "--format", "csv").out.splitlines()
    assert lines[0] == "id,low,high,band,unknown"
    assert len(lines) == 8


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"copy": "no"}, "answers: version 2026-1 has no question copy"),
        ({"copies": "never"}, "answers: copies: this question has no choice never; it has: no, old-copy"),
        ({"copies": 2}, "answers: copies: a text is expected, not a number"),
        ([], "answers: an object is expected, not a list"),
    ],
)
def test_answers_that_do_not_belong_are_refused_by_name(diagnosed, tmp_path, answers, said):
    answer = diagnosed(answers)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"{tmp_path}/answers.json: {said}")
    assert answer.err.count("\n") == 1


def test_an_unknown_version_is_refused_with_those_that_exist(diagnosed):
    answer = diagnosed({}, version="1999")
    assert answer.code == 2
    assert "version: no questionnaire has the version “1999”; there are: 2026-1" in answer.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1: this is not valid JSON"),
        ('{"version": "2026-1"}', "the key “answers” is missing"),
        ('{"version": "2026-1", "answers": {}, "name": "x"}', "unknown key “name”"),
        ('{"version": 2026, "answers": {}}', "version: a text is expected"),
        ('{"version": "2026-1", "answers": {"copies": "no", "copies": "no"}}', "“copies” is there twice"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_not_a_diagnosis_is_refused(tandem, tmp_path, text, said):
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    answer = tandem("diagnose", path)
    assert answer.code == 2
    assert said in answer.err


def test_a_missing_file_is_refused(tandem, tmp_path):
    answer = tandem("diagnose", tmp_path / "nowhere.json")
    assert answer.code == 2
    assert "nowhere.json" in answer.err


@pytest.mark.parametrize("arguments", [[], ["answers.json", "--questions"]])
def test_a_file_or_the_questions_but_not_neither_nor_both(tandem, arguments):
    answer = tandem("diagnose", *arguments)
    assert answer.code == 2
    assert "--questions" in answer.err


def test_refusals_are_said_in_french_when_asked(diagnosed):
    assert "n’a pas de question copy" in diagnosed({"copy": "no"}, "--lang", "fr").err


def test_the_command_starts_without_the_web_framework():
    code = "import sys, tandem.cli.commands.diagnose; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
