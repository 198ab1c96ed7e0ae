"""Keeping what people find wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.directory import queue
from tandem.directory.actions.queue import open_case
from tandem.directory.models import Case, Report
from tandem.journal.actions import record

#: Who reported what is forgotten a year after the decision; what was decided stays.
REPORTERS_KEPT = timedelta(days=365)


@transaction.atomic
def report_content(
    page: str,
    text: str,
    email: str = "",
    *,
    sort: str = Report.Sort.ERROR,
    name: str = "",
    good_faith: bool = False,
    language: str = "en",
    actor: Any,
    at: datetime,
) -> Report:
    """Keep what somebody found wrong on a page, put it before the stewards, and say at once that it came."""
    from tandem.directory.tasks import acknowledge_report, tell_of_report

    person = actor if actor.is_authenticated else None
    thing = queue.thing_on(page) if page else None
    report = Report.objects.create(
        page=page, text=text, email=email, sort=sort, name=name, good_faith=good_faith, language=language,
        person=person, at=at,
    )  # fmt: skip
    report.case = open_case(
        "report", None, organisation=thing.organisation if thing else None, page=page, actor=person, at=at
    )
    if thing:
        report.case.subject_kind, report.case.subject_id = thing.kind, thing.id
        report.case.save(update_fields=["subject_kind", "subject_id"])
    report.save(update_fields=["case"])
    record("report.made", report, actor=person, at=at, sort=sort)
    transaction.on_commit(lambda: tell_of_report.enqueue(report.pk))
    if email:
        transaction.on_commit(lambda: acknowledge_report.enqueue(report.pk))
    return report


def hide_reported(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """Have the room that owns the thing hide it."""
    if decision == "hide":
        record("content.hidden", case, actor=actor, at=at, kind=case.subject_kind, id=case.subject_id)


def restore_reported(case: Case, decision: str, actor: Any, at: datetime) -> None:
    """Have the room that owns the thing show it again."""
    if decision == "hide":
        record("content.restored", case, actor=actor, at=at, kind=case.subject_kind, id=case.subject_id)


@transaction.atomic
def forget_reporters(at: datetime) -> None:
    """Names and addresses of who reported are of no use a year after the decision."""
    old = Report.objects.filter(case__state=Case.State.DECIDED, case__decided_at__lt=at - REPORTERS_KEPT)
    old.exclude(name="", email="", person=None).update(name="", email="", person=None)
