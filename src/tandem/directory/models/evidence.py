"""What backs a criterion of social utility."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.organisation import Organisation


class Evidence(models.Model):
    """One thing that shows that a criterion holds: a page, an entry of a register, or a document. `issuer` is who says
    so, `dated` when they said it."""

    class Criterion(models.TextChoices):
        SOCIAL_MISSION = "social_mission", _("a social mission")
        LIMITED_PROFIT = "limited_profit", _("limited or no profit")
        DEMOCRATIC_GOVERNANCE = "democratic_governance", _("democratic governance")

    class Kind(models.TextChoices):
        LINK = "link", _("a page on the web")
        REGISTER = "register", _("an entry of a register")
        DOCUMENT = "document", _("a document")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.CharField(max_length=24, choices=Criterion.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=160)
    issuer = models.CharField(max_length=160)
    dated = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    address = models.URLField(max_length=500, blank=True)
    key = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    mime = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["criterion", "-dated", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_can_be_looked_up",
                condition=Q(kind="link") & ~Q(address="")
                | Q(kind="register") & ~Q(number="")
                | Q(kind="document") & ~Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title
