"""Introductions: what was proposed, what was done, who was reminded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.matching.models.postings import Need, Offer, new_reference

#: Those of `domain.lifecycle.INTRODUCTION` that are not an end.
OPEN_STATES = ("proposed", "question_asked", "answered")


class Side(models.TextChoices):
    NEED = "need", _("the organisation with the need")
    OFFER = "offer", _("the organisation with the offer")


#: The introductions that wait for an answer of the offer's side, or for its question to be answered.
OPEN_REQUESTS = Q(proposed_by=Side.NEED, state__in=OPEN_STATES)


class Round(models.Model):
    """Invitations to the best offers, five at a time and all in the same words, until `wanted` have accepted.

    `waves` counts how often five were invited; `goes_on`: the next five are invited without asking.
    """

    class Because(models.TextChoices):
        ENOUGH = "enough", _("enough have accepted")
        STOPPED = "stopped", _("you stopped it")
        NOBODY_LEFT = "nobody_left", _("nobody else fits")

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="rounds")
    note = models.TextField()
    wanted = models.PositiveSmallIntegerField(default=1)
    goes_on = models.BooleanField(default=False)
    waves = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opened = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    because = models.CharField(max_length=11, choices=Because.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need"], condition=Q(ended=None), name="one_open_round_per_need"),
            models.CheckConstraint(name="round_wants_one_to_five", condition=Q(wanted__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return f"{self.need} {self.opened:%Y-%m-%d}"


class Introduction(models.Model):
    """One side proposes to get to know the other. States and steps are `domain.lifecycle.INTRODUCTION`."""

    reference = models.CharField(max_length=60, unique=True, default=new_reference)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="introductions")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="introductions")
    proposed_by = models.CharField(max_length=5, choices=Side.choices)
    state = models.CharField(max_length=20, default="proposed")
    round = models.ForeignKey(Round, null=True, on_delete=models.SET_NULL, related_name="introductions")
    wave = models.PositiveSmallIntegerField(null=True)
    #: Who brought the two together and stays in the conversation, because both wished it.
    supporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "offer"], condition=Q(state__in=OPEN_STATES), name="one_open_introduction_per_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class IntroductionStep(models.Model):
    """What was done in an introduction, by whom, with their words. What Tandem does itself has no side."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    transition = models.CharField(max_length=20)
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.transition


class Reminder(models.Model):
    """That the side with the ball was reminded. `since` is the turn it was about: each has its first and second."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="reminders")
    since = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["introduction", "since", "number"], name="each_reminder_once_per_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.introduction} {self.number}"
