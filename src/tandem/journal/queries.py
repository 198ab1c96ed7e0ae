"""Reading the journal."""

from django.db import models
from django.db.models import QuerySet

from tandem.journal.models import Event


def history(subject: models.Model) -> QuerySet[Event]:
    """All that happened to `subject`, oldest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))
