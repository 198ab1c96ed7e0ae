"""Writing answers (the room that asks records the event and says who may) and, for stewards, editing content."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tandem.domain.errors import BadInput
from tandem.domain.maturity import ranks_of
from tandem.domain.messages import Message, gettext_noop
from tandem.journal.actions import record
from tandem.questionnaires import editions, queries
from tandem.questionnaires.editing import Kind, Record
from tandem.questionnaires.models import Answer, Edition, Filling
from tandem.questionnaires.permissions import can_edit_content


def begin(questionnaire: str, version: str, *, at: datetime) -> Filling:
    """An empty set of answers to this version."""
    return Filling.objects.create(questionnaire=questionnaire, version=version, started=at)


@transaction.atomic
def answer(filling: Filling, question: str, choice: str, *, actor: Any, at: datetime, through: str = "") -> Answer:
    """Keep an answer. The same answer again changes nothing. `BadInput` when the version has no such choice."""
    ranks_of(queries.content_of(filling).questionnaire, [{question: choice}])
    Filling.objects.select_for_update().get(pk=filling.pk)
    last = filling.answers.filter(question=question).last()
    if last is not None and last.choice == choice:
        return last
    return filling.answers.create(question=question, choice=choice, by=actor, at=at, through=through)


def forget(filling: Filling) -> None:
    """Delete a set of answers, and whatever stands on it."""
    filling.delete()


@transaction.atomic
def edit(kind: Kind, entry: str, content: Record, *, after: int, actor: Any, at: datetime, reason: str) -> Edition:
    """Write a new version of an entry over version `after` (0: as it ships), or a new entry.

    Everything is read again with it: `BadInput` names a missing translation, a question that can never show, a rule
    that can never fire, a circle, an id that nothing has; and says when somebody wrote another version meanwhile.
    """
    kind.check({**editions.edited(kind.name, kind.base()), entry: content})
    return _write(kind, entry, content, after=after, actor=actor, at=at, reason=reason)


@transaction.atomic
def take_up(kind: Kind, entry: str, number: int, *, after: int, actor: Any, at: datetime, reason: str) -> Edition:
    """Let an older version count again; 0 is what ships. Checked like any other version."""
    content = None
    if number:
        content = Edition.objects.get(kind=kind.name, base=kind.base(), entry=entry, number=number).content
    edited: dict[str, Record] = editions.edited(kind.name, kind.base())
    edited.pop(entry, None)
    kind.check(edited if content is None else {**edited, entry: content})
    return _write(kind, entry, content, after=after, actor=actor, at=at, reason=reason)


def _write(
    kind: Kind, entry: str, content: Record | None, *, after: int, actor: Any, at: datetime, reason: str
) -> Edition:
    decision = can_edit_content(actor)
    if not decision.allowed:
        raise BadInput(decision.reason or Message(""))
    rows = Edition.objects.filter(kind=kind.name, base=kind.base(), entry=entry)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    if last != after:
        text = gettext_noop("somebody wrote another version meanwhile: read it, then write yours")
        raise BadInput(Message(text))
    edition = Edition.objects.create(
        kind=kind.name,
        base=kind.base(),
        entry=entry,
        number=last + 1,
        content=content,
        reason=reason,
        author=actor,
        at=at,
    )
    record("content.edited", edition, actor=actor, at=at, kind=kind.name, entry=entry, number=edition.number)
    editions.forget()
    transaction.on_commit(editions.forget)
    return edition
