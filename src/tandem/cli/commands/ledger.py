"""`tandem ledger`: check a ledger of hours that somebody exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tandem.cli.json_input import read_json_lines
from tandem.cli.output import ExitCode, Output, command_options
from tandem.domain.errors import BadInput, place_in_words
from tandem.domain.ledger import Balance, Verification, verify


@click.group()
def command() -> None:
    """Hours given and received in a cooperation."""


@command.command("verify")
@click.argument("export", metavar="EXPORT", type=click.Path(path_type=Path))
@click.option("--head", metavar="HASH", help="The head that a party noted down: shows a ledger rewritten as a whole.")
@command_options()
def verify_command(out: Output, export: Path, head: str | None) -> ExitCode:
    """Is this export of a ledger complete, unchanged and lawful?"""
    try:
        verification = verify(read_json_lines(export), head)
    except BadInput as error:
        raise error.inside(str(export)) from error
    result = _printed(verification, out)
    out.emit(result, rows=result["balances"] if verification.valid else result["problems"])
    return ExitCode.DONE if verification.valid else ExitCode.NO


def _printed(verification: Verification, out: Output) -> dict[str, Any]:
    return {
        "result": "valid" if verification.valid else "invalid",
        "ledger": verification.ledger,
        "entries": verification.entries,
        "head": verification.head,
        "balances": [_balance(balance) for balance in verification.balances],
        "problems": [
            {"place": ": ".join(place_in_words(problem.place, out.gettext)) or None, "reason": out.say(problem.message)}
            for problem in verification.problems
        ],
    }


def _balance(balance: Balance) -> dict[str, Any]:
    return {
        "party": balance.party,
        "given_minutes": dict(balance.given),
        "received_minutes": dict(balance.received),
        "balance_minutes": balance.balance,
    }
