"""`tandem survey report`: one text, one computation, three kinds of file, and refusals that name their place."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import html5lib
import openpyxl
import pytest
from openpyxl import Workbook

from tandem.survey_files.questionnaire import read_questionnaire

EXAMPLE = Path(__file__).resolve().parents[2] / "content/surveys/example"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def folder(tmp_path):
    """A copy of the example survey, to change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "survey"))


@pytest.fixture
def report(tandem, folder):
    """Run the report of the folder and return the answer and what was written."""

    def run(kind="html", *arguments):
        output = folder / f"report.{kind}"
        answer = tandem("survey", "report", folder, "--output", output, *arguments)
        return answer, output.read_bytes() if output.exists() else b""

    return run


def change(folder, old, new):
    file = folder / "survey.toml"
    said = file.read_text(encoding="utf-8")
    assert old in said
    file.write_text(said.replace(old, new), encoding="utf-8")


def write_text(folder, text, head=""):
    """A survey in English alone, without weights, whose text is `text`."""
    (folder / "survey.toml").write_text(
        f'title = "Tools"\nanswers = "answers.csv"\nform = "form.xlsx"\nmissing = ["NA"]\n{head}\n'
        f'[text]\nen = """\n{text}\n"""\n',
        encoding="utf-8",
    )


def read(content):
    return html5lib.HTMLParser(strict=False).parse(content.decode())


def words(tree):
    return " ".join("".join(tree.itertext()).split())


def rows_of(content):
    return [" | ".join(words(cell) for cell in row) for row in read(content).iter(f"{XHTML}tr")]


def refused(answer, *parts):
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1, answer.err
    for part in parts:
        assert part in answer.err


def test_the_example_is_a_report_in_both_languages(report):
    answer, content = report()
    assert answer.code == 0
    assert answer.json["languages"] == ["fr", "en"]
    assert (answer.json["planned_tests"], answer.json["found_tests"], answer.json["flags"]) == (2, 2, [])
    said = words(read(content))
    assert "Do you use one shared tool to follow your projects?" in said
    assert "Utilisez-vous un outil commun pour suivre vos projets ?" in said


def test_the_example_says_that_it_is_invented(report):
    assert "The answers of this survey are invented" in words(read(report()[1]))


def test_the_page_is_one_file_without_script(report):
    content = report()[1].decode()
    assert not re.search(r"<script|<link|<img|\ssrc=|\son[a-z]+=|url\(", content)


def test_every_table_has_a_caption_and_headers_with_scope(report):
    tables = list(read(report()[1]).iter(f"{XHTML}table"))
    assert len(tables) == 14
    for table in tables:
        assert words(table.find(f"{XHTML}caption"))
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter(f"{XHTML}th"))


def test_every_chart_has_a_name_a_conclusion_and_its_table(report):
    content = report()[1].decode()
    for figure in re.findall(r"<figure>.*?</table>", content, re.DOTALL):
        assert re.search(r"role='img' aria-labelledby='[^']+'><title id='[^']+'>[^<]+</title><desc", figure)
        assert re.search(r"<figcaption>[^<]+</figcaption>", figure)
    assert content.count("<figure>") == 2


def test_identifiers_are_unique_and_links_lead_to_them(report):
    content = report()[1].decode()
    names = re.findall(r"\sid=[\"']([^\"']+)[\"']", content)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', content)) <= set(names)


def test_headings_never_skip_a_level(report):
    levels = [int(one) for one in re.findall(r"<h([1-6])", report()[1].decode())]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_figure_is_what_the_frequencies_command_says(report, tandem, folder):
    _, content = report("html", "--language", "en")
    data = folder / "answers.csv"
    found = tandem("survey", "frequencies", data, "--question", "tool", "--weight", "weight", "--na", "NA").json
    percent = next(line["percent"] for line in found["levels"] if line["level"] == "yes")
    assert f"{percent:.0f}% of the organisations" in words(read(content))
    assert f"({found['base']} answered)" in words(read(content))


def test_a_test_line_is_what_the_table_command_says(report, tandem, folder):
    data = folder / "answers.csv"
    arguments = ("--rows", "tool", "--columns", "size", "--weight", "weight", "--na", "NA")
    found = tandem("survey", "table", data, *arguments).json["tests"]["rao_scott"]
    said = words(read(report("html", "--language", "en")[1]))
    assert f"Rao-Scott F = {found['f']:.2f}, df = {found['df1']:.1f} and {found['df2']:.1f}" in said


def test_figures_follow_the_answers(report, folder):
    before = report("html", "--language", "en")[1]
    data = folder / "answers.csv"
    data.write_text(data.read_text().replace(",no,", ",yes,"))
    assert "100% of the organisations" not in words(read(before))
    assert "100% of the organisations" in words(read(report("html", "--language", "en")[1]))


