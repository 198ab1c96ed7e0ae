"""Leading a diagnosis. One verb each, one transaction, one event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.diagnosis.models import Diagnosis
from tandem.journal.actions import record
from tandem.questionnaires import actions as questionnaires

#: A diagnosis without an account is forgotten after this long without an answer.
KEPT = timedelta(days=30)


@transaction.atomic
def begin(kind: str, version: str, question: str, choice: str, *, actor: Any, at: datetime) -> Diagnosis:
    """A diagnosis from its first answer. `actor` is None while nobody has signed in."""
    filling = questionnaires.begin(kind, version, at=at)
    diagnosis = Diagnosis.objects.create(kind=kind, filling=filling, author=actor, started=at, changed=at)
    questionnaires.answer(filling, question, choice, actor=actor, at=at)
    record("diagnosis.begun", diagnosis, actor=actor, at=at)
    return diagnosis


@transaction.atomic
def answer(diagnosis: Diagnosis, question: str, choice: str, *, actor: Any, at: datetime, through: str = "") -> Any:
    """One answer, saved; the row itself says who gave it, when, and through whom when on behalf of others."""
    given = questionnaires.answer(diagnosis.filling, question, choice, actor=actor, at=at, through=through)
    Diagnosis.objects.filter(pk=diagnosis.pk).update(changed=at)
    return given


@transaction.atomic
def adopt(diagnosis: Diagnosis, *, actor: Any, at: datetime) -> Diagnosis:
    """A diagnosis begun without an account becomes that of the person who just signed in."""
    if diagnosis.author_id is None and diagnosis.organisation_id is None:
        diagnosis.author = actor
        diagnosis.save(update_fields=["author"])
        record("diagnosis.adopted", diagnosis, actor=actor, at=at)
    return diagnosis


@transaction.atomic
def keep(diagnosis: Diagnosis, organisation: Any, *, actor: Any, at: datetime) -> Diagnosis:
    """Say which organisation it is about: its members see it from now on."""
    if diagnosis.organisation_id is None:
        diagnosis.organisation, diagnosis.author = organisation, diagnosis.author or actor
        diagnosis.save(update_fields=["organisation", "author"])
        record("diagnosis.kept", diagnosis, actor=actor, at=at, organisation=organisation.pk)
    return diagnosis


@transaction.atomic
def discard(diagnosis: Diagnosis, *, actor: Any, at: datetime) -> None:
    """Delete a diagnosis and its answers for good; the steps on the plan stay."""
    record("diagnosis.discarded", diagnosis, actor=actor, at=at)
    reading = diagnosis.reading
    questionnaires.forget(diagnosis.filling)
    if reading is not None:
        questionnaires.forget(reading)


@transaction.atomic
def forget_old(at: datetime) -> None:
    """Delete the diagnoses that nobody with an account began and nobody touched for a month."""
    old = Diagnosis.objects.filter(author=None, organisation=None, changed__lt=at - KEPT)
    for diagnosis in old.select_related("filling").iterator():
        record("diagnosis.forgotten", diagnosis, actor=None, at=at)
        questionnaires.forget(diagnosis.filling)
