"""A supporter beside an organisation: invited to one diagnosis by an owner, or sitting in on all of them while it
accompanies the organisation (`directory`); with a reading of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.diagnosis.models import Diagnosis
from tandem.directory import queries as directory
from tandem.journal.actions import record
from tandem.questionnaires import actions as questionnaires
from tandem.ui import mail


@transaction.atomic
def invite_supporter(diagnosis: Diagnosis, intermediary: Any, *, actor: Any, at: datetime) -> Diagnosis:
    """Let an intermediary see this diagnosis, answer with the organisation, and give its own reading."""
    diagnosis = Diagnosis.objects.select_for_update(of=("self",)).get(pk=diagnosis.pk)
    if diagnosis.supporter_id == intermediary.pk:
        return diagnosis
    diagnosis.supporter, diagnosis.supported_since, diagnosis.consent_by = intermediary, at, actor
    diagnosis.save(update_fields=["supporter", "supported_since", "consent_by"])
    record("diagnosis.supporter_invited", diagnosis, actor=actor, at=at, organisation=intermediary.pk)
    for person in directory.owners(intermediary):
        mail.send(
            person,
            "diagnosis/mail/supporter_invited.txt",
            "diagnosis_result",
            diagnosis.kind,
            diagnosis.reference,
            essential=True,
            organisation=diagnosis.organisation,
            intermediary=intermediary,
        )
    return diagnosis


@transaction.atomic
def end_support(diagnosis: Diagnosis, *, actor: Any, at: datetime) -> Diagnosis:
    """From now on the intermediary sees nothing of it; what it said stays readable for the organisation."""
    diagnosis = Diagnosis.objects.select_for_update(of=("self",)).get(pk=diagnosis.pk)
    if diagnosis.supporter_id is not None:
        record("diagnosis.support_ended", diagnosis, actor=actor, at=at, organisation=diagnosis.supporter_id)
        diagnosis.supporter = None
        diagnosis.save(update_fields=["supporter"])
    return diagnosis


@transaction.atomic
def read_beside(diagnosis: Diagnosis, question: str, choice: str, *, supporter: Any, actor: Any, at: datetime) -> Any:
    """One answer of the supporter's own reading; that of the organisation stays as it is."""
    diagnosis = Diagnosis.objects.select_for_update(of=("self",)).get(pk=diagnosis.pk)
    if diagnosis.reading is None:
        filling = diagnosis.filling
        diagnosis.reading = questionnaires.begin(filling.questionnaire, filling.version, at=at)
        diagnosis.save(update_fields=["reading"])
        record("diagnosis.reading_begun", diagnosis, actor=actor, at=at, organisation=supporter.pk)
    return questionnaires.answer(diagnosis.reading, question, choice, actor=actor, at=at, through=str(supporter))
