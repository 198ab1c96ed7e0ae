"""The transfer plan: competences with their levels, and the four steps of autonomy."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.room import Cooperation, Party


class TransferPlan(models.Model):
    """What the cooperation hands over; `nothing` says openly that it hands nothing over, and `why`."""

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="transfer")
    nothing = models.BooleanField(default=False)
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.cooperation)


class TransferLine(models.Model):
    """One competence to hand over: the level wanted, who learns, who teaches, how.

    People stand in `learners` and `teachers`, a name per line; parties that learn or teach as a whole, by their keys,
    in `learning` and `teaching`.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="transfer_lines")
    framework = models.CharField(max_length=20)
    competence = models.CharField(max_length=200)
    level_wanted = models.PositiveSmallIntegerField(null=True)
    learners = models.TextField(blank=True)
    teachers = models.TextField(blank=True)
    how = models.TextField(blank=True)
    learning = models.JSONField(default=list)
    teaching = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "framework", "competence"], name="competence_once_per_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.competence}"


class LevelRating(models.Model):
    """How one party sees the level of the learners, at the start or at the end."""

    class Moment(models.TextChoices):
        START = "start"
        END = "end"

    line = models.ForeignKey(TransferLine, on_delete=models.CASCADE, related_name="ratings")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "party", "moment"], name="one_rating_per_party_and_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.moment} {self.level}"


class AutonomyStep(models.Model):
    """One of the four steps of autonomy, reached, with what shows it."""

    class Name(models.TextChoices):
        UNDERSTANDS = "understands", _("The organisation understands what is at stake")
        IN_HOUSE = "in-house", _("It has the skill in house")
        MAINTAINS = "maintains", _("It maintains the work alone")
        DEVELOPS = "develops", _("It develops the work further alone")

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="autonomy_steps")
    name = models.CharField(max_length=12, choices=Name.choices)
    evidence = models.TextField()
    at = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "name"], name="autonomy_step_once_per_room"),
        ]

    def __str__(self) -> str:
        return self.name
