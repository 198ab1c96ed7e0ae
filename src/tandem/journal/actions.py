"""Writing to the journal."""

from datetime import datetime
from typing import Any

from django.db import models, transaction

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.journal import registry
from tandem.journal.models import ClockJob, Event, Installation


def record(name: str, subject: models.Model, *, actor: Any, at: datetime, **data: Any) -> Event:
    """Append an event and call those who listen to it, all in the caller's transaction.

    `data` holds ids, states and times only; a name or a free text belongs to a row of its room.
    """
    with transaction.atomic():
        event = Event.objects.create(
            at=at,
            name=name,
            actor=actor,
            subject_kind=subject._meta.label_lower,
            subject_id=str(subject.pk),
            data=data,
        )
        for handler in registry.handlers(name):
            handler(event)
    return event


def run_due_jobs(at: datetime) -> list[str]:
    """Run each periodic job whose time has come; return their names.

    The row is taken before the job runs: of two workers, one does it.
    """
    ran = []
    for job in registry.jobs():
        if _take(job, at):
            job.run(at)
            ran.append(job.name)
    return ran


def _take(job: registry.Job, at: datetime) -> bool:
    _, created = ClockJob.objects.get_or_create(name=job.name, defaults={"last_run": at})
    return created or bool(
        ClockJob.objects.filter(name=job.name, last_run__lte=at - job.every).update(last_run=at),
    )


def declare_purpose(*, demonstration: bool, at: datetime) -> None:
    """Say at its birth what this database is for; raise `BadInput` when it was born for something else."""
    wanted = Installation.Purpose.DEMONSTRATION if demonstration else Installation.Purpose.REAL
    installation, _ = Installation.objects.get_or_create(id=1, defaults={"purpose": wanted, "since": at})
    if installation.purpose == wanted:
        return
    if demonstration:
        raise BadInput(Message(gettext_noop("this database belongs to a real place: the demo leaves it alone")))
    raise BadInput(Message(gettext_noop("this database is a demonstration and can never become a real place")))
