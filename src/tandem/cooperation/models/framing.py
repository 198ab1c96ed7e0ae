"""What each party says of the need and of itself, and the goal of all."""

from django.conf import settings
from django.db import models

from tandem.cooperation.models.room import Cooperation, Party


class Framing(models.Model):
    """What one party says of the need and of itself. `version` counts its changes: a stale page is noticed."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="framing")
    wording = models.TextField()
    gain = models.TextField()
    brings = models.TextField()
    fears = models.TextField(blank=True)
    failure = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.party} ({self.version})"


class CommonGoal(models.Model):
    """The goal of all. Every change makes a new version, to be agreed again."""

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="goal")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.text


class GoalAgreement(models.Model):
    """A party stands behind the common goal as it is now; deleted when what it agreed to changes."""

    party = models.OneToOneField(Party, on_delete=models.CASCADE, related_name="goal_agreement")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return str(self.party)
