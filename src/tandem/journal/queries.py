"""Reading the journal."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max, QuerySet

from tandem.journal.models import ClockJob, Event


def history(subject: models.Model) -> QuerySet[Event]:
    """All that happened to `subject`, oldest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


def how_many(actor: Any, names: Collection[str], since: datetime) -> int:
    """How often `actor` did one of these since then."""
    return Event.objects.filter(actor=actor, name__in=names, at__gt=since).count()


def personal_data(person: Any) -> list[dict[str, Any]]:
    """What `person` did, oldest first."""
    return list(Event.objects.filter(actor=person).values("at", "name", "subject_kind", "subject_id", "data"))


def latest_job() -> datetime | None:
    """When a periodic job last ran: the heartbeat of the worker."""
    return ClockJob.objects.aggregate(last=Max("last_run"))["last"]
