"""What an installation adds to the frameworks that ship: ESCO's concepts, and the wording of its stewards.

The fixed frameworks are content (`content.py`) and have no rows.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Concept(models.Model):
    """A skill or a group of skills of ESCO. Known by its address; its names are `ConceptLabel`s."""

    uri = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    reuse = models.CharField(max_length=40, blank=True)
    broader = models.ManyToManyField("self", symmetrical=False, related_name="narrower", through="Broader")

    def __str__(self) -> str:
        return self.uri


class Broader(models.Model):
    """`concept` stands under `broader`."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")
    broader = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concept", "broader"], name="one_link_per_pair"),
            models.CheckConstraint(condition=~Q(concept=F("broader")), name="no_concept_under_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.concept_id} < {self.broader_id}"


class ConceptLabel(models.Model):
    """What a concept is called in one language. `stems` is what the search reads, derived from the names."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(max_length=5)
    label = models.CharField(max_length=500)
    alternatives = models.JSONField(default=list)
    description = models.TextField(blank=True)
    stems = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concept", "language"], name="one_label_per_language"),
        ]

    def __str__(self) -> str:
        return self.label


class EscoImport(models.Model):
    """When ESCO was loaded, from which files, and what that did."""

    at = models.DateTimeField()
    files: Any = models.JSONField()
    created_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()
    unchanged_count = models.PositiveIntegerField()
    refused_count = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {', '.join(self.files)}"


class Wording(models.Model):
    """One version of what a steward wrote: the whole text of an entry of the annex, or other names for a competence
    of a fixed framework. The highest number counts; older ones stay to be read and taken up again.
    """

    framework = models.CharField(max_length=20)
    competence = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    texts: Any = models.JSONField()
    reason = models.CharField(_("why this change"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["framework", "competence", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "competence", "number"], name="one_wording_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.competence} {self.number}"
