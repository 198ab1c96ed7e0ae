"""What all sides say at the end, sealed until all have; and what still runs months later."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.room import Cooperation, Party


class EvaluationRound(models.Model):
    """One evaluation by all sides: it begins with the phase, and is sealed until `opened`."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="evaluation_rounds")
    number = models.PositiveSmallIntegerField()
    began = models.DateTimeField()
    opened = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "number"], name="evaluation_rounds_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cooperation} {self.number}"


class Evaluation(models.Model):
    """What one side answered, on a version of the grid (`content/evaluation`); `late`: it could read the others."""

    round = models.ForeignKey(EvaluationRound, on_delete=models.CASCADE, related_name="evaluations")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    grid = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    late = models.BooleanField(default=False)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["party__side", "party"]
        constraints = [models.UniqueConstraint(fields=["round", "party"], name="each_party_evaluates_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.party}"


class FollowUp(models.Model):
    """The question, some months after the room was closed, of what still runs."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    asked = models.DateTimeField()

    class Meta:
        ordering = ["months"]
        constraints = [models.UniqueConstraint(fields=["cooperation", "months"], name="followed_up_once")]

    def __str__(self) -> str:
        return f"{self.cooperation} {self.months}"


class FollowUpAnswer(models.Model):
    """What one side says still runs, and who maintains it."""

    class Runs(models.TextChoices):
        ALL = "all", _("Everything still runs")
        PART = "part", _("A part still runs")
        NOTHING = "nothing", _("Nothing runs any more")

    class Maintains(models.TextChoices):
        ALONE = "alone", _("The organisation, alone")
        WITH_HELP = "with-help", _("The organisation, with help")
        OTHER = "other", _("The other side")
        SOMEBODY = "somebody", _("Somebody else")
        NOBODY = "nobody", _("Nobody")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    runs = models.CharField(max_length=8, choices=Runs.choices)
    maintains = models.CharField(max_length=10, choices=Maintains.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["party__side", "party"]
        constraints = [models.UniqueConstraint(fields=["follow_up", "party"], name="each_party_follows_up_once")]

    def __str__(self) -> str:
        return self.runs
