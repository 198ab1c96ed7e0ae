"""What happened, in order, for ever; and the clock of periodic jobs."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One thing that happened. Ids, states and times only: names and texts stay in the rows of their room."""

    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.subject_kind} {self.subject_id}"


class ClockJob(models.Model):
    """When a periodic job last ran. Its period stands in the code that registers it."""

    name = models.CharField(max_length=80, primary_key=True)
    last_run = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """What this database is for, said once at its birth: a demonstration never becomes a real place."""

    class Purpose(models.TextChoices):
        DEMONSTRATION = "demonstration"
        REAL = "real"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="only_one_installation", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return self.purpose
