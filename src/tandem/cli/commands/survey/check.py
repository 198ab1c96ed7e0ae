"""`tandem survey check`: can these published figures come from whole respondents?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tandem.cli.output import ExitCode, Output, command_options
from tandem.cli.reading.answers import read_json_object
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.published.figures import (
    MOST_RESPONDENTS,
    ROUNDINGS,
    Figure,
    contradictions,
    sizes_of_bases,
)
from tandem.domain.survey.published.tables import published_tables
from tandem.domain.survey.published.verdicts import MULTIPLE, POSSIBLE, SINGLE, FigureSet, figure_sets, judge
from tandem.survey_files.published import read_figures


@click.command()
@click.argument("figures_file", metavar="FIGURES.csv", type=click.Path(path_type=Path))
@click.option(
    "--n", required=True, type=click.IntRange(1, MOST_RESPONDENTS), metavar="N", help="Respondents of the base “all”."
)
@click.option("--kinds", type=click.Path(path_type=Path), metavar="KINDS.json", help="single or multiple, by variable.")
@click.option("--rounding", type=click.Choice(ROUNDINGS), default="nearest", show_default=True)
@command_options()
def command(out: Output, figures_file: Path, n: int, kinds: Path | None, rounding: str) -> ExitCode:
    """Check percentages that somebody published about a survey."""
    figures = read_figures(figures_file)
    sizes = sizes_of_bases(figures, n)
    sets = figure_sets(figures, n, _read_kinds(kinds, figures) if kinds else {})
    for guessed in sets:
        _say_kind(guessed, out)
    verdicts = [judge(one, n, sizes.get((one.base, one.subgroup)), rounding) for one in sets]
    found = contradictions(figures, rounding)
    judged: list[dict[str, Any]] = [
        {
            "variable": one.figures.variable,
            "base": one.figures.base,
            "subgroup": one.figures.subgroup,
            "verdict": one.verdict,
            "bases": one.bases,
            "figures": [figure.id for figure in one.figures.figures],
        }
        for one in verdicts
    ]
    out.emit(
        {
            "sets": judged,
            "contradictions": [{"figures": one.figures, "reason": out.say(one.reason)} for one in found],
            "tables": [
                {"figures": table.figures, "p_low": table.p_low, "p_high": table.p_high, "method": table.method}
                for table in published_tables(sets, figures, n, rounding)
            ],
        },
        judged,
    )
    return ExitCode.NO if found or any(one.verdict != POSSIBLE for one in verdicts) else ExitCode.DONE


def _say_kind(guessed: FigureSet, out: Output) -> None:
    if guessed.kind_was_guessed and guessed.kind == MULTIPLE and len(guessed.figures) > 1:
        text = gettext_noop(
            "%(variable)s (%(base)s): taken for a question with several answers, which sum to %(total)s %%"
        )
        base = f"{guessed.base}, {guessed.subgroup}" if guessed.subgroup else guessed.base
        total = f"{guessed.total_percent:g}"
        out.warn(Message(text, {"variable": guessed.variable, "base": base, "total": total}))


def _read_kinds(path: Path, figures: list[Figure]) -> dict[str, str]:
    kinds = read_json_object(path)
    variables = {figure.variable for figure in figures}
    for variable, kind in kinds.items():
        if variable not in variables:
            text = gettext_noop("the figures have no variable %(variable)s")
            raise BadInput(Message(text, {"variable": variable}), (str(path),))
        if kind not in (SINGLE, MULTIPLE):
            text = gettext_noop("a kind is single or multiple, not %(kind)s")
            raise BadInput(Message(text, {"kind": kind}), (str(path), variable))
    return kinds
