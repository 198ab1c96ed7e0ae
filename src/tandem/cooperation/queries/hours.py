"""Hours given and received: the room's ledger, rebuilt from its records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from tandem.cooperation.models import Cooperation, LedgerEntry, Party
from tandem.domain.ledger import Confirm, Give, Ledger, MarkSilent, Reverse

Act = Give | Confirm | MarkSilent | Reverse


def account(party: Party) -> str:
    """What a party is called in the ledger: an id, never a name."""
    return f"party-{party.pk}"


def whole_second(at: datetime) -> datetime:
    """The ledger keeps whole seconds in UTC."""
    return at.astimezone(UTC).replace(microsecond=0)


def ledger_of(room: Cooperation, entries: list[LedgerEntry]) -> Ledger:
    """The ledger as it stands. `ValueError` when a record is not what the ledger itself would have written."""
    ledger = Ledger(room.reference, [account(party) for party in room.parties.all()], whole_second(room.opened))
    for entry in entries:
        if ledger.record(_act(entry.record)) != entry.record:
            raise ValueError(f"entry {entry.number} of {room.reference} was changed")
    return ledger


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
    """Every time, newest first, with what one may do about it; each side's totals; the head of the chain."""
    entries = entries_of(room)
    ledger = ledger_of(room, entries)
    names = {account(party): party.organisation.name for party in room.parties.all()}
    by, now = account(own) if own else "", whole_second(at)
    asked_back = {entry.record["about"]: entry.number for entry in entries if entry.record["kind"] == "reverse"}
    lines = []
    for entry in reversed(entries):
        if entry.record["kind"] != "give":
            continue
        number = entry.number
        reversal = asked_back.get(number, 0)
        lines.append(
            {
                "number": number,
                "giver": names[entry.record["giver"]],
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
    totals = [
        {
            "name": names[balance.party],
            "given": spoken(sum(balance.given.values())),
            "received": spoken(sum(balance.received.values())),
        }
        for balance in ledger.balances()
    ]
    return {"lines": lines, "totals": totals, "head": ledger.head}


def spoken(minutes: int) -> str:
    """Minutes as a watch says them, in signs that every language shares: 90 is `1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours}\N{NO-BREAK SPACE}h"] * bool(hours) + [f"{rest}\N{NO-BREAK SPACE}min"] * bool(rest)
    return "\N{NO-BREAK SPACE}".join(said) or "0"


def ledger_lines(room: Cooperation) -> Iterator[str]:
    """The export that `tandem ledger verify` reads: header, records, end."""
    entries = entries_of(room)
    ledger = ledger_of(room, entries)
    for record in (ledger.header, *(entry.record for entry in entries), ledger.end()):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def rooms_with_hours() -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(ledger_entries__isnull=False).distinct()
