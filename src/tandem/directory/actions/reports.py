"""Keeping what people find wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.directory.models import Report
from tandem.journal.actions import record


@transaction.atomic
def report_content(page: str, text: str, email: str = "", *, actor: Any, at: datetime) -> Report:
    """Keep what somebody found wrong on a page, and tell who runs this place."""
    from tandem.directory.tasks import tell_of_report

    person = actor if actor.is_authenticated else None
    report = Report.objects.create(page=page, text=text, email=email, person=person, at=at)
    record("report.made", report, actor=person, at=at)
    transaction.on_commit(lambda: tell_of_report.enqueue(report.pk))
    return report
