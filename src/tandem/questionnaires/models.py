"""Answers to a version of a questionnaire, whose owner is said by the room that asks; and what stewards wrote over
the content that ships."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Filling(models.Model):
    """One set of answers; it keeps the version that it was begun with."""

    questionnaire = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    started = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.version}"


class Answer(models.Model):
    """What somebody answered. Nothing is overwritten: the newest answer to a question counts, and those
    before it stay readable, so that colleagues who answer at the same time lose nothing."""

    filling = models.ForeignKey(Filling, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=80)
    choice = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    through = models.CharField(max_length=200, blank=True)
    """The organisation for which somebody answered on behalf of another; empty when one answers for one's own."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"


class Edition(models.Model):
    """One version of an entry of content (a question, a term, a page …) that a steward wrote over what ships.

    `content` has the shape of the source file; None takes up again what ships. The highest number counts, and
    nothing is overwritten: to undo is to write an older version again. `base` is the shipped version of a
    questionnaire that the edition stands on.
    """

    kind = models.CharField(max_length=40)
    base = models.CharField(max_length=40, blank=True)
    entry = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    content: Any = models.JSONField(null=True)
    reason = models.CharField(_("why this change"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "base", "entry", "number"], name="one_edition_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry} {self.number}"
