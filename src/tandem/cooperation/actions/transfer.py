"""The transfer plan: all write it alike, each rates levels for itself; a funder may stay out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import AutonomyStep, Cooperation, LevelRating, Party, TransferLine, TransferPlan
from tandem.domain import competences
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

_NOT_NOW = gettext_noop("The transfer plan is written from framing on, until the room is closed.")
_STALE = gettext_noop(
    "Somebody changed this while you were writing. Their words are below: keep what you need of both."
)
_OUTSIDE = gettext_noop("Your organisation stays out of the transfer. Take part in it again before you write here.")
LINE_FIELDS = ("level_wanted", "learners", "teachers", "how", "learning", "teaching")


def _refusal(room: Cooperation, party: Party) -> Decision | None:
    """Why this party cannot write the plan now, in the room as it is; None when it can."""
    if room.phase in ("meeting", "closed"):
        return refused(_NOT_NOW)
    writes = any(one.pk == party.pk and one.transfers for one in room.parties.all())
    return None if writes else refused(_OUTSIDE)


@transaction.atomic
def add_competence(
    room: Cooperation, party: Party, framework: str, competence: str, *, actor: Any, at: datetime
) -> Decision:
    """One competence more; adding it twice changes nothing. `BadInput` when there is no such competence."""
    competences.check(framework, competence)
    room = locked(room)
    if (refusal := _refusal(room, party)) is not None:
        return refusal
    line, created = TransferLine.objects.get_or_create(cooperation=room, framework=framework, competence=competence)
    if created:
        TransferPlan.objects.update_or_create(cooperation=room, defaults={"nothing": False, "why": ""})
        record("cooperation.competence_added", room, actor=actor, at=at, line=line.pk, side=party.side)
    return ALLOWED


@transaction.atomic
def remove_competence(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Take a competence out of the plan, as long as the room is framed."""
    room = locked(room)
    if (refusal := _refusal(room, party)) is not None:
        return refusal
    if room.phase != "framing":
        return refused(gettext_noop("A competence is taken out of the plan while you frame, not later."))
    removed, _ = TransferLine.objects.filter(cooperation=room, pk=pk).delete()
    if removed:
        record("cooperation.competence_removed", room, actor=actor, at=at, line=pk, side=party.side)
    return ALLOWED


@transaction.atomic
def write_line(
    line: TransferLine,
    party: Party,
    values: dict[str, Any],
    ratings: dict[str, int | None],
    seen: int,
    *,
    actor: Any,
    at: datetime,
) -> Decision:
    """Who learns, who teaches, how, for all; and the levels as this side sees them, by moment (None: not said).

    `BadInput` for a level that the competence does not have.
    """
    for level in (values["level_wanted"], *ratings.values()):
        competences.check(line.framework, line.competence, level)
    room = locked(line.cooperation)
    if (refusal := _refusal(room, party)) is not None:
        return refusal
    line = TransferLine.objects.get(pk=line.pk)
    changed = any(getattr(line, name) != values[name] for name in LINE_FIELDS)
    if changed and line.version != seen:
        return refused(_STALE)
    if changed:
        for name in LINE_FIELDS:
            setattr(line, name, values[name])
        line.version += 1
        line.save()
    for moment, level in ratings.items():
        _rate(line, party, moment, level, at)
    record(
        "cooperation.transfer_written", room, actor=actor, at=at, line=line.pk, side=party.side, version=line.version
    )
    return ALLOWED


def _rate(line: TransferLine, party: Party, moment: str, level: int | None, at: datetime) -> None:
    own = LevelRating.objects.filter(line=line, party=party, moment=moment)
    if level is None:
        own.delete()
    elif own.exclude(level=level).update(level=level, at=at) == 0 and not own.exists():
        LevelRating.objects.create(line=line, party=party, moment=moment, level=level, at=at)


@transaction.atomic
def hand_nothing_over(room: Cooperation, party: Party, why: str, *, actor: Any, at: datetime) -> Decision:
    """Say openly that this cooperation hands no skill over."""
    room = locked(room)
    if (refusal := _refusal(room, party)) is not None:
        return refusal
    if room.transfer_lines.exists():
        return refused(gettext_noop("The plan still names competences. Take them out first."))
    TransferPlan.objects.update_or_create(cooperation=room, defaults={"nothing": True, "why": why})
    record("cooperation.hands_nothing_over", room, actor=actor, at=at, side=party.side)
    return ALLOWED


@transaction.atomic
def reach_autonomy_step(
    room: Cooperation, party: Party, name: str, evidence: str, *, actor: Any, at: datetime
) -> Decision:
    """Note a step of autonomy with what shows it. The same step is noted once; all read who did."""
    room = locked(room)
    if (refusal := _refusal(room, party)) is not None:
        return refusal
    _, created = AutonomyStep.objects.get_or_create(
        cooperation=room, name=name, defaults={"evidence": evidence, "at": at, "party": party, "person": actor}
    )
    if not created:
        return refused(gettext_noop("This step has been noted already: read its evidence below."))
    record("cooperation.autonomy_step_reached", room, actor=actor, at=at, step=name, side=party.side)
    return ALLOWED
