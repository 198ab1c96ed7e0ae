"""Who accompanies the room: the monthly check-in, help asked from the intermediary, a mediator."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.room import Cooperation, Party


class CheckInRound(models.Model):
    """That all sides were asked how it goes, once for each month (its first day)."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="check_in_rounds")
    month = models.DateField()
    asked = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperation", "month"], name="asked_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class CheckIn(models.Model):
    """How it goes for one side, in one month: a colour and a sentence, read by all."""

    class Mood(models.TextChoices):
        WELL = "well", _("Going well")
        WORRIED = "worried", _("We are worried")
        BLOCKED = "blocked", _("We are blocked")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="check_ins")
    month = models.DateField()
    mood = models.CharField(max_length=8, choices=Mood.choices)
    sentence = models.CharField(max_length=300)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-month", "party"]
        constraints = [models.UniqueConstraint(fields=["party", "month"], name="one_check_in_a_month")]

    def __str__(self) -> str:
        return self.mood


class HelpRequest(models.Model):
    """Words of one side to the intermediary, who sees these words and nothing else of the room."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="help_requests")
    text = models.TextField()
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Mediation(models.Model):
    """A supporter sits in: from the moment (`began`) when every party agreed, until one of them ends it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="mediations")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    proposed = models.DateTimeField()
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["proposed", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation"], condition=Q(ended=None), name="one_mediator_at_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class MediationConsent(models.Model):
    """A party wants this mediator."""

    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mediation", "party"], name="each_party_consents_once")]

    def __str__(self) -> str:
        return str(self.party)
