"""Who accompanies whom: an intermediary, an organisation, and what that organisation agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.membership import new_reference
from tandem.directory.models.organisation import Organisation

PERSON = settings.AUTH_USER_MODEL


class Accompaniment(models.Model):
    """An intermediary invited an organisation into its portfolio. What it may do is what an owner ticked, until the day
    that they chose; either side ends it at any time."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        ENDED = "ended", _("ended")
        LAPSED = "lapsed", _("run out")

    reference = models.CharField(max_length=40, unique=True, default=new_reference)
    supporter = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="portfolio")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="accompaniments")
    message = models.TextField()
    invited_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    may_see = models.BooleanField(default=False)
    may_draft = models.BooleanField(default=False)
    may_sit_in = models.BooleanField(default=False)
    may_introduce = models.BooleanField(default=False)
    agreed_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supporter", "organisation"],
                condition=Q(state__in=("invited", "agreed")),
                name="one_open_accompaniment_per_pair",
            ),
            models.CheckConstraint(name="nobody_accompanies_itself", condition=~Q(supporter=F("organisation"))),
            models.CheckConstraint(
                name="agreed_accompaniment_is_whole",
                condition=~Q(state="agreed")
                | Q(agreed_at__isnull=False, until__isnull=False)
                & (Q(may_see=True) | Q(may_draft=True) | Q(may_sit_in=True) | Q(may_introduce=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supporter} → {self.organisation}"
