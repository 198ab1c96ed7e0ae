"""A further party: proposed by one, wanted by all, then asked; it joins when it says yes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.room import Cooperation, Party, PartyRole


class PartyInvitation(models.Model):
    """An organisation that `party` would have in the room. It hears of it (`asked`) once every party wants it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for the other parties")
        ASKED = "asked", _("waits for its answer")
        JOINED = "joined", _("joined")
        DECLINED = "declined", _("said no")
        WITHDRAWN = "withdrawn", _("taken back")

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="party_invitations")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=PartyRole.choices)
    words = models.TextField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    proposed = models.DateTimeField()
    asked = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["proposed", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "organisation"],
                condition=Q(state__in=["proposed", "asked"]),
                name="one_open_invitation_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.state}"


class PartyConsent(models.Model):
    """A party wants this organisation in the room."""

    invitation = models.ForeignKey(PartyInvitation, on_delete=models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "party"], name="each_party_wants_another_once")]

    def __str__(self) -> str:
        return str(self.party)
