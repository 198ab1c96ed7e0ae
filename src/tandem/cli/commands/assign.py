"""`tandem assign`: mentor groups for the projects of a cohort."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from tandem.cli.json_input import read_json
from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.assignment import Answer, Standing, assign, read_cohort
from tandem.domain.assignment.program import Program
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop


@click.command()
@click.argument("cohort", metavar="COHORT.json", type=click.Path(path_type=Path))
@click.option("--time-limit", type=float, metavar="SECONDS", help="Default: by the size, 0.5 to 90.")
@click.option("--solver", type=click.Choice(["auto", "highs", "cp-sat", "greedy"]), default="auto")
@command_options()
def command(out: Output, cohort: Path, time_limit: float | None, solver: str) -> ExitCode:
    """Compose mentor groups: most needs covered, then the worst-served project, then the total."""
    if time_limit is not None and not 0 <= time_limit < math.inf:
        raise click.UsageError(out.say(gettext_noop("The time limit is a number of seconds.")))
    try:
        read = read_cohort(read_json(cohort))
    except BadInput as error:
        raise error.inside(str(cohort)) from error
    program = _constraint_program() if solver == "cp-sat" else Program
    with _quiet_stdout():
        answer = assign(
            read, time.monotonic, time_limit, quickly=solver == "greedy", program=program, tell=_teller(out)
        )
    if answer.status == "infeasible":
        for message in answer.messages:
            out.warn(message)
    result = _printed(answer, out)
    out.emit(result, rows=result["groups"])
    return ExitCode.NO if answer.status == "infeasible" else ExitCode.DONE


def _constraint_program() -> type[Program]:
    try:
        from tandem.domain.assignment.constraint import ConstraintProgram
    except ModuleNotFoundError as error:
        raise BadInput(Message(gettext_noop("the solver cp-sat is not here: tandem install cp-sat"))) from error
    return ConstraintProgram


def _printed(answer: Answer, out: Output) -> dict[str, Any]:
    messages = [out.say(message) for message in answer.messages]
    if answer.status == "infeasible":
        return {"status": answer.status, "groups": [], "messages": messages}
    return {
        "status": answer.status,
        "gap": answer.gap,
        "groups": [asdict(group) for group in answer.groups],
        "unassigned": answer.unassigned,
        "covered": answer.covered,
        "coverable": answer.coverable,
        "worst": answer.worst,
        "total": answer.total,
        "blocking_pairs": answer.blocking_pairs,
        "justified_blocking_pairs": answer.justified_blocking_pairs,
        "messages": messages,
    }


def _teller(out: Output) -> Callable[[Standing], None]:
    started = said = time.monotonic()

    def tell(stands: Standing) -> None:
        nonlocal said
        now = time.monotonic()
        if not out.quiet and now - started > 1 and now - said > 1:
            values = {"covered": stands.covered, "worst": f"{stands.worst:g}", "total": f"{stands.total:g}"}
            out.warn(Message(gettext_noop("covered %(covered)s, worst %(worst)s, total %(total)s"), values))
            said = now

    return tell


@contextmanager
def _quiet_stdout() -> Iterator[None]:
    """The solver's library prints stray lines to file descriptor 1; they must not end up in the answer."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
