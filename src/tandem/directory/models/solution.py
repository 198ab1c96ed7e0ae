"""Solutions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.organisation import Organisation
from tandem.directory.models.record import Record


class Solution(Record):
    """A tool, a platform, a service or a data set that answers a need that others had before."""

    class Kind(models.TextChoices):
        FREE_SOFTWARE = "free-software", _("free software")
        OPEN_DATA = "open-data", _("open data")
        OPEN_CONTENT = "open-content", _("open content")
        SERVICE = "service", _("service")
        PROPRIETARY = "proprietary", _("proprietary software")

    licence = models.CharField(_("licence"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, blank=True)
    repository = models.URLField(max_length=500, blank=True)
    functions = models.JSONField(_("what one does with it"), default=dict)
    cost = models.JSONField(_("what it costs"), default=dict)
    watch_out = models.JSONField(_("what to watch out for"), default=dict)
    sdg_evidence = models.JSONField(default=dict)
    carried_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="solutions"
    )
    carried_evidence = models.JSONField(_("why it is carried by the social economy"), default=dict)
    carried_address = models.URLField(max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    @property
    def carried_by_social_economy(self) -> bool:
        """Only with evidence that a reader can open."""
        return bool(self.carried_evidence and self.carried_address)
