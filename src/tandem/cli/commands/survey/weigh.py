"""`tandem survey weigh`: weights that bring a sample to known margins."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from tandem.cli.commands.survey._input import Source, answers_argument
from tandem.cli.output import ExitCode, Output, command_options
from tandem.cli.reading.answers import read_json_object
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.raking import MOST_ROUNDS, Margin, bounds_of_trim, margin, rake
from tandem.survey_files.answers import LARGEST_NUMBER, AnswerFile, Answers

WEIGHT = "weight"


@click.command()
@answers_argument
@click.option("--margins", "margins_file", required=True, type=click.Path(path_type=Path), metavar="MARGINS.json")
@click.option("--start", metavar="W", help="Column of weights to start from. Default: everybody weighs the same.")
@click.option("--trim", metavar="LOW,HIGH", help="Bounds of the weights, in multiples of their mean.")
@click.option("--missing", type=click.Choice(["own-level"]), help="Blanks on a margin become a level of their own.")
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="OUT.csv")
@command_options()
def command(
    out: Output,
    source: Source,
    margins_file: Path,
    start: str | None,
    trim: str | None,
    missing: str | None,
    output: Path,
) -> ExitCode:
    """Write DATA.csv with a column `weight` that brings it to the margins."""
    if start:
        source.file.place_of(start, "--start")
    if WEIGHT in source.file.header and start != WEIGHT:
        text = gettext_noop("the file has a column weight already (--start weight replaces it)")
        raise BadInput(Message(text), (str(source.file.path),))
    bounds = _bounds(trim)
    targets = _read_targets(margins_file, source.file)
    answers = source.read(out, targets, [(start, "--start")] if start else [])
    first = answers.numbers[start] if start else None
    margins = _margins(source.file, margins_file, answers, targets, first, missing == "own-level")
    try:
        raked = rake(margins, first, bounds)
    except BadInput as error:
        raise error.inside(str(source.file.path)) from None
    if raked.converged:
        _write(source.file, raked.weights, output)
    out.emit(
        {
            "iterations": raked.iterations,
            "largest_margin_error": raked.largest_margin_error,
            "min": float(raked.weights.min()),
            "max": float(raked.weights.max()),
            "design_effect": raked.design_effect,
            "n_effective": raked.n_effective,
        }
    )
    if not raked.converged:
        text = gettext_noop("the weights do not reach the margins after %(rounds)s rounds: no file was written")
        out.warn(Message(text, {"rounds": MOST_ROUNDS}))
        return ExitCode.NO
    return ExitCode.DONE


def _bounds(trim: str | None) -> tuple[float, float] | None:
    try:
        return bounds_of_trim(trim) if trim is not None else None
    except BadInput as error:
        raise error.inside("--trim") from None


def _read_targets(path: Path, file: AnswerFile) -> dict[str, dict[str, float]]:
    targets: dict[str, Any] = read_json_object(path)
    if not targets:
        raise BadInput(Message(gettext_noop("there is no margin in the file")), (str(path),))
    for question, levels in targets.items():
        if question not in file.header:
            file.refuse_other_separator()
            text = gettext_noop("the answers have no column %(column)s")
            raise BadInput(Message(text, {"column": question}), (str(path), question))
        if not isinstance(levels, dict) or not levels:
            text = gettext_noop("the targets are expected as {level: number}")
            raise BadInput(Message(text), (str(path), question))
        for level, target in levels.items():
            if isinstance(target, bool) or not isinstance(target, int | float):
                text = gettext_noop("a target has to be zero or a positive number, not %(target)s")
                raise BadInput(Message(text, {"target": target}), (str(path), question, level))
            if target > LARGEST_NUMBER:
                raise BadInput(Message(gettext_noop("this target is too large")), (str(path), question, level))
    return targets


def _margins(
    file: AnswerFile,
    path: Path,
    answers: Answers,
    targets: dict[str, dict[str, float]],
    start: NDArray[np.float64] | None,
    own_level: bool,
) -> list[Margin]:
    if answers.n == 0:
        raise BadInput(Message(gettext_noop("the file has no respondent")), (str(file.path),))
    try:
        return [margin(answers.questions[name], wanted, start, own_level) for name, wanted in targets.items()]
    except BadInput as error:
        raise error.inside(str(path)) from None


def _write(file: AnswerFile, weights: NDArray[np.float64], output: Path) -> None:
    """The file again with its weights, in one move: nobody ever finds half of it."""
    if not output.parent.is_dir():
        raise BadInput(Message(gettext_noop("there is no such folder")), (str(output.parent),))
    if output.is_dir():
        raise BadInput(Message(gettext_noop("this is a folder, and a file is to be written")), (str(output),))
    if output.exists() and not output.is_file():  # a terminal or a pipe is written to, not replaced
        _write_rows(file, weights, output)
        return
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        _write_rows(file, weights, unfinished)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_rows(file: AnswerFile, weights: NDArray[np.float64], output: Path) -> None:
    replaced = file.header.index(WEIGHT) if WEIGHT in file.header else None
    with output.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(_with_weight(list(file.raw_header), WEIGHT, replaced))
        for row, weight in zip(file.rows(), weights.tolist(), strict=True):
            writer.writerow(_with_weight(row, repr(weight), replaced))


def _with_weight(row: list[str], value: str, replaced: int | None) -> list[str]:
    if replaced is None:
        return [*row, value]
    return [*row[:replaced], value, *row[replaced + 1 :]]
