"""What is said, done and given in the room: messages, decisions, the ledger of hours, milestones."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.company import Mediation
from tandem.cooperation.models.room import Cooperation, Party


class Note(models.Model):
    """A message to the others, or a decision that all want to find again; written for a party, or as mediator."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("a message")
        DECISION = "decision", _("a decision we took together")

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
    mediation = models.ForeignKey(Mediation, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, mediation=None) | Q(party=None, mediation__isnull=False),
                name="note_by_a_party_or_its_mediator",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def organisation(self) -> Any:
        return (self.party or self.mediation).organisation


class LedgerEntry(models.Model):
    """A sealed record of the room's `domain.ledger`, as it is exported. Never changed; it holds ids only.

    What was done, and by whom, stands beside it, so that erasing a person leaves the chain whole. A ledger names its
    parties once for all: who joins after the first hours begins the next `book`.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="ledger_entries")
    book = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveIntegerField()
    record = models.JSONField()
    what = models.TextField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["book", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "book", "number"], name="ledger_numbers_once_per_book"),
        ]

    def __str__(self) -> str:
        return f"{self.cooperation} {self.number}"


class Milestone(models.Model):
    """Something all want to have reached by a day; `reached` is the day when one side noted it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="milestones")
    text = models.CharField(max_length=200)
    due = models.DateField()
    reached = models.DateField(null=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "text", "due"], name="milestone_once_per_room"),
        ]

    def __str__(self) -> str:
        return self.text
