"""Whom to write to in an organisation, by what it is about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.organisation import Organisation


class Contact(models.Model):
    """A person or a function to write to. A named person is shown once they agreed themselves (`agreed_at`); a function
    without a name at once."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everybody")
        MEMBERS = "members", _("people with an account here")
        SUPPORTERS = "supporters", _("those who accompany us, and our members")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    subject = models.CharField(max_length=80)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["subject", "pk"]

    def __str__(self) -> str:
        return f"{self.subject} – {self.organisation}"

    @property
    def mark(self) -> str:
        """Changes with what is shown: the link of an e-mail holds for what it asked about only."""
        return str(int(self.at.timestamp() * 1_000_000))

    @property
    def is_shown(self) -> bool:
        return not self.name or self.agreed_at is not None