def test_a_number_typed_by_hand_is_flagged(report, folder):
    change(folder, "({{ base of tool }} answered)", "(231 of {{ base of tool }} answered)")
    answer, content = report()
    assert len(answer.json["flags"]) == 1
    assert "231 was typed by hand" in answer.err
    assert "To check before publishing" in words(read(content))


def test_a_claim_that_its_test_does_not_support_is_flagged(report, folder):
    write_text(folder, "{{ claim: yes in tool where size = small > yes in tool where size = large, all, 95 }}")
    answer, content = report()
    assert answer.code == 0
    assert "the test does not support this claim" in answer.err
    assert "NOT supported at 95%" in words(read(content))


def test_a_figure_about_fewer_than_five_is_printed_nowhere(report, folder):
    lines = (folder / "answers.csv").read_text().splitlines()
    kept = [line for line in lines if not line.startswith("public")]
    few = [line for line in lines if line.startswith("public")][:3]
    (folder / "answers.csv").write_text("\n".join([*kept, *few]) + "\n")
    write_text(
        folder, "{{ share of public in sector }} of us.\n\n{{ frequencies: sector }}\n\n{{ table: tool by sector }}"
    )
    content = report()[1]
    rows = rows_of(content)
    assert "[not printed: fewer than five people] of us." in words(read(content))
    assert "Public sector | not printed | not printed | not printed" in rows
    assert sum("not printed" in row for row in rows) >= 4


def test_several_answers_in_one_column_are_taken_apart(report, folder):
    write_text(folder, "{{ frequencies: channels }}")
    rows = rows_of(report()[1])
    asked = [line.split(",")[3].split() for line in (folder / "answers.csv").read_text().splitlines()[1:]]
    ticks = sum("network" in ticked for ticked in asked)
    assert any(row.startswith(f"A network | {ticks} | ") for row in rows)


def test_a_set_of_columns_is_declared_in_the_settings(report, folder):
    (folder / "answers.csv").write_text("a,b\n" + "1,0\n" * 12 + "1,1\n" * 8 + ",\n" * 5)
    head = '[sets.media]\ncolumns = ["a", "b"]\nlabel = "Which media?"'
    write_text(folder, "{{ frequencies: media }}", head)
    content = report()[1]
    assert "Which media?" in words(read(content))
    assert any(row.startswith("b | 8 | 40% | ") for row in rows_of(content))


def test_the_workbook_holds_the_numbers_of_the_page(report, tandem, folder):
    _, content = report("xlsx", "--language", "en")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Report en", "Figures and tests en", "Tables and charts en"]
    rows = list(book["Figures and tests en"].iter_rows(values_only=True))
    data = folder / "answers.csv"
    found = tandem("survey", "frequencies", data, "--question", "tool", "--weight", "weight", "--na", "NA").json
    yes = next(line["percent"] for line in found["levels"] if line["level"] == "yes")
    assert rows[2][:2] == (1, pytest.approx(yes, rel=1e-12))
    assert len(book["Tables and charts en"]._charts) == 1


def test_no_answer_becomes_a_formula_in_the_workbook(report, folder):
    (folder / "answers.csv").write_text("tool\n" + "=1+1\n" * 9 + "no\n" * 9)
    write_text(folder, "{{ frequencies: tool }}")
    book = openpyxl.load_workbook(io.BytesIO(report("xlsx")[1]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_the_pdf_is_tagged_and_says_its_title_and_language(report):
    content = report("pdf")[1]
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/Lang" in content


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('weight = "weight"', 'weigth = "weight"', ("survey.toml", "line 8", "weigth")),
        ('weight = "weight"', 'weight = "heavy"', ("survey.toml", "line 8", "heavy")),
        ('weight = "weight"', "weight = ", ("survey.toml", "line 8", "TOML")),
        ('test = "rao-scott"', 'test = "student"', ("survey.toml", "line 13", "hypotheses[1].test", "student")),
        ('["tool", "size"]', '["tool", "seize"]', ("survey.toml", "hypotheses[2]", "seize")),
        ("date = 2026-01-15", 'date = "soon"', ("survey.toml", "line 14", "date")),
        ("{{ base of tool }} ont", "{{ base of tol }} ont", ("survey.toml", "line 28", "tol")),
        ("{{ mean of hours }} hours", "{{ moan of hours }} hours", ("survey.toml", "line 69", "moan")),
        ('languages = ["fr", "en"]', 'languages = ["fr", "en", "nl"]', ("survey.toml", "line 2", "nl")),
        ('form = "form.xlsx"', 'form = "from.xlsx"', ("from.xlsx",)),
        ('languages = ["fr", "en"]', 'languages = ["fr", "e/n"]', ("survey.toml", "line 3", "e/n")),
        ("title =", "# title =", ("survey.toml", "title")),
        ('test = "rao-scott"', 'test = "pearson"', ("survey.toml", "hypotheses[1]", "weighted")),
    ],
)
def test_a_mistake_is_told_with_its_place(report, folder, old, new, parts):
    change(folder, old, new)
    refused(report()[0], *parts)


