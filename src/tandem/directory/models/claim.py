"""Somebody says that an imported page is that of their organisation, and proves it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.organisation import Organisation
from tandem.directory.models.queue import Case


class Claim(models.Model):
    """A proof by an address at the domain of the site needs no steward; a document or a call does."""

    class Proof(models.TextChoices):
        DOMAIN = "domain", _("an e-mail address at its website")
        DOCUMENT = "document", _("a document")
        CALL = "call", _("a call")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    case = models.OneToOneField(Case, null=True, on_delete=models.CASCADE, related_name="claim")
    proof = models.CharField(max_length=10, choices=Proof.choices)
    at = models.DateTimeField()
    email = models.EmailField(blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    mime = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(case=None), name="one_unproved_claim_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.organisation} ({self.proof})"
