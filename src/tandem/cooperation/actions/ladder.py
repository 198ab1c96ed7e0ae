"""The next rung: proposed in a closed room, opened when every party wants it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import phases, tasks
from tandem.cooperation.actions.rooms import fresh, locked, move
from tandem.cooperation.models import (
    Cooperation,
    LevelRating,
    NextRung,
    Party,
    RungConsent,
    TransferLine,
    TransferPlan,
)
from tandem.domain import ladder
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.lifecycle import ROOM
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record


@transaction.atomic
def want_rung(room: Cooperation, party: Party, form: str, *, actor: Any, at: datetime) -> Decision:
    """Propose a form, or agree to the one proposed; another form asks everybody anew. All agreed: the room opens."""
    room = locked(room)
    if room.machine != ROOM.id or room.phase != "closed":
        return refused(gettext_noop("The next rung is proposed when this room is closed."))
    if ladder.rung(form) is None:
        return refused(gettext_noop("This form does not stand on the ladder. Choose another."))
    rung, _created = NextRung.objects.get_or_create(cooperation=room, defaults={"form": form, "at": at})
    if rung.opened_id:
        return ALLOWED if rung.form == form else refused(gettext_noop("The next room is open already."))
    if rung.form != form:
        NextRung.objects.filter(pk=rung.pk).update(form=form, at=at)
        rung.consents.all().delete()
        rung.form = form
    _consent, agreed = RungConsent.objects.get_or_create(rung=rung, party=party, defaults={"at": at, "person": actor})
    if agreed:
        record("cooperation.rung_wanted", room, actor=actor, at=at, side=party.side, form=form)
    if rung.consents.count() == room.parties.count():
        _open_next(room, rung, party, actor=actor, at=at)
    elif agreed:
        transaction.on_commit(lambda: tasks.tell_of_rung.enqueue(room.pk, party.pk))
    return ALLOWED


@transaction.atomic
def forget_rung(room: Cooperation, party: Party, *, actor: Any, at: datetime) -> Decision:
    """Say no to what is proposed, as long as the room is not open."""
    room = locked(room)
    gone, _ = NextRung.objects.filter(cooperation=room, opened=None).delete()
    if gone:
        record("cooperation.rung_refused", room, actor=actor, at=at, side=party.side)
    return ALLOWED


def _open_next(room: Cooperation, rung: NextRung, party: Party, *, actor: Any, at: datetime) -> None:
    """The next room starts at framing: the people know each other, levels reached are levels at the start."""
    place = Cooperation.objects.filter(introduction=room.introduction_id, machine=ROOM.id).count() + 1
    base = room.reference.partition("--")[0]
    opened = Cooperation.objects.create(
        reference=f"{base}--{place}",
        introduction=room.introduction,
        machine=ROOM.id,
        place=place,
        title=room.title,
        opened=at,
        phase=ROOM.initial.id,
        rules=phases.newest(),
        since=at,
        awaited=[one.side for one in room.parties.all()],
        awaited_since=at,
    )
    sides = {one.pk: _copied(one, opened) for one in room.parties.all()}
    NextRung.objects.filter(pk=rung.pk).update(opened=opened)
    record(
        "cooperation.opened",
        opened,
        actor=actor,
        at=at,
        introduction=room.introduction_id,
        machine=ROOM.id,
        before=room.pk,
        form=rung.form,
    )
    _levels_over(room, opened, sides, at)
    move(fresh(opened), "start_framing", sides[party.pk], actor=actor, at=at)


def _copied(party: Party, opened: Cooperation) -> Party:
    copy = Party.objects.get(pk=party.pk)
    copy.pk, copy.cooperation, copy.joined, copy.book = None, opened, None, 1
    copy._state.adding = True
    copy.save()
    return copy


def _levels_over(room: Cooperation, opened: Cooperation, sides: dict[int, Party], at: datetime) -> None:
    """The transfer plan goes on where it ended: each side's level at the end is its level at the start."""
    TransferPlan.objects.create(cooperation=opened)
    for line in room.transfer_lines.prefetch_related("ratings"):
        copy = TransferLine.objects.create(
            cooperation=opened,
            framework=line.framework,
            competence=line.competence,
            level_wanted=line.level_wanted,
            learners=line.learners,
            teachers=line.teachers,
            learning=[sides[one].pk for one in line.learning if one in sides],
            teaching=[sides[one].pk for one in line.teaching if one in sides],
        )
        seen: dict[int, dict[str, int]] = {}
        for rating in line.ratings.all():
            seen.setdefault(rating.party_id, {})[rating.moment] = rating.level
        for party, levels in seen.items():
            if party not in sides:  # it has left
                continue
            level = levels.get(LevelRating.Moment.END, levels.get(LevelRating.Moment.START))
            LevelRating.objects.create(
                line=copy, party=sides[party], moment=LevelRating.Moment.START, level=level, at=at
            )
