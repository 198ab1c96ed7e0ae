"""`tandem evaluate`: how good and how fair the engines are, on invented cases whose right answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tandem.cli.output import Output, command_options, json_text
from tandem.domain.errors import BadInput
from tandem.domain.matching.evaluation import SIZES, evaluate, html_page, weigh_texts
from tandem.domain.messages import Message, gettext_noop


@click.group()
def command() -> None:
    """Measure quality and fairness."""


@command.command()
@click.option("--size", type=click.Choice(tuple(SIZES)), default="small", show_default=True, help="How much to invent.")
@click.option(
    "--report", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write report.html and .json."
)
@command_options()
def matching(out: Output, size: str, folder: Path | None) -> None:
    """Matching against four baselines, with fairness, faithfulness and robustness."""
    report = evaluate(size, 1 if out.seed is None else out.seed)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_text(json_text(report, indent=2) + "\n", "utf-8")
        (folder / "report.html").write_text(html_page(report, out.say, out.language), "utf-8")
    main_table = [
        {"order": name, "ndcg_at_10": figures["ndcg_at_10"]["mean"], "mrr": figures["mrr"]["mean"]}
        for name, figures in report["quality"].items()
    ]
    out.emit(report, main_table)


@command.command()
@click.option("--size", type=click.Choice(tuple(SIZES)), default="small", show_default=True, help="How much to invent.")
@command_options()
def texts(out: Output, size: str) -> None:
    """What weighing the likeness of texts changes, weight by weight; needs the extra `text`."""
    from tandem.matching import texts as reading

    reader = reading.reader()
    if reader is None:
        raise BadInput(Message(gettext_noop("nothing can read texts here: ./tandem install text")))
    name = out.say(Message(gettext_noop("texts read:")))

    def read(things: Sequence[Any]) -> list[Any]:
        return list(out.progress(reading.with_readings(reader, things), len(things), name))

    report = weigh_texts(*SIZES[size], 1 if out.seed is None else out.seed, read)
    main_table = [
        {
            "text": one["text"],
            "ndcg_at_10": one["ndcg_at_10"]["mean"],
            **{f"gain_{k}": v for k, v in one["gain"].items()},
        }
        for one in report["weights"]
    ]
    out.emit(report, main_table)
