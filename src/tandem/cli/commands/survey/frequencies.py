"""`tandem survey frequencies`: how many gave each answer, with an interval."""

from __future__ import annotations

from dataclasses import asdict

import click

from tandem.cli.commands.survey._input import Source, answers_argument
from tandem.cli.output import Output, command_options
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.frequencies import frequencies


@click.command()
@answers_argument
@click.option("--question", required=True, metavar="A", help="Question, or set.")
@click.option("--weight", metavar="W", help="Column of weights.")
@click.option(
    "--level",
    type=click.FloatRange(0, 100, min_open=True, max_open=True),
    default=95,
    show_default=True,
    help="Of confidence, in percent.",
)
@command_options()
def command(out: Output, source: Source, question: str, weight: str | None, level: float) -> None:
    """Count the answers to one question of DATA.csv."""
    columns = source.columns_of(question, "--question")
    if weight:
        source.file.place_of(weight, "--weight")
    answers = source.read(out, columns, [(weight, "--weight")] if weight else [])
    found = frequencies(source.answers_to(question, answers), answers.numbers[weight] if weight else None, level)
    for name in found.empty:
        text = gettext_noop("nobody gave the answer “%(level)s” to %(question)s: the level is left out")
        out.warn(Message(text, {"level": name, "question": question}))
    lines = [asdict(line) for line in found.levels]
    out.emit(
        {"question": question, "base": found.base, "n_effective": found.n_effective, "levels": lines},
        lines,
    )
