"""The answers as an SPSS file with labels, by pyreadstat (the extra `spss`)."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.survey_files.open_data.content import WEIGHT, OpenSurvey, Variable, in_language

SAV = "answers.{language}.sav"
_LONGEST_NAME, _LONGEST_LABEL = 64, 250


def can_write() -> bool:
    return all(find_spec(name) is not None for name in ("pyreadstat", "pandas"))


def write_spss(survey: OpenSurvey, path: Path, language: str) -> None:
    """Numbers with value labels in one language: 1, 2, … for the answers in order, and from −1 down for absences.

    A code that is a whole number keeps it when all answers of its question are such. The name of a variable is
    made fit for SPSS; its label holds the question.

    Errors: `BadInput` when the extra is not installed.
    """
    if not can_write():
        raise BadInput(Message(gettext_noop("SPSS files need an extra: ./tandem install spss")))
    import pandas
    import pyreadstat

    columns: dict[str, list[float | None]] = {}
    labels: list[str | None] = []
    values: dict[str, dict[float, str]] = {}
    missing: dict[str, list[int | float | str | pyreadstat.MissingRange]] = {}
    taken: set[str] = set()
    for variable in survey.variables:
        name = _name(variable.name, taken)
        number = _numbers(variable)
        columns[name] = [number[value] if value else None for value in variable.values()]
        labels.append(in_language(variable.words, language, variable.name)[:_LONGEST_LABEL])
        if variable.is_number:
            continue
        values[name] = {
            number[level]: in_language(variable.choices.get(level, {}), language, level)[:120]
            for level in variable.answers.levels
        }
        if absent := [number[level] for level in variable.absences if level in number]:
            missing[name] = list(absent[:3])
    if survey.weights is not None:
        columns[_name(WEIGHT, taken)] = survey.weights.tolist()
        labels.append(WEIGHT)
    pyreadstat.write_sav(
        pandas.DataFrame(columns),
        str(path),
        file_label=in_language(survey.title, language, "")[:64],
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges=missing,
    )


def _numbers(variable: Variable) -> dict[str, float]:
    if variable.is_number:
        return {level: float(level) for level in variable.answers.levels}
    answers = [level for level in variable.answers.levels if level not in variable.absences]
    whole = all(re.fullmatch(r"0|[1-9]\d{0,8}", level) for level in answers)
    found = {level: float(level) if whole else float(place) for place, level in enumerate(answers, start=1)}
    return found | {level: -float(place) for place, level in enumerate(variable.absences, start=1)}


def _name(name: str, taken: set[str]) -> str:
    fit = re.sub(r"[^0-9A-Za-z_]", "_", name)[: _LONGEST_NAME - 4]
    fit = fit if fit[:1].isalpha() else f"v_{fit}"
    found, number = fit, 2
    while found.lower() in taken:
        found, number = f"{fit}_{number}", number + 1
    taken.add(found.lower())
    return found
