"""Checking an export of a ledger: its chain, its laws, its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.ledger.book import (
    FORMAT,
    TIME_FORMAT,
    Act,
    Balance,
    Confirm,
    Give,
    Ledger,
    MarkSilent,
    Reverse,
    seal,
)
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, shown, text, whole


@dataclass(frozen=True)
class Problem:
    """What is wrong with an export, and in which of its records."""

    place: Place
    message: Message


@dataclass(frozen=True)
class Verification:
    """What an export says, and whether it can be believed."""

    ledger: str
    entries: int
    head: str
    balances: Sequence[Balance]
    problems: Sequence[Problem] = field(default_factory=tuple)

    @property
    def valid(self) -> bool:
        return not self.problems


def verify(records: Iterable[tuple[Place, object]], expected_head: str | None = None) -> Verification:
    """Check an export: header, entries, end, each with its place in the file.

    Looked at: every hash, the chain, the numbers, every law of the ledger, the end line, and the head that a
    party noted down, when given (only that shows a chain rewritten as a whole). Raises `BadInput` for a
    record that is not of the format at all.
    """
    lines = iter(records)
    first = next(lines, None)
    if first is None:
        raise BadInput(Message(gettext_noop("the file is empty")))
    ledger, problems = _read_header(*first)
    head: str = ledger.head
    ended: Place | None = None
    for place, value in lines:
        if ended is not None:
            problems.append(Problem(place, Message(gettext_noop("something follows the end of the ledger"))))
        if isinstance(value, Mapping) and "entries" in value:
            ended = place
            problems += _check_end(value, place, ledger.length, head)
        else:
            head, found = _check_entry(value, place, ledger, head)
            problems += found
    if ended is None:
        problems.append(Problem((), Message(gettext_noop("the end of the ledger is missing: the file was cut"))))
    if expected_head is not None and expected_head != head:
        problems.append(
            Problem((), Message(gettext_noop("this is not the ledger whose head is %(head)s"), {"head": expected_head}))
        )
    return Verification(ledger.header["ledger"], ledger.length, head, ledger.balances(), tuple(problems))


def _read_header(place: Place, value: object) -> tuple[Ledger, list[Problem]]:
    fields = members(value, place, ("format", "ledger", "parties", "opened", "hash"))
    choice(fields["format"], (*place, "format"), (FORMAT,))
    parties = [text(party, where) for party, where in items(fields["parties"], (*place, "parties"))]
    opened = _read_time(fields["opened"], (*place, "opened"))
    try:
        ledger = Ledger(text(fields["ledger"], (*place, "ledger")), parties, opened)
    except BadInput as error:
        raise error.inside(*place) if error.place == ("parties",) else error from None
    problems = []
    if ledger.head != text(fields["hash"], (*place, "hash")):
        problems.append(Problem(place, Message(gettext_noop("the hash does not fit: this line was changed"))))
        ledger.head = fields["hash"]
    return ledger, problems


def _check_entry(value: object, place: Place, ledger: Ledger, head: str) -> tuple[str, list[Problem]]:
    record, act = _read_entry(value, place)
    found: list[Message] = []
    if record["hash"] != seal(record):
        found.append(Message(gettext_noop("the hash does not fit: this line was changed")))
    if record["previous"] != head:
        found.append(Message(gettext_noop("it does not follow the line before: a line was changed, removed or put in")))
    if record["number"] != ledger.length + 1:
        found.append(Message(gettext_noop("entry %(number)s is expected here"), {"number": ledger.length + 1}))
    decision = ledger.decide(act)
    if decision.reason is not None:
        found.append(decision.reason)
    ledger.take_in(act if decision else None)
    return record["hash"], [Problem(place, message) for message in found]


def _check_end(value: Mapping[str, Any], place: Place, length: int, head: str) -> Iterator[Problem]:
    fields = members(value, place, ("entries", "head"))
    if whole(fields["entries"], (*place, "entries"), low=0) != length:
        counts = {"announced": fields["entries"], "found": length}
        yield Problem(place, Message(gettext_noop("%(announced)s entries announced, %(found)s found"), counts))
    if text(fields["head"], (*place, "head")) != head:
        yield Problem(place, Message(gettext_noop("the head does not fit the last entry")))


_KEYS: dict[str, tuple[str, ...]] = {
    "give": ("by", "giver", "receiver", "minutes", "day"),
    "confirm": ("by", "about"),
    "silent": ("about",),
    "reverse": ("by", "about"),
}
_SEALED = ("number", "at", "kind", "previous", "hash")


def _read_entry(value: object, place: Place) -> tuple[dict[str, Any], Act]:
    """The record as it stands in the file, and what it says happened."""
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and "kind" in value:
        choice(kind, (*place, "kind"), tuple(_KEYS))
    keys = _KEYS.get(kind, ()) if isinstance(kind, str) else ()
    record = members(value, place, (*_SEALED, *keys), ("person",) if kind == "give" else ())

    def named(key: str) -> str:
        return text(record[key], (*place, key))

    def counted(key: str) -> int:
        if isinstance(record[key], float):  # 90.0 would be sealed otherwise than 90
            problem = Message(gettext_noop("a whole number is expected, not %(found)s"), {"found": shown(record[key])})
            raise BadInput(problem, (*place, key))
        return whole(record[key], (*place, key), low=1)

    counted("number")
    named("previous")
    named("hash")
    at = _read_time(record["at"], (*place, "at"))
    if kind == "give":
        person = named("person") if "person" in record else None
        day = _read_day(record["day"], (*place, "day"))
        return record, Give(at, named("by"), named("giver"), named("receiver"), counted("minutes"), day, person)
    if kind == "confirm":
        return record, Confirm(at, named("by"), counted("about"))
    if kind == "reverse":
        return record, Reverse(at, named("by"), counted("about"))
    return record, MarkSilent(at, counted("about"))


def _read_time(value: object, place: Place) -> datetime:
    written = text(value, place)
    try:
        at = datetime.strptime(written, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        at = None
    if at is None or at.strftime(TIME_FORMAT) != written:
        example = Message(gettext_noop("a time like %(example)s is expected"), {"example": "2026-11-20T12:00:00Z"})
        raise BadInput(example, place)
    return at


def _read_day(value: object, place: Place) -> date:
    written = text(value, place)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise BadInput(Message(gettext_noop("a date like %(example)s is expected"), {"example": "2026-11-20"}), place)
    return day
