"""The plan of an organisation."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from tandem.diagnosis import queries
from tandem.diagnosis.models import Diagnosis, PlanFollowUp, PlanStep
from tandem.directory import queries as directory
from tandem.journal.actions import record
from tandem.ui import mail

#: A step that nobody touched for this long is asked about, and no organisation is asked more often.
QUIET = timedelta(days=30)


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


@transaction.atomic
def follow_up(at: datetime) -> None:
    """Ask how the steps under way or blocked go that nobody touched for a month; a finished plan is left alone."""
    quiet: dict[Any, list[PlanStep]] = defaultdict(list)
    for step in queries.quiet_steps(at - QUIET):
        quiet[step.organisation].append(step)
    for organisation, steps in quiet.items():
        PlanFollowUp.objects.get_or_create(organisation=organisation)
        kept = PlanFollowUp.objects.select_for_update().get(organisation=organisation)
        if kept.stopped or (kept.asked is not None and at - kept.asked < QUIET):
            continue
        kept.asked = at
        kept.save(update_fields=["asked"])
        record("plan.followed_up", kept, actor=None, at=at, organisation=organisation.pk)
        for person, theirs in _who_is_asked(organisation, steps).items():
            _ask(person, organisation, theirs)


@transaction.atomic
def stop_follow_up(organisation: Any, stopped: bool, *, actor: Any, at: datetime) -> None:
    """No more such e-mails for this organisation, or again."""
    kept, _created = PlanFollowUp.objects.get_or_create(organisation=organisation)
    if kept.stopped != stopped:
        kept.stopped = stopped
        kept.save(update_fields=["stopped"])
        name = "plan.follow_up_stopped" if stopped else "plan.follow_up_wanted"
        record(name, kept, actor=actor, at=at, organisation=organisation.pk)


def _who_is_asked(organisation: Any, steps: list[PlanStep]) -> dict[Any, list[PlanStep]]:
    """Each step is asked of the member who touched it last; when they have left, of the owners."""
    members = {membership.person_id for membership in directory.members(organisation)}
    asked: dict[Any, list[PlanStep]] = defaultdict(list)
    for step in steps:
        people = [step.by] if step.by_id in members else directory.owners(organisation)
        for person in people:
            asked[person].append(step)
    return asked


def _ask(person: Any, organisation: Any, steps: list[PlanStep]) -> None:
    with translation.override(person.language):
        stop = settings.ADDRESS + reverse("plan_stop", args=[queries.stop_token(organisation)])
    mail.send(
        person,
        "diagnosis/mail/plan.txt",
        "plan",
        organisation.slug,
        essential=False,
        organisation=organisation,
        steps=[queries.title_of(step, person.language) for step in steps],
        stop_these=stop,
    )
