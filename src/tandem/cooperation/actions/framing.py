"""Framing: each side's words, then the common goal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation.actions.rooms import fresh, locked, pass_the_ball
from tandem.cooperation.models import CommonGoal, Cooperation, Framing, GoalAgreement, Party
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

FIELDS = ("wording", "gain", "brings", "fears", "failure")
_ONLY_FRAMING = gettext_noop("The framing is written in the phase “framing”. Go back there to change it.")
_STALE = gettext_noop(
    "Somebody changed this while you were writing. Their words are below: keep what you need of both."
)


@transaction.atomic
def write_framing(
    room: Cooperation, party: Party, values: dict[str, str], seen: int, *, actor: Any, at: datetime
) -> Decision:
    """One side's words. `seen` is the version on the page, 0 for none: a newer one is not overwritten.

    When words change after the common goal was agreed, the other side is asked again.
    """
    room = locked(room)
    if room.phase != "framing":
        return refused(_ONLY_FRAMING)
    kept = Framing.objects.filter(party=party).first()
    if kept and all(getattr(kept, name) == values[name] for name in FIELDS):
        return ALLOWED
    if seen != (kept.version if kept else 0):
        return refused(_STALE)
    version = seen + 1
    Framing.objects.update_or_create(
        party=party, defaults={**values, "version": version, "changed": at, "person": actor}
    )
    GoalAgreement.objects.filter(party__cooperation=room).exclude(party=party).delete()
    record("cooperation.framed", room, actor=actor, at=at, side=party.side, version=version)
    pass_the_ball(room, at)
    return ALLOWED


@transaction.atomic
def write_goal(room: Cooperation, party: Party, text: str, seen: int, *, actor: Any, at: datetime) -> Decision:
    """The common goal in new words: who writes them agrees, the other side is asked."""
    room = locked(room)
    if room.phase != "framing":
        return refused(_ONLY_FRAMING)
    if any(not hasattr(one, "framing") for one in room.parties.all()):
        return refused(gettext_noop("First each side writes its own words, then you write the common goal."))
    kept = CommonGoal.objects.filter(cooperation=room).first()
    if kept and kept.text == text:
        return agree_to_goal(room, party, kept.version, actor=actor, at=at)
    if seen != (kept.version if kept else 0):
        return refused(_STALE)
    CommonGoal.objects.update_or_create(
        cooperation=room, defaults={"text": text, "version": seen + 1, "changed": at, "party": party}
    )
    GoalAgreement.objects.filter(party__cooperation=room).delete()
    GoalAgreement.objects.create(party=party, at=at, person=actor)
    record("cooperation.goal_written", room, actor=actor, at=at, side=party.side, version=seen + 1)
    pass_the_ball(room, at)
    return ALLOWED


@transaction.atomic
def agree_to_goal(room: Cooperation, party: Party, seen: int, *, actor: Any, at: datetime) -> Decision:
    """Stand behind the common goal as one read it. Agreeing twice changes nothing."""
    room = locked(room)
    if room.phase != "framing":
        return refused(_ONLY_FRAMING)
    if not hasattr(room, "goal") or room.goal.version != seen:
        return refused(gettext_noop("The common goal has changed meanwhile. Please read it again."))
    _, created = GoalAgreement.objects.get_or_create(party=party, defaults={"at": at, "person": actor})
    if created:
        record("cooperation.goal_agreed", room, actor=actor, at=at, side=party.side, version=seen)
        pass_the_ball(fresh(room), at)
    return ALLOWED
