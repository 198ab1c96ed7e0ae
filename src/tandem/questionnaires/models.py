"""Answers to a version of a questionnaire. Whose they are is said by the room that asks."""

from django.conf import settings
from django.db import models


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

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.choice}"
