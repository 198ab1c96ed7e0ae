"""`tandem evaluate`: how good and how fair the engines are, on invented cases whose right answers are known."""

from __future__ import annotations

from pathlib import Path

import click

from tandem.cli.output import Output, command_options, json_text
from tandem.domain.matching.evaluation import SIZES, evaluate, html_page


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
