"""The public survey of 1,615 men reproduces its published weighted tables (FiveThirtyEight, CC BY 4.0)."""

from __future__ import annotations

import csv

import pytest

from tandem.domain.survey.answers import MultipleResponse
from tandem.domain.survey.crosstable import cross_table
from tandem.domain.survey.design import independent_design
from tandem.domain.survey.frequencies import frequencies
from tandem.survey_files.answers import AnswerFile

pytestmark = pytest.mark.shared_data

#: The columns behind the printed tables, in their order; a name ending in _ is a set.
QUESTIONS = [
    *("q0001", "q0002", "q0004_", "q0005"),
    *(f"q0007_{item:04}" for item in range(1, 12)),
    *("q0008_", "q0009", "q0010_", "q0011_", "q0012_", "q0013", "q0014", "q0015", "q0017", "q0018"),
    *("q0019_", "q0020_", "q0021_", "q0022", "q0024", "q0025_", "q0026", "q0028", "q0029", "age3"),
]
BREAKS = [
    *(("age3", level) for level in ("18 - 34", "35 - 64", "65 and up")),
    *(("race2", level) for level in ("White", "Non-white")),
    *(("kids", level) for level in ("Has children", "No children")),
    *(("orientation", level) for level in ("Straight", "Gay/Bisexual")),
]


@pytest.fixture(scope="module")
def folder(shared_data):
    return shared_data / "survey" / "masculinity"


@pytest.fixture(scope="module")
def answers(folder):
    file = AnswerFile(folder / "raw-responses.csv", ("NA",))
    named = [name for name in file.header if name.startswith("q0") or name in {name for name, _ in BREAKS}]
    return file.read(named, [("weight", "--weight")])


@pytest.fixture(scope="module")
def published(folder):
    """The printed tables: for each its lines (answer, percents of the whole and of each break)."""
    tables = []
    with (folder / "masculinity-survey.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in list(csv.reader(file))[2:]:
            if line[0]:
                tables.append([])
            elif line[1]:
                tables[-1].append((_plain(line[1]), [cell.rstrip("%") for cell in line[2:]]))
    return tables


def _plain(label):
    """The file of answers lost its apostrophes, the printed tables did not."""
    return label.replace("'", "?")


def _question(answers, name):
    """The question, and the printed label of each of its levels."""
    if not name.endswith("_"):
        question = answers.questions[name]
        return question, {level: _plain(level) for level in question.levels}
    columns = [column for key, column in answers.questions.items() if key.startswith(name)]
    labels = {c.name: next(level for level in c.levels if level != "Not selected") for c in columns}
    return MultipleResponse.from_columns(name, columns, labels.values()), {k: _plain(v) for k, v in labels.items()}


@pytest.mark.parametrize("place", range(len(QUESTIONS)), ids=QUESTIONS)
def test_every_published_percent_of_the_question_is_ours_to_the_rounding(answers, published, place):
    question, labels = _question(answers, QUESTIONS[place])
    weights = answers.numbers["weight"]
    ours = {(0, labels[line.level]): line.percent for line in frequencies(question, weights).levels}
    for column, (name, level) in enumerate(BREAKS, start=1):
        table = cross_table(question, answers.questions[name], independent_design(weights))
        if level in table.column_levels:
            shares = table.column_percent[:, table.column_levels.index(level)]
            ours |= {(column, labels[row]): share for row, share in zip(table.row_levels, shares, strict=True)}
    compared = 0
    for label, cells in published[place]:
        for column, printed in enumerate(cells):
            if printed:
                # A level that nobody of the break gave is not in our table and 0 % in the printed one.
                assert abs(ours.get((column, label), 0.0) - int(printed)) <= 0.5 + 1e-9, (label, column)
                compared += 1
    # One table was printed blank, for its small base.
    assert compared > 0 or QUESTIONS[place] == "q0013"


def test_all_printed_tables_are_compared(published):
    assert len(published) == len(QUESTIONS)
