"""Hours given: written down by one side, confirmed by the other, never edited."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.cooperation import queries
from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import Cooperation, LedgerEntry, Party
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.ledger import Confirm, Give, MarkSilent, Reverse
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

#: The same time again within this long is a double click.
SAME_CLICK = timedelta(minutes=1)


@transaction.atomic
def give_hours(
    room: Cooperation,
    party: Party,
    giver_side: str,
    minutes: int,
    day: date,
    what: str,
    *,
    receiver_side: str = "",
    actor: Any,
    at: datetime,
) -> Decision:
    """Write down a time that one side gave and another received: of two, the other one need not be named.

    The same person writing the same words, minutes and day again within a minute (a double click) changes nothing.
    """
    room = locked(room)
    if room.phase == room.lifecycle.states[-1].id:
        return refused(gettext_noop("The room is closed: hours are written down before."))
    sides = {one.side: queries.account(one) for one in room.parties.all()}
    others = [side for side in sides if side != giver_side]
    receiver = receiver_side or (others[0] if len(others) == 1 else "")
    if giver_side not in sides or receiver not in others:
        return refused(gettext_noop("Say who gave this time and who received it."))
    act = Give(
        queries.whole_second(at),
        queries.account(party),
        sides[giver_side],
        sides[receiver],
        minutes,
        day,
        f"person-{actor.pk}",
    )
    last = room.ledger_entries.last()
    same = {
        "kind": "give",
        "giver": act.giver,
        "receiver": act.receiver,
        "minutes": minutes,
        "day": day.isoformat(),
        "person": act.person,
    }
    again = last is not None and last.what == what and same.items() <= last.record.items()
    if last and again and act.at - datetime.fromisoformat(last.record["at"]) < SAME_CLICK:
        return ALLOWED
    return _record(room, act, queries.books_of(room)[-1], actor=actor, at=at, what=what)


@transaction.atomic
def confirm_hours(room: Cooperation, party: Party, number: int, book: int = 1, *, actor: Any, at: datetime) -> Decision:
    """Agree to a time that the other side wrote down, or to its taking back."""
    room = locked(room)
    return _record(room, Confirm(queries.whole_second(at), queries.account(party), number), book, actor=actor, at=at)


@transaction.atomic
def take_hours_back(
    room: Cooperation, party: Party, number: int, book: int = 1, *, actor: Any, at: datetime
) -> Decision:
    """A reversing entry: at once for a time that is not confirmed, else once the other side agrees."""
    room = locked(room)
    return _record(room, Reverse(queries.whole_second(at), queries.account(party), number), book, actor=actor, at=at)


def mark_silent_hours(at: datetime) -> None:
    """Mark the times that nobody answered for 14 days."""
    for one in queries.rooms_with_hours():
        with transaction.atomic():
            room = locked(one)
            for entry in queries.entries_of(room):
                _record(room, MarkSilent(queries.whole_second(at), entry.number), entry.book, actor=None, at=at)


def _record(
    room: Cooperation,
    act: Give | Confirm | MarkSilent | Reverse,
    book: int,
    *,
    actor: Any,
    at: datetime,
    what: str = "",
) -> Decision:
    if book not in queries.books_of(room):
        return refused(gettext_noop("This time does not stand in the room."))
    ledger = queries.ledger_of(room, queries.entries_of(room), book)
    decision = ledger.decide(act)
    if decision.allowed:
        sealed = ledger.record(act)
        number = sealed["number"]
        LedgerEntry.objects.create(cooperation=room, book=book, number=number, record=sealed, what=what, person=actor)
        record("cooperation.hours", room, actor=actor, at=at, book=book, number=number, kind=sealed["kind"])
    return decision
