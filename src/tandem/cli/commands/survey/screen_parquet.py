"""`tandem survey screen-parquet`: every pair of questions tested, on answers that lie on many machines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from tandem.cli.commands.survey.screen import FEWEST_LEVELS, MOST_LEVELS
from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.screening import screen_state
from tandem.survey_files.spark import levels_of, read_parquet, spark_on, state_of


@click.command("screen-parquet")
@click.argument("data", metavar="DATA.parquet", type=click.Path(path_type=Path))
@click.option("--question", "questions", multiple=True, metavar="Q", help="Default: columns with 2-50 levels.")
@click.option("--na", multiple=True, metavar="VALUE", help="A value that means no answer; may be repeated.")
@click.option("--spark", "master", default="local[2]", show_default=True, metavar="MASTER", help="Where Spark runs.")
@command_options()
def command(out: Output, data: Path, questions: tuple[str, ...], na: tuple[str, ...], master: str) -> None:
    """Test all pairs of questions of Parquet files, smallest p first: `screen` on Spark (extra `spark`)."""
    with spark_on(master) as session:
        table = read_parquet(session, data)
        for question in questions:
            if question not in table.columns:
                text = gettext_noop("the answers have no column %(column)s")
                raise BadInput(Message(text, {"column": question}), (str(data), "--question"))
        named = [name for name in table.columns if not questions or name in questions]
        levels = {
            name: tuple(level for level in found if level not in na)
            for name, found in levels_of(table, named, MOST_LEVELS + len(na)).items()
        }
        kept = {name: found for name, found in levels.items() if FEWEST_LEVELS <= len(found) <= MOST_LEVELS}
        if left_out := tuple(name for name in levels if name not in kept):
            text = gettext_noop("not screened, for having fewer than 2 levels or more than 50: %(columns)s")
            out.warn(Message(text, {"columns": left_out}))
        pairs = screen_state(state_of(table, kept)) if kept else []
    rows = [asdict(pair) for pair in pairs]
    for row in rows:
        del row["df2"]
    out.emit(rows)
