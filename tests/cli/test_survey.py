"""`tandem survey`: what it reads, what it prints, what it refuses (docs/algorithms/survey.md)."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import click
import pytest

from tandem.cli.refusals import sentences_of_click

ANSWERS = """name,sex,size,tool,radio,press,w,town
a,f,10,yes,Yes,No,1.5,n1
b,m,9,no,No,No,0.5,n1
c,f,10,yes,,,1,n2
d,m,9,,Yes,Yes,1,n2
e,f,,no,No,Yes,2,n3
"""
SETS = {"media": {"columns": ["radio", "press"], "ticked": ["Yes"]}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "sets.json").write_text(json.dumps(SETS), encoding="utf-8")
    return tmp_path


@pytest.fixture
def survey(tandem, folder):
    """Run a subcommand on the answers."""
    return lambda command, *arguments: tandem("survey", command, folder / "answers.csv", *arguments)


def written(folder, content):
    path = folder / "other.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(answer, *words):
    """Exit 2 with one line on stderr that holds the words, nothing printed and no traceback."""
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    return all(word in answer.err for word in words)


def test_a_table_has_the_documented_shape(survey):
    found = survey("table", "--rows", "sex", "--columns", "size").json
    assert list(found) == [
        *("rows", "columns", "n", "n_missing", "n_weighted", "n_effective", "counts", "row_percent", "column_percent"),
        *("total_percent", "expected", "adjusted_residuals", "tests", "share_expected_below_5", "warnings"),
    ]
    assert found["columns"] == {"question": "size", "levels": ["9", "10"]}
    assert (found["counts"], found["n"], found["n_missing"]) == ([[0, 2], [2, 0]], 4, 1)
    assert list(found["tests"]) == [
        *("pearson", "yates", "likelihood_ratio", "fisher", "rao_scott", "cramers_v", "verdict_test")
    ]
    assert list(found["tests"]["pearson"]) == ["statistic", "df", "p"]
    assert list(found["tests"]["fisher"]) == ["p", "method", "draws", "standard_error"]
    assert found["warnings"][0].keys() == {"code", "text"}


def test_a_weighted_table_has_rao_scott_and_no_other_test(survey):
    found = survey("table", "--rows", "sex", "--columns", "tool", "--weight", "w", "--clusters", "town").json
    assert found["counts"] == [[2.5, 2.0], [0.0, 0.5]]
    assert list(found["tests"]["rao_scott"]) == ["f", "df1", "df2", "p"]
    assert [found["tests"][name] for name in ("pearson", "yates", "likelihood_ratio", "fisher")] == [None] * 4
    assert found["adjusted_residuals"] is None


def test_a_table_prints_its_counts_as_csv(survey):
    answer = survey("table", "--rows", "sex", "--columns", "tool", "--format", "csv")
    assert answer.out == "sex,yes,no\nf,2,1\nm,0,1\n"


def test_a_set_stands_down_the_side(survey, folder):
    found = survey("table", "--rows", "media", "--columns", "sex", "--sets", folder / "sets.json").json
    assert found["rows"]["levels"] == ["radio", "press"]
    assert (found["counts"], found["tests"], found["n"]) == ([[1, 1], [1, 1]], None, 4)


def test_a_set_does_not_stand_along_the_top(survey, folder):
    assert refused(survey("table", "--rows", "sex", "--columns", "media", "--sets", folder / "sets.json"), "--columns")


def test_one_level_on_a_side_is_no_error(survey):
    answer = survey("table", "--rows", "sex", "--columns", "sex", "--na", "m")
    assert answer.code == 0
    assert answer.json["tests"]["pearson"] == {"statistic": 0.0, "df": 0, "p": None}


def test_values_that_mean_no_answer_can_be_several(survey):
    found = survey("table", "--rows", "sex", "--columns", "tool", "--na", "f", "--na", "yes").json
    assert (found["counts"], found["n_missing"]) == ([[1]], 4)


def test_warnings_come_in_the_language_asked_for(survey):
    found = survey("table", "--rows", "sex", "--columns", "sex", "--na", "m", "--lang", "fr").json
    assert "rien à tester" in " ".join(warning["text"] for warning in found["warnings"])


def test_frequencies_have_the_documented_shape(survey):
    found = survey("frequencies", "--question", "size", "--weight", "w", "--level", "90").json
    assert list(found) == ["question", "base", "n_effective", "levels"]
    assert (found["base"], [line["level"] for line in found["levels"]]) == (4, ["9", "10"])
    assert found["levels"][1].keys() == {"level", "count", "percent", "low", "high"}
    assert found["levels"][1]["count"] == 2.5


def test_frequencies_of_a_set_are_of_those_asked(survey, folder):
    found = survey("frequencies", "--question", "media", "--sets", folder / "sets.json").json
    assert (found["base"], [line["percent"] for line in found["levels"]]) == (4, [50, 50])


def test_screening_takes_questions_with_two_levels_or_more_and_names_the_others(tandem, folder):
    path = written(folder, "id,one,a,b\n" + "".join(f"p{i},same,{i % 2},{i % 3}\n" for i in range(60)))
    answer = tandem("survey", "screen", path)
    assert [(pair["a"], pair["b"]) for pair in answer.json] == [("a", "b")]
    assert "id, one" in answer.err


def test_screening_has_the_documented_shape(survey):
    plain = survey("screen", "--question", "tool", "--question", "sex").json
    assert list(plain[0]) == ["a", "b", "n", "df", "statistic", "p", "cramers_v", "min_expected", "p_holm", "p_bh"]
    assert (plain[0]["a"], plain[0]["b"], plain[0]["n"]) == ("sex", "tool", 4)
    weighted = survey("screen", "--question", "tool", "--question", "sex", "--weight", "w").json
    assert list(weighted[0]) == [*plain[0], "df2"]


def test_screening_leaves_out_pairs_inside_a_set(survey, folder):
    pairs = survey("screen", "--question", "media", "--question", "sex", "--sets", folder / "sets.json").json
    assert {(pair["a"], pair["b"]) for pair in pairs} == {("sex", "radio"), ("sex", "press")}


@pytest.mark.parametrize("option", ["--strata", "--clusters"])
def test_screening_refuses_a_complex_design(survey, option):
    assert refused(survey("screen", option, "town"), option)


def test_two_headers_alike_are_refused(tandem, folder):
    path = written(folder, "a,b,a\n1,2,3\n")
    assert refused(tandem("survey", "frequencies", path, "--question", "b"), str(path), "line 1", "same name: a")


def test_an_empty_header_is_named_by_its_place_and_quotes_may_hold_commas(tandem, folder):
    path = written(folder, b'\xef\xbb\xbfa,,b\n"x, y",1,2\n"z ""quoted""\nhere",3,4\n')
    assert tandem("survey", "frequencies", path, "--question", "column_2").json["base"] == 2
    levels = tandem("survey", "frequencies", path, "--question", "a").json["levels"]
    assert [line["level"] for line in levels] == ["x, y", 'z "quoted"\nhere']


def test_a_named_header_may_not_be_the_name_of_an_empty_one(tandem, folder):
    path = written(folder, "column_2,\n1,2\n")
    assert refused(tandem("survey", "frequencies", path, "--question", "column_2"), "same name")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\nx,1\n\ny\n", ("line 4", "1 values where the header has 2")),
        ('a,b\n"x\ny",1\nz,1,2\n', ("line 4", "3 values")),
        (b"a,b\nx,1\ncaf\xe9,2\n", ("line 3", "UTF-8")),
        (b"\xff\xfea\x00,\x00b\x00\n\x00", ("line 1", "UTF-8")),
        ('a,b\n"x,1\ny,2\n', ("line 3", "double quotes")),
        ('a,b\n"x"y,1\n', ("line 2", "double quotes")),
        ("", ("empty",)),
    ],
    ids=["short row", "long row", "latin-1", "utf-16", "open quote", "text after a quote", "nothing"],
)
def test_a_file_that_is_no_csv_is_refused_with_its_line(tandem, folder, content, words):
    path = written(folder, content)
    assert refused(tandem("survey", "frequencies", path, "--question", "a"), str(path), *words)


@pytest.mark.parametrize(("sign", "called"), [(";", "“;”"), ("\t", "“tab”")])
def test_columns_parted_by_another_sign_are_told_so_where_one_is_missing(tandem, folder, sign, called):
    path = written(folder, f"a{sign}b\nx{sign}1\n")
    assert refused(tandem("survey", "frequencies", path, "--question", "a"), "line 1", called, "commas")
    assert refused(tandem("survey", "check", path, "--n", "10"), "line 1", called)
    assert tandem("survey", "frequencies", path, "--question", f"a{sign}b").json["base"] == 1


def test_a_refusal_is_in_the_language_asked_for_with_its_place(tandem, folder):
    short = written(folder, "a,b\nx,1\ny\n")
    for arguments, words in (
        ((short, "--question", "a"), ("ligne 3", "valeurs")),
        ((folder / "no.csv", "--question", "a"), ("no.csv: il n’y a pas de fichier",)),
        ((folder, "--question", "a"), ("c’est un dossier",)),
        ((short,), ("Il manque l’option", "--question")),
        ((short, "--question", "a", "--level", "100"), ("--level", "n’est pas entre les bornes")),
        ((short, "--question", "a", "--format", "xml"), ("n’est pas l’une de ces valeurs",)),
    ):
        assert refused(tandem("survey", "frequencies", *arguments, "--lang", "fr"), *words)
        english = tandem("survey", "frequencies", *arguments)
        assert english.code == 2 and not any(word in english.err for word in words if " " in word)


def test_the_sentences_translated_for_click_are_those_that_it_says():
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    spoken = source.replace("\\n", "\n").replace("\\t", "\t")
    assert [one for one in sentences_of_click() if one not in spoken] == []


def test_what_somebody_wrote_neither_breaks_a_table_nor_steers_the_terminal(tandem, folder):
    path = written(folder, 'a\n"\x1b[31mred\nline"\nplain\n')
    shown = tandem("survey", "frequencies", path, "--question", "a", "--format", "table").out
    assert len(shown.splitlines()) == 3
    assert "\x1b" not in shown


@pytest.mark.parametrize("weight", ["-1", "", "much", "nan", "inf", "1_0"])
def test_a_weight_that_is_no_weight_is_refused_with_its_line(tandem, folder, weight):
    path = written(folder, f'a,w\nx,1\n"y\nz",{weight}\n')
    assert refused(tandem("survey", "frequencies", path, "--question", "a", "--weight", "w"), "line 4", "--weight")


@pytest.mark.parametrize("weight", ["1e308", "1e-200"])
def test_a_weight_that_no_variance_can_hold_is_refused(tandem, folder, weight):
    path = written(folder, f"a,b,w\nx,1,{weight}\ny,2,1\nx,2,{weight}\ny,1,1\n")
    for asked in (("frequencies", path, "--question", "a"), ("table", path, "--rows", "a", "--columns", "b")):
        assert refused(
            tandem("survey", *asked, "--weight", "w"), "line 2", "--weight", "too large or too close to zero"
        )


@pytest.mark.parametrize("weight", ["1e60", "1e-60"])
def test_the_most_extreme_weights_still_give_finite_numbers(tandem, folder, weight):
    path = written(folder, f"a,b,w\nx,1,{weight}\ny,2,{weight}\nx,2,{weight}\ny,1,{weight}\nx,1,{weight}\n")
    found = tandem("survey", "table", path, "--rows", "a", "--columns", "b", "--weight", "w").json
    assert found["n_effective"] == pytest.approx(5)
    assert found["tests"]["rao_scott"]["p"] is not None


@pytest.mark.parametrize("level", ["0", "100", "-5", "nan"])
def test_a_level_of_confidence_outside_its_range_is_refused(survey, level):
    assert refused(survey("frequencies", "--question", "sex", "--level", level), "level")


def test_a_missing_file_and_a_missing_column_are_refused(tandem, folder, survey):
    assert refused(tandem("survey", "frequencies", folder / "no.csv", "--question", "a"), "no.csv")
    assert refused(survey("frequencies", "--question", "colour"), "answers.csv", "colour", "--question")
    assert refused(survey("table", "--rows", "sex", "--columns", "size", "--weight", "heavy"), "heavy", "--weight")


def test_a_population_size_that_changes_is_refused_with_or_without_strata(tandem, folder):
    path = written(folder, "a,b,f,s\nx,1,10,n\ny,2,11,n\nx,2,10,n\n")
    asked = ("survey", "table", path, "--rows", "a", "--columns", "b", "--fpc", "f")
    assert refused(tandem(*asked), "f: ", "inside the stratum of the whole sample")
    assert refused(tandem(*asked, "--strata", "s"), "f: ", "inside the stratum n")


def test_a_stratum_with_one_respondent_is_refused(survey):
    assert refused(survey("table", "--rows", "sex", "--columns", "tool", "--strata", "town"), "town", "n3")


@pytest.mark.parametrize(
    ("sets", "words"),
    [
        ('{"m": {"columns": ["radio"], "ticked": ["Yes"], "colour": 1}}', ("m", "colour")),
        ('{"m": {"columns": ["tv"], "ticked": ["Yes"]}}', ("m", "tv")),
        ('{"m": {"columns": [], "ticked": ["Yes"]}}', ("m", "columns")),
        ('{"m": {"columns": ["radio"]}}', ("m", "ticked")),
        ('{"sex": {"columns": ["radio"], "ticked": ["Yes"]}}', ("sex", "this name already")),
        ('{"m": 1, "m": 2}', ("m", "twice")),
        ("[]", ("JSON object",)),
        ('{\n"m": NaN}', ("JSON",)),
        ('{\n"m": }', ("line 2", "JSON")),
    ],
)
def test_a_wrong_declaration_of_sets_is_refused(survey, folder, sets, words):
    path = folder / "wrong.json"
    path.write_text(sets, encoding="utf-8")
    assert refused(survey("frequencies", "--question", "sex", "--sets", path), "wrong.json", *words)


def test_a_file_without_respondents_has_empty_answers(tandem, folder):
    path = written(folder, "a,b\n")
    assert tandem("survey", "frequencies", path, "--question", "a").json["levels"] == []
    assert tandem("survey", "table", path, "--rows", "a", "--columns", "b").json["n"] == 0
    assert tandem("survey", "screen", path).json == []


@pytest.fixture
def margins(folder):
    def write(content):
        path = folder / "margins.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write


def test_weighing_adds_a_column_and_keeps_the_others_as_they_are(survey, folder, margins):
    out = folder / "out.csv"
    answer = survey("weigh", "--margins", margins({"sex": {"f": 50, "m": 50}}), "--output", out)
    assert answer.code == 0
    assert list(answer.json) == ["iterations", "largest_margin_error", "min", "max", "design_effect", "n_effective"]
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["weight"]) for row in rows] == pytest.approx([5 / 6, 5 / 4, 5 / 6, 5 / 4, 5 / 6])
    assert [row.pop("weight") and row for row in rows] == list(csv.DictReader(ANSWERS.splitlines()))


def test_a_column_weight_is_replaced_only_when_it_is_the_start(tandem, folder, margins):
    path = written(folder, "weight,sex\n1,f\n3,m\n")
    to = ("--margins", margins({"sex": {"f": 1, "m": 1}}), "--output", folder / "out.csv")
    assert refused(tandem("survey", "weigh", path, *to), "weight already")
    assert tandem("survey", "weigh", path, *to, "--start", "weight").code == 0
    assert (folder / "out.csv").read_text() == "weight,sex\n1.0,f\n1.0,m\n"


def test_weights_that_do_not_converge_write_no_file(tandem, folder, margins):
    path = written(folder, "a,b\nx,x\ny,y\n")
    wanted = margins({"a": {"x": 0.5, "y": 0.5}, "b": {"x": 0.9, "y": 0.1}})
    answer = tandem("survey", "weigh", path, "--margins", wanted, "--output", folder / "out.csv")
    assert (answer.code, answer.json["iterations"]) == (1, 1000)
    assert not (folder / "out.csv").exists()
    assert list(Path(folder).glob(".out.csv*")) == []


def test_blanks_on_a_margin_are_refused_or_become_a_level(survey, folder, margins):
    to = ("--margins", margins({"size": {"9": 50, "10": 50}}), "--output", folder / "out.csv")
    assert refused(survey("weigh", *to), "margins.json", "size")
    assert survey("weigh", *to, "--missing", "own-level").code == 0


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"sex": {"f": 1, "m": 1, "x": 1}}, ("sex", "x", "nobody")),
        ({"sex": {"f": 1}}, ("sex", "m", "no target")),
        ({"colour": {"f": 1}}, ("colour",)),
        ({"sex": {"f": -1, "m": 2}}, ("sex", "f", "-1")),
        ({"sex": {"f": "a", "m": 2}}, ("sex", "f", "not a")),
        ({"sex": 3}, ("sex",)),
        ({}, ("no margin",)),
        ({"sex": {"f": 10**400, "m": 2}}, ("sex", "f", "too large")),
        ({"sex": {"f": 1e308, "m": 1e308}}, ("sex", "f", "too large")),
    ],
)
def test_wrong_margins_are_refused(survey, folder, margins, wanted, words):
    answer = survey("weigh", "--margins", margins(wanted), "--output", folder / "out.csv")
    assert refused(answer, "margins.json", *words)


def test_a_folder_that_is_not_there_is_refused_and_nothing_is_printed(survey, folder, margins):
    to = ("--margins", margins({"sex": {"f": 50, "m": 50}}), "--output", folder / "none" / "out.csv")
    assert refused(survey("weigh", *to), "none", "no such folder")


def test_a_folder_is_not_written_to_as_a_file(survey, folder, margins):
    to = ("--margins", margins({"sex": {"f": 50, "m": 50}}), "--output", folder)
    assert refused(survey("weigh", *to), str(folder), "folder")


def test_a_pipe_is_written_to_and_not_replaced(survey, folder, margins):
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    answer = survey("weigh", "--margins", margins({"sex": {"f": 50, "m": 50}}), "--output", pipe)
    written_there = os.read(reader, 10_000).decode()
    os.close(reader)
    assert (answer.code, pipe.is_fifo()) == (0, True)
    assert written_there.splitlines()[0].endswith(",weight")


def test_json_without_end_is_refused(survey, folder):
    path = folder / "deep.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert refused(survey("weigh", "--margins", path, "--output", folder / "out.csv"), "deep.json", "nested")


def test_bounds_of_trimming_are_read_and_kept(survey, folder, margins):
    to = ("--margins", margins({"sex": {"f": 50, "m": 50}}), "--output", folder / "out.csv")
    assert refused(survey("weigh", *to, "--trim", "2"), "--trim")
    found = survey("weigh", *to, "--trim", "0.5,2", "--start", "w").json
    assert 0.5 <= found["min"] <= found["max"] <= 2


FIGURES = "figure_id,topic,variable,answer,base,subgroup,percent,n,where,note\n"


def test_checking_says_verdicts_contradictions_and_ranges(tandem, folder):
    path = written(
        folder,
        FIGURES + "a,,v,yes,all,,62,,,\nb,,v,no,all,,38,,,\nc,,w,yes,all,,60,,,\nd,,w,yes,all,,66,,,\n"
        "n,,respondents,x,small,,,88,,\no,,optimistic,yes,small,,96,,,\n",
    )
    answer = tandem("survey", "check", path, "--n", "218")
    assert answer.code == 1
    assert list(answer.json) == ["sets", "contradictions", "tables"]
    sets = {one["variable"]: one for one in answer.json["sets"]}
    assert list(sets["v"]) == ["variable", "base", "subgroup", "verdict", "bases", "figures"]
    assert {name: one["verdict"] for name, one in sets.items()} == {
        "v": "possible",
        "w": "possible",
        "optimistic": "possible_on_smaller_base",
    }
    assert 218 in sets["v"]["bases"]
    assert answer.json["contradictions"][0]["figures"] == ["c", "d"]
    assert "several answers" in answer.err


def test_figures_without_fault_exit_with_zero(tandem, folder):
    path = written(folder, FIGURES + "a,,v,yes,all,,62,,,\nb,,v,no,all,,38,,,\n")
    assert tandem("survey", "check", path, "--n", "218").code == 0


def test_kinds_can_be_said(tandem, folder):
    path = written(folder, FIGURES + "a,,v,yes,all,,70,,,\nb,,v,no,all,,60,,,\n")
    kinds = folder / "kinds.json"
    kinds.write_text('{"v": "single"}', encoding="utf-8")
    answer = tandem("survey", "check", path, "--n", "10", "--kinds", kinds)
    assert (answer.json["sets"][0]["verdict"], answer.err) == ("impossible", "")
    kinds.write_text('{"z": "single"}', encoding="utf-8")
    assert refused(tandem("survey", "check", path, "--n", "10", "--kinds", kinds), "kinds.json", "z")
    kinds.write_text('{"v": "triple"}', encoding="utf-8")
    assert refused(tandem("survey", "check", path, "--n", "10", "--kinds", kinds), "kinds.json", "v", "triple")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,,v,yes,all,,much,,,", ("line 2", "percent", "much")),
        ("a,,v,yes,all,,,,,", ("line 2", "a percent or an n")),
        ("a,,v,yes,all,,,1.5,,", ("line 2", "n", "1.5")),
        ("a,,v,yes,all,,1e400,,,", ("line 2", "percent", "1e400")),
        ("a,,v,yes,all,,٥٠,,,", ("line 2", "percent")),
        ("a,,v,yes,all,,,9999999999999999999999999999999999999999,,", ("line 2", "n", "more than 10000000")),
        ("r,,respondents,x,b,,,9999999999,,", ("line 2", "n", "more than 10000000")),
        (",,v,yes,all,,50,,,", ("line 2", "figure_id")),
        ("a,,,yes,all,,50,,,", ("line 2", "variable")),
        ("a,,v,yes,all,,50,,,\na,,v,no,all,,50,,,", ("line 3", "stands twice")),
    ],
)
def test_a_wrong_figure_is_refused_with_its_line(tandem, folder, row, words):
    path = written(folder, FIGURES + row + "\n")
    assert refused(tandem("survey", "check", path, "--n", "10"), str(path), *words)


def test_more_respondents_than_anybody_asks_are_refused(tandem, folder):
    path = written(folder, FIGURES + "a,,v,yes,all,,50,,,\n")
    assert refused(tandem("survey", "check", path, "--n", "99999999999"), "--n")


def test_figures_without_their_columns_are_refused(tandem, folder):
    assert refused(tandem("survey", "check", written(folder, "a,b\n1,2\n"), "--n", "10"), "figure_id")


@pytest.mark.shared_data
def test_the_study_s_published_figures_are_checked(tandem, shared_data):
    path = shared_data.parent / "study" / "published_figures.csv"
    answer = tandem("survey", "check", path, "--n", "218")
    assert answer.code == 1
    assert {s["variable"] for s in answer.json["sets"] if s["verdict"] != "possible"} == {"optimistic"}
    assert len(answer.json["contradictions"]) == 10
    assert all(0 <= table["p_low"] <= table["p_high"] <= 1 for table in answer.json["tables"])
