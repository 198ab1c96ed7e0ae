"""Answers and their codes as CSV, described by CSV on the Web metadata (W3C, 2015)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from tandem.survey_files.open_data.content import WEIGHT, OpenSurvey, in_language, named


def answers_name(survey: OpenSurvey) -> str:
    return named(survey, "answers.csv")


def codes_name(survey: OpenSurvey) -> str:
    return named(survey, "codes.csv")


def answers_csv(survey: OpenSurvey) -> str:
    """One row per respondent, codes and never labels, a blank for no answer; `weight` last when there is one."""
    columns = [variable.values() for variable in survey.variables]
    header = [variable.name for variable in survey.variables]
    if survey.weights is not None:
        columns.append([repr(weight) for weight in survey.weights.tolist()])
        header.append(WEIGHT)
    return _written([header, *(list(row) for row in zip(*columns, strict=True))])


def codes_csv(survey: OpenSurvey) -> str:
    """Which words stand behind each code, a column per language."""
    rows = [["variable", "code", *survey.languages]]
    for variable in survey.variables:
        for level in () if variable.is_number else variable.answers.levels:
            words = variable.choices.get(level, {})
            rows.append([variable.name, level, *(in_language(words, one, level) for one in survey.languages)])
    return _written(rows)


def metadata(survey: OpenSurvey) -> str:
    """The metadata document: titles of the columns by language, what stands for no answer, licence, citation."""
    columns: list[dict[str, Any]] = [
        {
            "name": f"v{place}",
            "titles": [variable.name],
            "dc:description": [
                {"@value": in_language(variable.words, one, variable.name), "@language": one}
                for one in survey.languages
            ],
            "datatype": "number" if variable.is_number else "string",
            "null": ["", *variable.absences],
        }
        for place, variable in enumerate(survey.variables, start=1)
    ]
    if survey.weights is not None:
        columns.append({"name": WEIGHT, "titles": [WEIGHT], "datatype": "number"})
    codes = ["variable", "code", *survey.languages]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": survey.languages[0]}],
        "dc:title": [{"@value": survey.title[one], "@language": one} for one in survey.languages],
        "dc:creator": survey.creator,
        "dc:license": {"@id": f"https://spdx.org/licenses/{survey.licence}"},
        "dc:bibliographicCitation": survey.citation,
        "tables": [
            {"url": answers_name(survey), "tableSchema": {"columns": columns}},
            {
                "url": codes_name(survey),
                "tableSchema": {
                    "columns": [{"name": f"c{place}", "titles": [name]} for place, name in enumerate(codes, start=1)],
                    "primaryKey": ["c1", "c2"],
                },
            },
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _written(rows: list[list[str]]) -> str:
    """CSV in which no cell begins like a formula of a spreadsheet: a name of a column may come from anybody."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "@", "+", "-", "\t", "\r")) and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
