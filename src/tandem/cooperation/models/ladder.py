"""The next rung: the form with which a pair goes on after a closed room."""

from django.conf import settings
from django.db import models

from tandem.cooperation.models.room import Cooperation, Party


class NextRung(models.Model):
    """A form proposed after the end (an id of the list `forms`); `opened` is the room that it led to."""

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="next_rung")
    form = models.CharField(max_length=40)
    at = models.DateTimeField()
    opened = models.OneToOneField(Cooperation, null=True, on_delete=models.SET_NULL, related_name="came_from")

    def __str__(self) -> str:
        return self.form


class RungConsent(models.Model):
    """A party wants to go on in this form."""

    rung = models.ForeignKey(NextRung, on_delete=models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rung", "party"], name="each_party_wants_a_rung_once")]

    def __str__(self) -> str:
        return str(self.party)
