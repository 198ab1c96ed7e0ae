"""The plan of an organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.diagnosis.models import Diagnosis, PlanStep
from tandem.journal.actions import record


@transaction.atomic
def plan(diagnosis: Diagnosis, recommendation: str, *, actor: Any, at: datetime) -> PlanStep:
    """Put a next step on the plan of the organisation; one that is there already stays as it is."""
    step, created = PlanStep.objects.get_or_create(
        organisation=diagnosis.organisation,
        questionnaire=diagnosis.kind,
        recommendation=recommendation,
        defaults={"version": diagnosis.filling.version, "by": actor, "changed": at},
    )
    if created:
        record("plan.step_added", step, actor=actor, at=at, organisation=step.organisation_id)
    return step


@transaction.atomic
def move(step: PlanStep, state: str, note: str, *, actor: Any, at: datetime) -> PlanStep:
    """Say how a step goes. Saying the same again changes nothing."""
    step = PlanStep.objects.select_for_update().get(pk=step.pk)
    if (step.state, step.note) != (state, note):
        step.state, step.note, step.by, step.changed = state, note, actor, at
        step.save(update_fields=["state", "note", "by", "changed"])
        record("plan.step_moved", step, actor=actor, at=at, organisation=step.organisation_id, state=state)
    return step
