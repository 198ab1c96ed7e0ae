"""The queue of stewards: opening a case, deciding with a reason, undoing, contesting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from tandem.directory import permissions, queue, tasks
from tandem.directory.models import Act, Case, Organisation
from tandem.journal.actions import record
from tandem.ui.access import require


@transaction.atomic
def open_case(
    kind: str,
    subject: models.Model | None,
    *,
    organisation: Organisation | None = None,
    person: Any = None,
    page: str = "",
    actor: Any,
    at: datetime,
) -> Case:
    """Put something before the stewards: `kind` is registered in `directory.queue`, `person` asked for it,
    `organisation` is the one whose owners hear of the decision."""
    require(permissions.may_open_case(actor, at))
    case = Case.objects.create(
        kind=kind,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        organisation=organisation,
        person=person,
        page=page,
        opened=at,
        due=at + queue.kind(kind).lasts,
    )
    record("case.opened", case, actor=actor, at=at, kind=kind)
    return case


@transaction.atomic
def decide(case: Case, decision: str, reason: str, ground: str = "", *, actor: Any, at: datetime) -> Case:
    """Decide a case that waits. A contested one is decided anew: the former effect is taken back when the decision
    is another one."""
    require(permissions.can_steward(actor))
    return settle(case, decision, reason, ground, actor=actor, at=at)


@transaction.atomic
def settle(case: Case, decision: str, reason: str, ground: str = "", *, actor: Any, at: datetime) -> Case:
    """What `decide` does, without asking whether the actor is a steward: for proofs that speak for themselves."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != Case.State.WAITING:
        return case
    kind = queue.kind(case.kind)
    choice = kind.choice(decision)
    if case.in_force != decision:
        if case.in_force:
            kind.take_back(case, case.in_force, actor, at)
        kind.apply(case, decision, actor, at)
    case.state, case.decision, case.in_force = Case.State.DECIDED, decision, decision
    case.reason, case.ground, case.decided_by, case.decided_at = reason, ground, actor, at
    case.save()
    Act.objects.create(at=at, person=actor, what=Act.What.DECIDED, case=case, decision=decision, reason=reason)
    record("case.decided", case, actor=actor, at=at, kind=case.kind, decision=decision)
    if choice.tells:
        transaction.on_commit(lambda: tasks.tell_of_decision.enqueue(case.pk))
    return case


@transaction.atomic
def undo(case: Case, reason: str, *, actor: Any, at: datetime) -> Case:
    """Take a decision back with its effect; the case waits again. Undoing twice changes nothing."""
    require(permissions.can_steward(actor))
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != Case.State.DECIDED:
        return case
    kind = queue.kind(case.kind)
    tells = kind.choice(case.decision).tells
    kind.take_back(case, case.in_force, actor, at)
    undone = case.decision
    case.state, case.decision, case.in_force, case.reason = Case.State.WAITING, "", "", reason
    case.decided_at, case.decided_by, case.due = None, None, at + kind.lasts
    case.save()
    Act.objects.create(at=at, person=actor, what=Act.What.UNDONE, case=case, decision=undone, reason=reason)
    record("case.undone", case, actor=actor, at=at, kind=case.kind, decision=undone)
    if tells:
        transaction.on_commit(lambda: tasks.tell_of_decision.enqueue(case.pk))
    return case


@transaction.atomic
def contest(case: Case, text: str, *, actor: Any, at: datetime) -> Case:
    """Say why a decision is wrong: it waits again, and what it did holds until it is decided anew."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    require(permissions.can_contest(case, at))
    case.state, case.contested, case.due = Case.State.WAITING, text, at + queue.kind(case.kind).lasts
    case.save(update_fields=["state", "contested", "due"])
    Act.objects.create(at=at, person=actor, what=Act.What.CONTESTED, case=case, decision=case.decision)
    record("case.contested", case, actor=actor, at=at, kind=case.kind)
    return case
