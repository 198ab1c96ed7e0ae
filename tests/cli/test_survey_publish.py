"""`tandem survey publish`: what leaves the house, and what does not."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tandem.domain.survey.answers import Question
from tandem.survey_files.open_data.content import OpenSurvey, Variable, anonymised
from tandem.survey_files.open_data.csvw import answers_csv
from tandem.survey_files.open_data.ddi import codebook

EXAMPLE = Path(__file__).parents[2] / "content" / "surveys" / "example"
DDI = "{ddi:codebook:2_5}"


@pytest.fixture
def published(tandem, tmp_path):
    identifying = ("--identifying", "sector", "--identifying", "size", "--k", 20)
    answer = tandem(
        *("survey", "publish", EXAMPLE, *identifying, "--number", "hours"),
        *("--creator", "A network (invented)", "--output", tmp_path / "open"),
    )
    return answer.json, tmp_path / "open"


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_answers_that_nobody_gave_say_so_in_every_name(published):
    said, folder = published
    assert sorted(said["files"]) == sorted(path.name for path in folder.iterdir())
    assert all(name.startswith("synthetic-") for name in said["files"])


def test_nobody_stands_among_fewer_than_k(published):
    said, folder = published
    alike = Counter((row["sector"], row["size"]) for row in rows(folder, "synthetic-answers.csv"))
    assert min(alike.values()) >= 20
    assert alike["", ""] == said["blanked"] > 0


def test_the_metadata_names_the_columns_as_they_stand(published):
    _, folder = published
    described = json.loads((folder / "synthetic-answers.csv-metadata.json").read_text(encoding="utf-8"))
    [answers, codes] = described["tables"]
    for table in (answers, codes):
        titles = [column["titles"][0] for column in table["tableSchema"]["columns"]]
        assert titles == list(rows(folder, table["url"])[0])


def test_every_code_of_the_answers_has_its_words_in_both_languages(published):
    _, folder = published
    words = {(row["variable"], row["code"]): row for row in rows(folder, "synthetic-codes.csv")}
    for row in rows(folder, "synthetic-answers.csv"):
        for variable, code in row.items():
            if code and variable not in ("hours", "weight"):
                assert words[variable, code]["fr"]
                assert words[variable, code]["en"]


def test_the_spss_file_holds_the_same_answers_with_labels(published):
    pyreadstat = pytest.importorskip("pyreadstat", reason="the extra spss is not installed")
    _, folder = published
    data, described = pyreadstat.read_sav(str(folder / "synthetic-answers.fr.sav"))
    labels = described.variable_value_labels["tool"]
    said = Counter(labels[code] for code in data["tool"].dropna())
    codes = {row["code"]: row["fr"] for row in rows(folder, "synthetic-codes.csv") if row["variable"] == "tool"}
    assert said == Counter(codes[row["tool"]] for row in rows(folder, "synthetic-answers.csv") if row["tool"])


def test_an_unknown_question_and_a_folder_in_use_are_refused(tandem, tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").touch()
    base = ("survey", "publish", EXAMPLE, "--creator", "X", "--output")
    unknown = tandem(*base, tmp_path / "open", "--identifying", "nowhere")
    assert (unknown.code, "nowhere" in unknown.err, (tmp_path / "open").exists()) == (2, True, False)
    assert tandem(*base, tmp_path / "used").code == 2


def one_variable(codes, name="town", levels=("a", "b")):
    answers = Question(name, levels, np.array(codes, dtype=np.int32))
    return OpenSurvey({"en": "T"}, ("en",), "C", "CC-BY-4.0", "C: T.", (Variable(answers, {"en": "Town?"}),))


def test_the_weights_of_the_blanked_tell_nothing():
    survey = one_variable([0] * 5 + [1] * 2)
    weighted = OpenSurvey(**{**vars(survey), "weights": np.array([1.0] * 5 + [4.0, 6.0])})
    safe = anonymised(weighted, ["town"], 5)
    assert sorted(safe.weights.tolist()) == pytest.approx([15 / 7] * 7)


def test_a_codebook_leaves_out_the_frequencies_that_would_tell_of_a_few():
    def frequencies(codes):
        return [one.text for one in ElementTree.fromstring(codebook(one_variable(codes))).iter(f"{DDI}catStat")]

    assert frequencies([0] * 6 + [1] * 7) == ["6", "7"]
    assert frequencies([0] * 6 + [1] * 4) == []
    assert frequencies([0] * 6 + [1] * 7 + [-1]) == []


@pytest.mark.parametrize(("cell", "written"), [("=1+1", "'=1+1"), ("-3", "-3"), ("@x", "'@x"), ("", "")])
def test_no_cell_is_computed_by_a_spreadsheet(cell, written):
    assert answers_csv(one_variable([0], levels=(cell,))).split("\r\n")[1].strip('"') == written
