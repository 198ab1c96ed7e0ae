"""`tandem survey rebuild`: made-up answers that give the figures somebody published."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import Question
from tandem.domain.survey.published.figures import ROUNDINGS
from tandem.domain.survey.rebuilding.rebuild import Obtained, rebuild
from tandem.survey_files.declared import read_declared
from tandem.survey_files.published import read_figures

#: Whoever opens the file shall read in its name, and in every row, that nobody gave these answers.
MARK = "synthetic"
_MOST = 20_000


@click.command()
@click.argument("figures_file", metavar="FIGURES.csv", type=click.Path(path_type=Path))
@click.option("--n", required=True, type=click.IntRange(1, _MOST), metavar="N", help="Respondents of the base “all”.")
@click.option("--questions", type=click.Path(path_type=Path), metavar="QUESTIONS.toml", help="Bases, answers, sums.")
@click.option("--rounding", type=click.Choice(ROUNDINGS), default="nearest", show_default=True)
@click.option("--time-limit", type=click.FloatRange(1), default=120, metavar="SECONDS", show_default=True)
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="…synthetic….csv")
@command_options()
def command(
    out: Output,
    figures_file: Path,
    n: int,
    questions: Path | None,
    rounding: str,
    time_limit: float,
    output: Path,
) -> ExitCode:
    """Make up answers that give as many published figures as can be given at once."""
    if MARK not in output.name.lower():
        text = gettext_noop("nobody gave these answers: the name of the file has to contain “synthetic”")
        raise BadInput(Message(text), (str(output),))
    if not output.parent.is_dir():
        raise BadInput(Message(gettext_noop("there is no such folder")), (str(output.parent),))
    figures = read_figures(figures_file)
    declared = read_declared(questions) if questions else None
    try:
        rebuilt = rebuild(figures, n, declared, rounding, out.seed or 0, time_limit)
    except BadInput as error:
        raise error.inside(str(questions or figures_file)) from None
    output.write_text(_rows(rebuilt.questions, n), encoding="utf-8")
    missed = [_missed(one) for one in rebuilt.figures if not one.matches]
    out.emit(
        {
            "n": n,
            "questions": [question.name for question in rebuilt.questions],
            "matched": [one.figure.id for one in rebuilt.figures if one.matches],
            "missed": missed,
            "set_aside": rebuilt.set_aside,
            "proved": rebuilt.proved,
        },
        missed,
    )
    if not rebuilt.proved:
        out.warn(Message(gettext_noop("time ran out: other answers may give more of the figures")))
    return ExitCode.DONE


def _missed(one: Obtained) -> dict[str, object]:
    printed = one.figure.percent
    return {
        "figure": one.figure.id,
        "percent": printed.value if printed is not None else None,
        "n": one.figure.n,
        "rebuilt_percent": one.percent,
        "rebuilt_n": one.count,
        "rebuilt_base": one.size,
    }


def _rows(questions: tuple[Question, ...], n: int) -> str:
    """CSV: a row per made-up respondent; blank where the question was not put to them."""
    columns = [[one.levels[code] if code >= 0 else "" for code in one.codes.tolist()] for one in questions]
    width = len(str(n))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(["respondent", *(question.name for question in questions)])
    for person, answers in enumerate(zip(*columns, strict=True), start=1):
        writer.writerow([f"{MARK}-{person:0{width}}", *answers])
    return written.getvalue()
