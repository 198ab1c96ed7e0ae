"""How this place weighs a match, version by version, and rankings that were kept with all that made them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tandem.matching.models.introductions import Introduction
from tandem.matching.models.postings import Need, Offer, new_reference


class Weighing(models.Model):
    """One version of the weights, the priors and the gates. The one with the highest number is in force; none is ever
    changed or deleted, and before the first the published ones hold.

    `tables` is a whole WEIGHTS.toml, `open_gates` names the gates that remove nobody here, `note` says why by language.
    """

    number = models.PositiveIntegerField(unique=True)
    tables = models.JSONField()
    open_gates = models.JSONField(default=list)
    note = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class KeptRanking(models.Model):
    """What one side saw at a moment. `inputs` holds the records that were compared, `shown` the numbers they gave.

    It belongs to the posting it was made for: `need` or `offer`, not both. `introduction` is what was proposed then.
    """

    reference = models.CharField(max_length=60, unique=True, default=new_reference)
    need = models.ForeignKey(Need, null=True, on_delete=models.CASCADE, related_name="kept_rankings")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.CASCADE, related_name="kept_rankings")
    introduction = models.OneToOneField(
        Introduction, null=True, on_delete=models.CASCADE, related_name="ranking_seen_then"
    )
    version = models.PositiveIntegerField()
    inputs = models.JSONField()
    shown = models.JSONField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="kept_ranking_of_a_need_or_an_offer",
                condition=Q(need__isnull=False, offer__isnull=True) | Q(need__isnull=True, offer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def posting(self) -> Need | Offer:
        """The need or the offer whose owners saw it."""
        return self.need or self.offer
