"""`tandem survey screen`: every pair of questions tested at once."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from tandem.cli.commands.survey._input import Source, answers_argument
from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.screening import Pair, screen
from tandem.survey_files.answers import Answers

FEWEST_LEVELS, MOST_LEVELS = 2, 50


@click.command()
@answers_argument
@click.option("--question", "questions", multiple=True, metavar="Q", help="Default: columns with 2-50 levels.")
@click.option("--weight", metavar="W", help="Column of weights (independent respondents).")
@click.option("--strata", hidden=True)
@click.option("--clusters", hidden=True)
@command_options()
def command(
    out: Output,
    source: Source,
    questions: tuple[str, ...],
    weight: str | None,
    strata: str | None,
    clusters: str | None,
) -> None:
    """Test all pairs of questions of DATA.csv, smallest p first."""
    for option, given in (("--strata", strata), ("--clusters", clusters)):
        if given is not None:
            text = gettext_noop("screening is for independent respondents: test this pair with survey table")
            raise BadInput(Message(text), (option,))
    if weight:
        source.file.place_of(weight, "--weight")
    numbers = [(weight, "--weight")] if weight else []
    if questions:
        named = {column for question in questions for column in source.columns_of(question, "--question")}
        answers = source.read(out, [name for name in source.file.header if name in named], numbers)
    else:
        others = [name for name in source.file.header if name != weight]
        answers = _worth_screening(source.read(out, others, numbers, MOST_LEVELS), others, out)
    pairs = screen(
        list(answers.questions.values()),
        answers.numbers[weight] if weight else None,
        [declared.columns for declared in source.sets.values()],
    )
    out.emit([_as_json(pair, weight is not None) for pair in pairs])


def _worth_screening(answers: Answers, names: list[str], out: Output) -> Answers:
    """The columns with 2-50 levels; the others are named on stderr."""
    kept = {name: question for name, question in answers.questions.items() if len(question.levels) >= FEWEST_LEVELS}
    left_out = tuple(name for name in names if name not in kept)
    if left_out:
        text = gettext_noop("not screened, for having fewer than 2 levels or more than 50: %(columns)s")
        out.warn(Message(text, {"columns": left_out}))
    return Answers(answers.n, kept, answers.numbers, left_out)


def _as_json(pair: Pair, weighted: bool) -> dict[str, Any]:
    found = asdict(pair)
    if not weighted:
        del found["df2"]
    return found
