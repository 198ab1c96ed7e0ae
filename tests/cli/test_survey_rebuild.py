"""`tandem survey rebuild`, and the rebuilt answers of the field study that the project ships."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tandem.domain.survey.published.figures import Figure
from tandem.survey_files.declared import read_declared
from tandem.survey_files.published import read_figures

STUDY = Path(__file__).parents[2] / "content" / "surveys" / "field-study"

FIGURES = """figure_id,variable,answer,base,subgroup,percent
met,met,yes,all,,50
tool.yes,tool,yes,has_met,,40
tool.no,tool,no,has_met,,60
tool.fr,tool,yes,has_met,land=FR,50
"""
QUESTIONS = """[bases.has_met]
question = "met"
answer = "yes"
[questions.land]
answers = ["FR", "PT"]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "questions.toml").write_text(QUESTIONS, encoding="utf-8")
    return tmp_path


def rebuild(tandem, folder, *more, output="synthetic.csv"):
    return tandem(
        *("survey", "rebuild", folder / "figures.csv", "--n", 20, "--questions", folder / "questions.toml"),
        *("--output", folder / output, *more),
    )


def test_every_row_of_the_file_says_that_nobody_gave_it(tandem, folder):
    said = rebuild(tandem, folder).json
    assert (said["missed"], said["set_aside"], said["proved"]) == ([], [], True)
    with (folder / "synthetic.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), rows[0]["respondent"]) == (20, "synthetic-01")
    assert {row["tool"] for row in rows if row["met"] != "yes"} == {""}


def test_the_name_of_the_file_has_to_say_so_too(tandem, folder):
    answer = rebuild(tandem, folder, output="answers.csv")
    assert (answer.code, (folder / "answers.csv").exists()) == (2, False)
    assert "synthetic" in answer.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[bases.has_met]\nquestion = "met"\n', "bases.has_met.answer"),
        ('[questions.tool]\nkind = "some"\n', "questions.tool.kind"),
        ('[questions.tool]\nanswer = ["yes"]\n', "unknown key answer"),
        ("[questions.tool.sums]\nboth = []\n", "both"),
        ('[questions.nobody]\nanswers = ["yes"]\n', "nobody"),
        ("[questions\n", "line 1"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_refused_with_its_place(tandem, folder, text, words):
    (folder / "questions.toml").write_text(text, encoding="utf-8")
    answer = rebuild(tandem, folder)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "questions.toml" in answer.err
    assert words in answer.err


def test_the_shipped_answers_give_every_figure_of_the_study_but_those_the_findings_name():
    figures = read_figures(STUDY / "published-figures.csv")
    declared = read_declared(STUDY / "questions.toml")
    with (STUDY / "rebuilt-synthetic-answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    findings = (Path(__file__).parents[2] / "docs" / "findings.md").read_text(encoding="utf-8")
    missed = [one.id for one in figures if one.base in ("all", "has_cooperated") and not printed(one, rows, declared)]
    assert len(rows) == 218
    assert missed
    assert [one for one in missed if f"`{one}`" not in findings] == []


def printed(figure: Figure, rows: list[dict[str, str]], declared) -> bool:
    """Whether these rows print as the figure: computed here by hand, apart from the program's own reading."""

    def gave(row: dict[str, str], question: str, answer: str) -> bool:
        return row[question] in declared.nets.get(question, {}).get(answer, (answer,))

    if figure.is_size_of_base:
        return len(rows) == figure.n
    group = [row for row in rows if row[figure.variable]]
    for label in (figure.base, figure.subgroup):
        question, _, answer = label.partition("=")
        if label in declared.bases:
            question, answer = declared.bases[label]
        if answer:
            group = [row for row in group if gave(row, question, answer)]
    count = sum(gave(row, figure.variable, figure.answer) for row in group)
    if figure.n is not None:
        return count == figure.n
    return bool(group) and abs(100 * count / len(group) - figure.percent.value) <= 0.5
