"""Inviting the best five in one act, then the next five, until enough have accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.journal.actions import record
from tandem.matching import permissions, queries, tasks
from tandem.matching.actions.introductions import end_round, propose, take_step
from tandem.matching.models import Need, Posting, Round, Side


@transaction.atomic
def begin_round(
    need: Need, note: str, *, wanted: int = 1, goes_on: bool = False, actor: Any, at: datetime
) -> Round | None:
    """Invite the best five offers in the same words. The round that is open already when there is one: a double
    click invites once. None when nobody is left to invite."""
    need = Need.objects.select_for_update().get(pk=need.pk)
    under_way = queries.open_round(need)
    if under_way or need.state != Posting.State.PUBLISHED or not queries.next_wave(need):
        return under_way
    begun = Round.objects.create(need=need, note=note, wanted=wanted, goes_on=goes_on, person=actor, opened=at)
    record("round.begun", begun, actor=actor, at=at, need=need.pk, wanted=wanted)
    _invite(begun, actor=actor, at=at)
    return begun


@transaction.atomic
def invite_next(round_: Round, after: int, *, actor: Any, at: datetime) -> int:
    """Invite the next five and return how many were; `after` is how many waves the page showed, so that a double
    click or a stale page invites nobody twice."""
    current = Round.objects.select_for_update().get(pk=round_.pk)
    if current.ended or current.waves != after or current.need.state != Posting.State.PUBLISHED:
        return 0
    return _invite(current, actor=actor, at=at)


def _invite(current: Round, *, actor: Any, at: datetime) -> int:
    wave = queries.next_wave(current.need)
    if not wave:
        if not queries.is_waiting(current):
            end_round(current, Round.Because.NOBODY_LEFT, actor=actor, at=at)
            transaction.on_commit(lambda: tasks.tell_that_nobody_is_left.enqueue(current.pk))
        return 0
    current.waves += 1
    current.save(update_fields=["waves"])
    # In one order for everybody: each proposal keeps its offer from changing until all are written.
    made = [
        propose(current.need, offer, Side.NEED, current.note, actor=actor or current.person, at=at, invited_by=current)
        for offer in sorted(wave, key=lambda offer: offer.pk)
    ]
    sent = sum(one is not None for one in made)
    record("round.went_on", current, actor=actor, at=at, need=current.need_id, wave=current.waves, invited=sent)
    return sent


@transaction.atomic
def stop_round(round_: Round, *, actor: Any, at: datetime) -> None:
    """End it and withdraw what is still open. Stopping twice changes nothing."""
    current = Round.objects.select_for_update().get(pk=round_.pk)
    if current.ended:
        return
    for introduction in queries.waiting_in(current):
        take_step(introduction, "withdraw", Side.NEED, "", actor=actor, at=at)
    end_round(current, Round.Because.STOPPED, actor=actor, at=at)


def go_on_with_rounds(at: datetime) -> None:
    """Invite the next five where all of the last have refused or stayed silent and the owner chose so. Run as
    often as one likes."""
    for current in queries.rounds_that_go_on():
        may = current.person and permissions.can_invite(current.person, current.need)
        if current.need.state != Posting.State.PUBLISHED or not may:
            stop_round(current, actor=None, at=at)
        elif queries.standing_of(current) == "invite":
            invite_next(current, current.waves, actor=None, at=at)
