"""`tandem diagnose`: the maturity questionnaire, and the result of one set of answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tandem.cli.json_input import read_json
from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.maturity import Diagnosis, Questionnaire, diagnose
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import members, text
from tandem.questionnaires import content


@click.command()
@click.argument("answers", required=False, metavar="ANSWERS.json", type=click.Path(path_type=Path))
@click.option("--questions", is_flag=True, help="Print the questions, their choices and the bands instead.")
@command_options()
def command(out: Output, answers: Path | None, questions: bool) -> None:
    """Where an organisation stands with digital, dimension by dimension, and its next steps."""
    if questions == (answers is not None):
        raise click.UsageError(out.say(gettext_noop("Give either a file of answers or --questions.")))
    if answers is None:
        described = _described(content.load().questionnaire)
        out.emit(described, rows=described["questions"])
        return
    result = _diagnosed(answers)
    for question in result.set_aside:
        problem = gettext_noop("%(question)s: not counted, because another answer rules this question out")
        out.warn(Message(problem, {"question": question}))
    printed = _printed(result)
    out.emit(printed, rows=printed["dimensions"])


def _diagnosed(path: Path) -> Diagnosis:
    try:
        version, answers = _read(path)
    except BadInput as error:
        raise error.inside(str(path)) from error
    questionnaire = content.load(version).questionnaire
    try:
        return diagnose(questionnaire, answers)
    except BadInput as error:
        raise error.inside(str(path)) from error


def _read(path: Path) -> tuple[str, dict[str, str]]:
    record = members(read_json(path), (), ("version", "answers"))
    version = text(record["version"], ("version",))
    content.check_version(version)
    answers = record["answers"]
    given = members(answers, ("answers",), (), answers if isinstance(answers, Mapping) else ())
    return version, {question: text(choice, ("answers", question)) for question, choice in given.items()}


def _described(questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        "version": questionnaire.version,
        "questions": [
            {
                "id": question.id,
                "dimension": question.dimension,
                "core": question.core,
                "choices": list(question.choices),
            }
            for question in questionnaire.questions
        ],
        "bands": [band.id for band in questionnaire.bands],
    }


def _printed(result: Diagnosis) -> dict[str, Any]:
    return {
        "version": result.version,
        "answered": result.answered,
        "dimensions": [
            {
                "id": dimension.id,
                "low": dimension.low,
                "high": dimension.high,
                "band": dimension.band,
                "unknown": list(dimension.unknown),
            }
            for dimension in result.dimensions
        ],
        "recommendations": [
            {"id": recommendation.id, "triggered_by": list(recommendation.triggered_by)}
            for recommendation in result.recommendations
        ],
    }
