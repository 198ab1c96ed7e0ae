"""Hours given and received: the room's ledger, rebuilt from its records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from tandem.cooperation.models import Cooperation, LedgerEntry, Party
from tandem.cooperation.queries.parties import everyone
from tandem.domain.ledger import Confirm, Give, Ledger, MarkSilent, Reverse

Act = Give | Confirm | MarkSilent | Reverse


def account(party: Party) -> str:
    """What a party is called in the ledger: an id, never a name."""
    return f"party-{party.pk}"


def whole_second(at: datetime) -> datetime:
    """The ledger keeps whole seconds in UTC."""
    return at.astimezone(UTC).replace(microsecond=0)


def books_of(room: Cooperation) -> range:
    """The numbers of the room's ledgers: one, and one more whenever a party joined after hours had been given."""
    return range(1, max(party.book for party in everyone(room)) + 1)


def ledger_of(room: Cooperation, entries: list[LedgerEntry], book: int = 1) -> Ledger:
    """A ledger as it stands. `ValueError` when a record is not what the ledger itself would have written."""
    parties = [party for party in everyone(room) if party.book <= book]
    begun = [party.joined for party in parties if party.book == book and party.joined] if book > 1 else [room.opened]
    name = f"{room.reference}/{book}" if book > 1 else room.reference
    ledger = Ledger(name, [account(party) for party in parties], whole_second(min(begun)))
    for entry in entries:
        if entry.book == book and ledger.record(_act(entry.record)) != entry.record:
            raise ValueError(f"entry {entry.number} of {name} was changed")
    return ledger


def ledgers_of(room: Cooperation, entries: list[LedgerEntry]) -> dict[int, Ledger]:
    """Every ledger of the room by its number, the oldest first."""
    return {book: ledger_of(room, entries, book) for book in books_of(room)}


def _act(record: dict[str, Any]) -> Act:
    at = datetime.fromisoformat(record["at"])
    match record["kind"]:
        case "give":
            return Give(
                at,
                record["by"],
                record["giver"],
                record["receiver"],
                record["minutes"],
                date.fromisoformat(record["day"]),
                record.get("person"),
            )
        case "confirm":
            return Confirm(at, record["by"], record["about"])
        case "silent":
            return MarkSilent(at, record["about"])
        case _:
            return Reverse(at, record["by"], record["about"])


def entries_of(room: Cooperation) -> list[LedgerEntry]:
    return list(room.ledger_entries.select_related("person"))


def hours_page(room: Cooperation, own: Party | None, at: datetime) -> dict[str, Any]:
    """Every time, newest first, with what one may do about it; each side's totals; the head of each chain."""
    entries = entries_of(room)
    ledgers = ledgers_of(room, entries)
    names = {account(party): party.organisation.name for party in everyone(room)}
    by, now = account(own) if own else "", whole_second(at)
    asked_back = {
        (entry.book, entry.record["about"]): entry.number for entry in entries if entry.record["kind"] == "reverse"
    }
    lines = []
    for entry in reversed(entries):
        if entry.record["kind"] != "give":
            continue
        number, ledger = entry.number, ledgers[entry.book]
        reversal = asked_back.get((entry.book, number), 0)
        lines.append(
            {
                "number": number,
                "book": entry.book,
                "giver": names[entry.record["giver"]],
                "receiver": names[entry.record["receiver"]],
                "minutes": entry.record["minutes"],
                "time": spoken(entry.record["minutes"]),
                "day": date.fromisoformat(entry.record["day"]),
                "what": entry.what,
                "person": entry.person,
                "status": ledger.status(number),
                "asked_back": reversal and ledger.status(number) == "confirmed",
                "reversal": reversal,
                "confirm": bool(own and ledger.decide(Confirm(now, by, number))),
                "reverse": bool(own and ledger.decide(Reverse(now, by, number))),
                "agree_to_reversal": bool(own and reversal and ledger.decide(Confirm(now, by, reversal))),
            }
        )
    balances = [balance for ledger in ledgers.values() for balance in ledger.balances()]
    totals = [
        {
            "name": name,
            "given": spoken(sum(sum(one.given.values()) for one in balances if one.party == party)),
            "received": spoken(sum(sum(one.received.values()) for one in balances if one.party == party)),
        }
        for party, name in names.items()
    ]
    return {"lines": lines, "totals": totals, "heads": [(book, one.head) for book, one in ledgers.items()][::-1]}


def spoken(minutes: int) -> str:
    """Minutes as a watch says them, in signs that every language shares: 90 is `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours}\N{NO-BREAK SPACE}h"] * bool(hours) + [f"{rest}\N{NO-BREAK SPACE}min"] * bool(rest)
    return "\N{NO-BREAK SPACE}".join(said) or "0"


def ledger_lines(room: Cooperation, book: int = 1) -> Iterator[str]:
    """The export of one ledger that `tandem ledger verify` reads: header, records, end."""
    entries = entries_of(room)
    ledger = ledger_of(room, entries, book)
    for record in (ledger.header, *(entry.record for entry in entries if entry.book == book), ledger.end()):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def rooms_with_hours() -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(ledger_entries__isnull=False).distinct()
