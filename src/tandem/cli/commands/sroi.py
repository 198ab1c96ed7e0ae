"""`tandem sroi`: the social return of an activity, from a model in a file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from tandem.cli.json_input import read_json
from tandem.cli.output import Output, command_options
from tandem.domain.errors import BadInput
from tandem.domain.sroi import break_even, read_model, simulate, social_return

#: The same model gives the same answer on every machine, also when no seed is asked for.
SEED = 0


@click.command()
@click.argument("model", metavar="MODEL.json", type=click.Path(path_type=Path))
@click.option("--simulate", "draws", type=click.IntRange(1, 1_000_000), help="Draw the ranged numbers so many times.")
@command_options()
def command(out: Output, model: Path, draws: int | None) -> None:
    """What changed, in money, for what was put in: present values, ratio, break-even values."""
    try:
        read = read_model(read_json(model))
        found = social_return(read)
    except BadInput as error:
        raise error.inside(str(model)) from error
    outcomes = [
        {"description": outcome.description, "impact_by_year": by_year, "present_value": value}
        for outcome, by_year, value in zip(read.outcomes, found.impact_by_year, found.present_values, strict=True)
    ]
    result = {
        "investment": found.investment,
        "total_present_value": found.total_present_value,
        "net_present_value": found.net_present_value,
        "ratio": found.ratio,
        "outcomes": outcomes,
        "sensitivity": [{"path": path, "value_for_ratio_1": value} for path, value in break_even(read)],
        "simulation": asdict(simulate(read, draws, SEED if out.seed is None else out.seed)) if draws else None,
    }
    out.emit(result, rows=outcomes)