def test_a_text_that_begins_on_the_line_of_its_key_keeps_its_lines(report, folder):
    (folder / "survey.toml").write_text(
        'title = "T"\nanswers = "answers.csv"\nform = "form.xlsx"\n[text]\nen = """one\n{{ base of tol }}"""\n'
    )
    refused(report()[0], "survey.toml: line 6: {{ base of tol }}")


def test_a_text_may_be_a_file_of_its_own(report, folder):
    (folder / "text.md").write_text("one\n\n{{ base of tol }}\n")
    (folder / "survey.toml").write_text(
        'title = "T"\nanswers = "answers.csv"\nform = "form.xlsx"\n[text]\nen = "text.md"\n'
    )
    refused(report()[0], "text.md: line 3: {{ base of tol }}")


def test_control_characters_in_answers_do_not_stop_the_workbook(report, folder):
    (folder / "answers.csv").write_text("tool\n" + "a\x01b\n" * 9)
    write_text(folder, "{{ frequencies: tool }}")
    assert report("xlsx")[0].code == 0


def test_a_broken_row_of_answers_is_told_with_its_line(report, folder):
    with (folder / "answers.csv").open("a") as file:
        file.write("too,short\n")
    refused(report()[0], "answers.csv", "line 242")


def test_a_report_of_another_kind_is_refused(report):
    refused(report("docx")[0], "--output", ".docx")


def test_a_folder_without_settings_is_refused(tandem, tmp_path):
    refused(tandem("survey", "report", tmp_path, "--output", tmp_path / "r.html"), "survey.toml")


def form_of(rows, choices=()):
    book = Workbook()
    book.active.title = "survey"
    for row in rows:
        book.active.append(row)
    sheet = book.create_sheet("choices")
    for row in [("list_name", "name", "label"), *choices]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("rows", "choices", "place"),
    [
        ([("type", "name", "label"), ("text", "a", "A"), ("textt", "b", "B")], (), "sheet survey: row 3"),
        ([("type", "name", "label"), ("text", "a b", "A")], (), "sheet survey: row 2"),
        ([("type", "name", "label"), ("select_one x", "a", "A")], [("y", "1", "One")], "sheet survey: row 2"),
        (
            [("type", "name", "label"), ("select_one y", "a", "A")],
            [("y", "1", "One"), ("y", "1", "Again")],
            "sheet choices: row 3",
        ),
    ],
)
def test_a_broken_questionnaire_is_told_with_its_sheet_and_row(report, folder, rows, choices, place):
    (folder / "form.xlsx").write_bytes(form_of(rows, choices))
    refused(report()[0], "form.xlsx", place)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_break_spaces_of_a_questionnaire_stay_in_its_words_and_leave_its_conditions(tmp_path, space):
    path = tmp_path / "form.xlsx"
    question, choice, hint = f"Avez-vous  un outil{space}?", f"Oui{space}!", f"Un seul{space}: le plus utile"
    rows = [
        ("type", "name", "label::French (fr)", "hint::French (fr)", "relevant"),
        ("select_one y", "tool", question, hint, ""),
        ("text", "which", "Lequel ?", "", f"${{tool}}{space}= 'yes'"),
    ]
    path.write_bytes(form_of(rows, [("y", "yes", choice), ("y", "no", "Non")]))
    tool, which = read_questionnaire(path, path.name).items
    assert (tool.words["fr"], tool.hint["fr"]) == (question.replace("  ", " "), hint)
    assert next(iter(tool.choices[0].words.values())) == choice
    assert which.relevant.names == ("tool",)


def test_what_is_no_workbook_is_refused(report, folder):
    (folder / "form.xlsx").write_text("no workbook")
    refused(report()[0], "form.xlsx")


def test_an_empty_zip_is_refused(report, folder):
    with zipfile.ZipFile(folder / "form.xlsx", "w"):
        pass
    refused(report()[0], "form.xlsx")


INVALID = {
    "include.xls": "row 3",
    "include.xlsx": "row 3",
    "include_json.xls": "row 2",
    "unknown_question_type.xls": "row 1",
}


@pytest.mark.shared_data
def test_every_real_questionnaire_is_read_or_refused_with_its_row(report, folder, shared_data):
    write_text(folder, "{{ base of tool }}")
    forms = sorted((shared_data / "survey/xlsforms").rglob("*.xls*"))
    assert len(forms) > 20
    for form in forms:
        target = folder / f"form{form.suffix}"
        target.write_bytes(form.read_bytes())
        (folder / "survey.toml").write_text(
            (folder / "survey.toml")
            .read_text()
            .replace("form.xlsx", target.name)
            .replace('form.xls"', f'{target.name}"')
        )
        answer, _ = report()
        if form.name in INVALID:
            refused(answer, target.name, "sheet survey", INVALID[form.name])
        else:
            assert answer.code == 0, (form.name, answer.err)
