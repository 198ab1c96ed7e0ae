"""Records that may be one organisation, and those that were made one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tandem.directory.models.organisation import Organisation
from tandem.directory.models.queue import Case


class Twins(models.Model):
    """Two records that look like one organisation, with the evidence as sentences of the domain."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()
    reasons = models.JSONField(default=list)
    case = models.OneToOneField(Case, null=True, on_delete=models.CASCADE, related_name="twins")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_once"),
            models.CheckConstraint(name="twins_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}"


class Merge(models.Model):
    """One record went into another: which rows moved and which empty fields were filled, so that it can be undone."""

    kept = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    former_state = models.CharField(max_length=12)
    moved = models.JSONField(default=dict)
    filled = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
