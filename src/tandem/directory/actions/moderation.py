"""Hiding and showing records; blocking; telling everybody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tandem.directory import notices, permissions, search, tasks
from tandem.directory.models import Act, Announcement, Block, Case, Organisation, Solution, State
from tandem.journal.actions import record
from tandem.ui.access import require

KINDS: dict[str, type[Organisation | Solution]] = {
    "directory.organisation": Organisation,
    "directory.solution": Solution,
}


def hide(kind: str, key: str) -> None:
    """Hide a record of the directory, a closed one too; other kinds belong to other rooms."""
    _set_state(kind, key, State.HIDDEN)


def show(kind: str, key: str, *, undone: Case | None = None) -> None:
    """Show a record, unless something else still hides it: another decision than `undone`, or a block. An organisation
    that its owners closed shows that it is closed."""
    if _still_hidden(kind, key, undone):
        return
    closed = kind == "directory.organisation" and Organisation.objects.filter(pk=key, closed_at__isnull=False).exists()
    _set_state(kind, key, State.CLOSED if closed else State.PUBLISHED)


def _still_hidden(kind: str, key: str, undone: Case | None) -> bool:
    decided = Case.objects.filter(subject_kind=kind, subject_id=key, in_force="hide")
    if decided.exclude(pk=undone.pk if undone else None).exists():
        return True
    blocked = permissions.blocks_in_force(timezone.localdate()).filter(scope=Block.Scope.PLACE)
    return kind == "directory.organisation" and blocked.filter(organisation=key).exists()


def _set_state(kind: str, key: str, state: str) -> None:
    """A record that went into another one stays there."""
    model = KINDS.get(kind)
    if model and model.objects.filter(pk=key).exclude(state=State.MERGED).update(state=state):
        search.changed(kind.partition(".")[2], [key])


def on_hidden(event: Any) -> None:
    hide(event.data["kind"], event.data["id"])


def on_restored(event: Any) -> None:
    show(event.data["kind"], event.data["id"], undone=Case.objects.filter(pk=event.subject_id).first())


def apply_to_new(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """What was looked at is shown, or hidden."""
    if decision == "show":
        show(case.subject_kind, case.subject_id, undone=case)
    else:
        hide(case.subject_kind, case.subject_id)


def take_back_new(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """As before the decision: a new organisation is shown until somebody hides it, a proposed solution is not."""
    if case.kind == "solution":
        _set_state(case.subject_kind, case.subject_id, State.PROPOSED)
    else:
        show(case.subject_kind, case.subject_id, undone=case)


@transaction.atomic
def block(
    scope: str,
    reason: str,
    until: date,
    *,
    person: Any = None,
    organisation: Organisation | None = None,
    actor: Any,
    at: datetime,
) -> Block:
    """Keep a person or an organisation from contacting others, or out of the place, until that day."""
    require(permissions.can_steward(actor))
    made = Block.objects.create(
        person=person, organisation=organisation, scope=scope, reason=reason, until=until, at=at, by=actor
    )
    if organisation and scope == Block.Scope.PLACE:
        hide("directory.organisation", str(organisation.pk))
    about = organisation.name if organisation else str(person.pk)
    Act.objects.create(at=at, person=actor, what=Act.What.BLOCKED, about=about, reason=reason)
    record("block.made", made, actor=actor, at=at, scope=scope, until=until.isoformat())
    transaction.on_commit(lambda: tasks.tell_of_block.enqueue(made.pk))
    return made


@transaction.atomic
def lift_block(made: Block, *, actor: Any, at: datetime) -> Block:
    """End a block before its day; twice changes nothing."""
    require(permissions.can_steward(actor))
    made = Block.objects.select_for_update().get(pk=made.pk)
    if made.lifted_at is None:
        made.lifted_at = at
        made.save(update_fields=["lifted_at"])
        if made.organisation_id and made.scope == Block.Scope.PLACE:
            show("directory.organisation", str(made.organisation_id))
        about = made.organisation.name if made.organisation else str(made.person_id)
        Act.objects.create(at=at, person=actor, what=Act.What.UNBLOCKED, about=about)
        record("block.lifted", made, actor=actor, at=at)
        transaction.on_commit(lambda: tasks.tell_of_block.enqueue(made.pk))
    return made


@transaction.atomic
def end_blocks(at: datetime) -> None:
    """Organisations whose block has run out are shown again."""
    over = Block.objects.filter(
        lifted_at=None, until__lt=at.date(), scope=Block.Scope.PLACE, organisation__state=State.HIDDEN
    )
    for made in over:
        made.lifted_at = at
        made.save(update_fields=["lifted_at"])
        show("directory.organisation", str(made.organisation_id))
        record("block.ended", made, actor=None, at=at)


@transaction.atomic
def announce(text: dict[str, str], starts: datetime, ends: datetime, *, actor: Any, at: datetime) -> Announcement:
    """A notice on every page."""
    require(permissions.can_steward(actor))
    made = Announcement.objects.create(text=text, starts=starts, ends=ends, by=actor)
    Act.objects.create(at=at, person=actor, what=Act.What.ANNOUNCED, about=text.get("en", "")[:200])
    record("announcement.made", made, actor=actor, at=at)
    transaction.on_commit(notices.forget)
    return made


@transaction.atomic
def withdraw_announcement(made: Announcement, *, actor: Any, at: datetime) -> None:
    require(permissions.can_steward(actor))
    if Announcement.objects.filter(pk=made.pk, withdrawn_at=None).update(withdrawn_at=at):
        Act.objects.create(at=at, person=actor, what=Act.What.WITHDRAWN, about=made.text.get("en", "")[:200])
        record("announcement.withdrawn", made, actor=actor, at=at)
        transaction.on_commit(notices.forget)
