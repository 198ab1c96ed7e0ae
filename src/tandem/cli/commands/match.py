"""`tandem match`: rank the offers of a file for every need of another, with the reasons."""

from __future__ import annotations

import gc
import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from tandem.cli.json_input import without_repeats
from tandem.cli.output import ExitCode, Output, command_options, one_line
from tandem.domain.errors import BadInput, at_line
from tandem.domain.matching import (
    GATES,
    PUBLISHED,
    Columns,
    Need,
    Offer,
    Once,
    Reader,
    Weights,
    rank_offers,
    weights_from,
)
from tandem.domain.matching.records import ranking_record
from tandem.domain.messages import Message, gettext_noop

#: Columns take about as long to build as this many needs take to be scored one by one on them.
COLUMNS_FROM = 500
#: From this many pairs on, the compiled path of the extra `numba` is worth its start.
COMPILED_FROM = 100_000_000


class Identified(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=Identified)


@click.command()
@click.option("--needs", "needs_file", required=True, type=click.Path(path_type=Path), help="Needs, one a line.")
@click.option("--offers", "offers_file", required=True, type=click.Path(path_type=Path), help="Offers, one a line.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="Results for each need.")
@click.option("--weights", "weights_file", type=click.Path(path_type=Path), help="WEIGHTS.toml.")
@click.option("--relax", multiple=True, type=click.Choice(tuple(GATES)), help="A gate to leave open; repeatable.")
@click.option("--strict", is_flag=True, help="Print nothing when a line is bad.")
@command_options("jsonl")
def command(
    out: Output,
    needs_file: Path,
    offers_file: Path,
    top: int,
    weights_file: Path | None,
    relax: tuple[str, ...],
    strict: bool,
) -> ExitCode:
    """Rank the offers for each need: why, what is missing, what would change it."""
    weights = PUBLISHED if weights_file is None else read_weights(weights_file)
    reader = Reader()
    with _no_collection():
        offers, bad_offers = _read(offers_file, reader.offer, out)
        needs, bad_needs = _read(needs_file, reader.need, out)
    bad = bad_offers + bad_needs
    if bad and strict:
        return ExitCode.BAD_INPUT
    if weights.read_texts:
        needs, offers = _with_readings(out, needs, offers)
    answers = _answers(out, needs, offers, weights, top, relax)
    out.emit(answers, None if out.format in ("json", "jsonl") else _main_table(answers))
    return ExitCode.BAD_INPUT if bad else ExitCode.DONE


def _with_readings(out: Output, needs: list[Need], offers: list[Offer]) -> tuple[list[Need], list[Offer]]:
    """Both with the readings of their texts; as they are, saying so, where nothing can read them."""
    from tandem.matching import texts

    reader = texts.reader()
    if reader is None:
        text = gettext_noop("the texts are not compared: ./tandem install text adds what reads them")
        out.warn(Message(text))
        return needs, offers
    name = out.say(Message(gettext_noop("texts read:")))
    total = len(needs) + len(offers)
    both = (texts.with_readings(reader, needs), texts.with_readings(reader, offers))
    read: list[Any] = list(out.progress(chain(*both), total, name))
    return read[: len(needs)], read[len(needs) :]


def _answers(
    out: Output, needs: list[Need], offers: list[Offer], weights: Weights, top: int, relax: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    searched: Columns | list[Offer] = offers
    if len(offers) >= COLUMNS_FROM:
        columns = Columns.of(offers)
        searched = columns.for_many_needs() if len(needs) * len(offers) >= COMPILED_FROM else columns
    name = out.say(Message(gettext_noop("needs matched:")))
    for need in out.progress(needs, len(needs), name):
        ranking = rank_offers(need, searched, weights, relaxed=relax, top=top, seed=out.seed)
        yield ranking_record(need.id, ranking, out.say)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Records stay to the end and have no cycles: looking for some among millions takes longer than all the rest."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _main_table(answers: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = ("offer", "rank_score", "score", "score_for_offer", "completeness")
    return [
        {"need": answer["need"], **{name: result[name] for name in shown}}
        for answer in answers
        for result in answer["results"]
    ]


def read_weights(file: Path) -> Weights:
    """The weights of a WEIGHTS.toml; `BadInput` names the file and the key."""
    try:
        return weights_from(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        text = gettext_noop("this is not TOML: %(error)s")
        raise BadInput(Message(text, {"error": " ".join(str(error).split())}), (str(file),)) from None
    except BadInput as error:
        raise error.inside(str(file)) from None


def _read(file: Path, read: Callable[[object], Record], out: Output) -> tuple[list[Record], int]:
    """The records of a file, one a line, and how many lines were refused; each refusal is said on stderr."""
    accepted: list[Record] = []
    once, bad = Once(), 0
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = read(decoded(line))
                once.check(record.id)
            except BadInput as error:
                bad += 1
                print(one_line(error.inside(str(file), at_line(number)).render(out.gettext)), file=sys.stderr)
            else:
                accepted.append(record)
    return accepted, bad


def decoded(line: bytes) -> object:
    """The JSON value of a line; NaN and infinity pass here and are refused at their key, a key given twice is not
    quietly the last one."""
    try:
        return json.loads(line.decode("utf-8-sig"), object_pairs_hook=without_repeats)
    except BadInput:
        raise
    except UnicodeDecodeError:
        raise BadInput(Message(gettext_noop("this line is not UTF-8"))) from None
    except json.JSONDecodeError as error:
        text = gettext_noop("this line is not JSON from column %(column)s on")
        raise BadInput(Message(text, {"column": error.colno})) from None
    except (ValueError, RecursionError):
        raise BadInput(Message(gettext_noop("this line is not JSON: a number or a nesting has no end"))) from None
