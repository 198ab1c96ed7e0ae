"""`tandem survey table`: a cross-table with percents, residuals and tests."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from tandem.cli.commands.survey._input import Source, answers_argument
from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.crosstable import CrossTable, cross_table
from tandem.domain.survey.design import Design, complex_design
from tandem.domain.survey.fisher import DEFAULT_DRAWS
from tandem.survey_files.answers import Answers


@click.command()
@answers_argument
@click.option("--rows", required=True, metavar="A", help="Question, or set, down the side.")
@click.option("--columns", required=True, metavar="B", help="Question along the top.")
@click.option("--weight", metavar="W", help="Column of weights.")
@click.option("--strata", metavar="S", help="Column of strata.")
@click.option("--clusters", metavar="C", help="Column of clusters.")
@click.option("--fpc", metavar="F", help="Column with the population size of the stratum (in clusters).")
@click.option("--missing", type=click.Choice(["drop", "keep"]), default="drop", show_default=True)
@click.option("--draws", type=click.IntRange(min=1), default=DEFAULT_DRAWS, show_default=True, help="Of Fisher's test.")
@command_options()
def command(
    out: Output,
    source: Source,
    rows: str,
    columns: str,
    weight: str | None,
    strata: str | None,
    clusters: str | None,
    fpc: str | None,
    missing: str,
    draws: int,
) -> None:
    """Cross two questions of DATA.csv."""
    if columns in source.sets:
        text = gettext_noop("a set can stand down the side (--rows), not along the top")
        raise BadInput(Message(text), ("--columns", columns))
    down, along = source.columns_of(rows, "--rows"), source.columns_of(columns, "--columns")
    read = [*down, *along]
    for option, name in (("--strata", strata), ("--clusters", clusters)):
        read += source.columns_of(name, option) if name and name not in source.sets else ()
    numbers = [(name, option) for option, name in (("--weight", weight), ("--fpc", fpc)) if name]
    for name, option in [*numbers, *((n, o) for o, n in (("--strata", strata), ("--clusters", clusters)) if n)]:
        source.file.place_of(name, option)
    answers = source.read(out, read, numbers)
    table = cross_table(
        source.answers_to(rows, answers),
        answers.questions[columns],
        _design(source, answers, weight, strata, clusters, fpc),
        keep_missing=missing == "keep",
        draws=draws,
        seed=out.seed or 0,
        watched=lambda batches, total: out.progress(batches, total, "Fisher"),
    )
    if out.format in ("csv", "table"):
        for warning in table.warnings:
            out.warn(warning.text)
    out.emit(_as_json(table, out), _main_table(table))


def _design(
    source: Source, answers: Answers, weight: str | None, strata: str | None, clusters: str | None, fpc: str | None
) -> Design | None:
    if not (weight or strata or clusters or fpc):
        return None
    try:
        return complex_design(
            answers.n,
            (weight, answers.numbers[weight]) if weight else None,
            answers.questions[strata] if strata else None,
            answers.questions[clusters] if clusters else None,
            (fpc, answers.numbers[fpc]) if fpc else None,
        )
    except BadInput as error:
        raise error.inside(str(source.file.path)) from None


def _as_json(table: CrossTable, out: Output) -> dict[str, Any]:
    tests = None
    if table.tests is not None:
        tests = {name: part for name, part in asdict(table.tests).items() if name != "verdict"}
        if tests["rao_scott"] is not None:
            del tests["rao_scott"]["too_sparse"]
        tests["verdict_test"] = table.tests.verdict
    return {
        "rows": {"question": table.row_question, "levels": table.row_levels},
        "columns": {"question": table.column_question, "levels": table.column_levels},
        "n": table.n,
        "n_missing": table.n_missing,
        "n_weighted": table.n_weighted,
        "n_effective": table.n_effective,
        "counts": table.counts,
        "row_percent": table.row_percent,
        "column_percent": table.column_percent,
        "total_percent": table.total_percent,
        "expected": table.expected,
        "adjusted_residuals": table.adjusted_residuals,
        "tests": tests,
        "share_expected_below_5": table.share_expected_below_5,
        "warnings": [{"code": warning.code, "text": out.say(warning.text)} for warning in table.warnings],
    }


def _main_table(table: CrossTable) -> list[dict[str, Any]]:
    side = table.row_question
    while side in table.column_levels:
        side += " "
    return [
        {side: level, **dict(zip(table.column_levels, line.tolist(), strict=True))}
        for level, line in zip(table.row_levels, table.counts, strict=True)
    ]
