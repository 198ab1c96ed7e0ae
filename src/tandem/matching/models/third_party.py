"""Two parties whom a supporter proposes to each other."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tandem.matching.models.introductions import Introduction, Side
from tandem.matching.models.postings import Need, Offer, new_reference

OPEN_PAIR_STATES = ("proposed", "need_agreed", "offer_agreed")


class ThirdPartyProposal(models.Model):
    """Somebody of an intermediary organisation says why these two should meet. States and steps are
    `domain.lifecycle.THIRD_PARTY`; `introduction` is what came of it when both said yes."""

    reference = models.CharField(max_length=60, unique=True, default=new_reference)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="third_party_proposals")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="third_party_proposals")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    supporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField()
    state = models.CharField(max_length=20, default="proposed")
    created = models.DateTimeField()
    since = models.DateTimeField()
    introduction = models.OneToOneField(
        Introduction, null=True, on_delete=models.SET_NULL, related_name="third_party_proposal"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "offer"], condition=Q(state__in=OPEN_PAIR_STATES), name="one_open_proposal_per_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ThirdPartyAnswer(models.Model):
    """What one side said. `mediator`: with a yes, whether the supporter should stay in the conversation."""

    proposal = models.ForeignKey(ThirdPartyProposal, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=5, choices=Side.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    agrees = models.BooleanField()
    mediator = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal} {self.side}"


class PairReminder(models.Model):
    """That a side which had not answered a supporter's proposal was reminded; each side has its first and second."""

    proposal = models.ForeignKey(ThirdPartyProposal, on_delete=models.CASCADE, related_name="reminders")
    side = models.CharField(max_length=5, choices=Side.choices)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "side", "number"], name="each_pair_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.side} {self.number}"
