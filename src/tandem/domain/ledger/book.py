"""The book: what may be recorded, what it does to the balances, and the seal of each record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

FORMAT = "tandem-ledger-1"
SYSTEM = "system"
SILENT_AFTER = timedelta(days=14)
#: The day is that of the place; the first places to see it are this far ahead of UTC.
FURTHEST_AHEAD = timedelta(hours=14)
#: One entry is a stretch of work, not a career: a thousand hours.
MOST_MINUTES = 60_000
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

Status = Literal["open", "confirmed", "silent", "reversed"]
COUNTED: tuple[Status, ...] = ("open", "confirmed", "silent")


@dataclass(frozen=True)
class Give:
    """`minutes` of work on `day`, from `giver` to `receiver`, written down `by` one of them."""

    at: datetime
    by: str
    giver: str
    receiver: str
    minutes: int
    day: date
    person: str | None = None


@dataclass(frozen=True)
class Confirm:
    """The other side agrees with entry `about`: a time, or the reversal of a confirmed one."""

    at: datetime
    by: str
    about: int


@dataclass(frozen=True)
class MarkSilent:
    """The system notes that nobody answered entry `about` for 14 days; it stays confirmable."""

    at: datetime
    about: int


@dataclass(frozen=True)
class Reverse:
    """Entry `about` is taken back. At once when it is not confirmed, else when the other side confirms."""

    at: datetime
    by: str
    about: int


Act = Give | Confirm | MarkSilent | Reverse


@dataclass(frozen=True)
class Balance:
    """Minutes of one party by status; `balance` = given − received over everything not reversed."""

    party: str
    given: Mapping[Status, int]
    received: Mapping[Status, int]

    @property
    def balance(self) -> int:
        return sum(self.given.values()) - sum(self.received.values())


@dataclass
class _Time:
    give: Give
    status: Status = "open"
    reversal: tuple[int, str] | None = None  # number and author of a reversal that awaits the other side

    def other_than(self, party: str) -> str:
        return self.give.receiver if party == self.give.giver else self.give.giver


class Ledger:
    """The ledger of one cooperation between two or more `parties`, opened at `opened` (UTC).

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> ledger = Ledger("room-7", ("gardens", "coders"), noon)
    >>> entry = ledger.record(Give(noon, "coders", "coders", "gardens", 90, date(2026, 11, 20)))
    >>> ledger.record(Confirm(noon, "gardens", about=1))["number"]
    2
    >>> [(balance.party, balance.balance) for balance in ledger.balances()]
    [('gardens', -90), ('coders', 90)]
    """

    def __init__(self, ledger_id: str, parties: Sequence[str], opened: datetime) -> None:
        if len(set(parties)) < 2 or len(set(parties)) < len(parties) or SYSTEM in parties or "" in parties:
            raise BadInput(Message(gettext_noop("a ledger needs two or more parties, each named once")), ("parties",))
        self.parties = tuple(parties)
        header = {"format": FORMAT, "ledger": ledger_id, "parties": list(parties), "opened": _time_text(opened)}
        self.head = seal(header)
        self.header: dict[str, Any] = {**header, "hash": self.head}
        self.length = 0
        self._last = opened
        self._times: dict[int, _Time] = {}
        self._reversals: dict[int, int] = {}

    def status(self, number: int) -> Status:
        """The status of the time recorded as entry `number`."""
        return self._times[number].status

    def decide(self, act: Act) -> Decision:
        """Whether `act` may be recorded now, and why not."""
        if act.at < self._last:
            return refused(gettext_noop("the time of this entry is before that of the last one"))
        match act:
            case Give():
                return self._decide_give(act)
            case Confirm():
                return self._decide_confirm(act)
            case MarkSilent():
                return self._decide_silent(act)
            case Reverse():
                return self._decide_reverse(act)

    def record(self, act: Act) -> dict[str, Any]:
        """Append `act` and return its sealed record; `BadInput` with the reason when it may not be."""
        decision = self.decide(act)
        if decision.reason is not None:
            raise BadInput(decision.reason, (f"entry {self.length + 1}",))
        record = {"number": self.length + 1, **_as_record(act), "previous": self.head}
        self.take_in(act)
        self.head = seal(record)
        return {**record, "hash": self.head}

    def end(self) -> dict[str, Any]:
        """The last line of an export: a cut file lacks it or does not match it."""
        return {"entries": self.length, "head": self.head}

    def balances(self) -> list[Balance]:
        """The account of every party, in the order of the parties."""
        given = {party: dict.fromkeys(COUNTED, 0) for party in self.parties}
        received = {party: dict.fromkeys(COUNTED, 0) for party in self.parties}
        for time in self._times.values():
            if time.status != "reversed":
                given[time.give.giver][time.status] += time.give.minutes
                received[time.give.receiver][time.status] += time.give.minutes
        return [Balance(party, given[party], received[party]) for party in self.parties]

    def take_in(self, act: Act | None) -> None:
        """Count one entry more, and let a lawful `act` have its effect; `None` stands for an unlawful one."""
        self.length = number = self.length + 1
        if act is None:
            return
        self._last = act.at
        if isinstance(act, Give):
            self._times[number] = _Time(act)
            return
        time = self._times[self._reversals.get(act.about, act.about)]
        if isinstance(act, MarkSilent):
            time.status = "silent"
        elif isinstance(act, Confirm):
            time.status = "reversed" if act.about in self._reversals else "confirmed"
        elif time.status == "confirmed":
            time.reversal = (number, act.by)
            self._reversals[number] = act.about
        else:
            time.status = "reversed"

    def _decide_give(self, act: Give) -> Decision:
        if act.giver not in self.parties or act.receiver not in self.parties:
            return refused(gettext_noop("only the parties of this ledger give and receive time"))
        if act.giver == act.receiver:
            return refused(gettext_noop("nobody gives time to themselves"))
        if act.by not in (act.giver, act.receiver):
            return refused(gettext_noop("only those who gave or received the time write it down"))
        if not 0 < act.minutes <= MOST_MINUTES:
            return refused(gettext_noop("a time has between 1 minute and %(most)s hours"), most=MOST_MINUTES // 60)
        if act.day > (act.at + FURTHEST_AHEAD).date():
            return refused(gettext_noop("time is written down after it was given, not before"))
        return ALLOWED

    def _decide_confirm(self, act: Confirm) -> Decision:
        if act.about in self._reversals:
            time = self._times[self._reversals[act.about]]
            writer = time.reversal[1] if time.reversal else ""
        elif act.about in self._times:
            time = self._times[act.about]
            writer = time.give.by
            if time.status == "confirmed":
                return refused(gettext_noop("entry %(number)s is confirmed already"), number=act.about)
        else:
            return self._no_time(act.about)
        if time.status == "reversed":
            return refused(gettext_noop("entry %(number)s has been taken back"), number=act.about)
        if act.by != time.other_than(writer):
            return refused(gettext_noop("entry %(number)s is confirmed by the other side"), number=act.about)
        return ALLOWED

    def _decide_silent(self, act: MarkSilent) -> Decision:
        time = self._times.get(act.about)
        if time is None:
            return self._no_time(act.about)
        if time.status != "open":
            return refused(gettext_noop("entry %(number)s has had its answer"), number=act.about)
        if act.at - time.give.at < SILENT_AFTER:
            return refused(
                gettext_noop("entry %(number)s may still be answered: %(days)s days have not passed"),
                number=act.about,
                days=SILENT_AFTER.days,
            )
        return ALLOWED

    def _decide_reverse(self, act: Reverse) -> Decision:
        time = self._times.get(act.about)
        if time is None:
            return self._no_time(act.about)
        if time.status == "reversed":
            return refused(gettext_noop("entry %(number)s has been taken back"), number=act.about)
        if time.reversal is not None:
            return refused(gettext_noop("taking back entry %(number)s awaits the other side"), number=act.about)
        if act.by not in (time.give.giver, time.give.receiver):
            return refused(gettext_noop("only those who gave or received the time take it back"))
        return ALLOWED

    def _no_time(self, number: int) -> Decision:
        return refused(gettext_noop("entry %(number)s is no earlier record of time"), number=number)


def seal(record: Mapping[str, Any]) -> str:
    """Hex SHA-256 of the record without its `hash`: UTF-8 JSON, keys sorted, no space between.

    The records hold texts, whole numbers and lists of texts only, for which this is RFC 8785.

    >>> seal({"b": 1, "a": "é", "hash": "not sealed"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()
    True
    """
    unsealed = {key: value for key, value in record.items() if key != "hash"}
    canonical = json.dumps(unsealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _as_record(act: Act) -> dict[str, Any]:
    at = _time_text(act.at)
    match act:
        case Give():
            record = {
                "at": at,
                "kind": "give",
                "by": act.by,
                "giver": act.giver,
                "receiver": act.receiver,
                "minutes": act.minutes,
                "day": act.day.isoformat(),
            }
            return record if act.person is None else {**record, "person": act.person}
        case Confirm():
            return {"at": at, "kind": "confirm", "by": act.by, "about": act.about}
        case MarkSilent():
            return {"at": at, "kind": "silent", "about": act.about}
        case Reverse():
            return {"at": at, "kind": "reverse", "by": act.by, "about": act.about}


def _time_text(at: datetime) -> str:
    if at.utcoffset() != timedelta(0) or at.microsecond:
        raise ValueError("times of the ledger are whole seconds in UTC")
    return at.strftime(TIME_FORMAT)
