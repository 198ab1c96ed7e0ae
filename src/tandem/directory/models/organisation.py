"""Organisations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.directory.models.record import Record


class Organisation(Record):
    """A legal or informal body, with the set of roles it plays. `borrowed` maps a field to the merged record that it
    comes from."""

    roles = models.JSONField(_("roles"), default=list)
    values = models.JSONField(_("values"), default=list)
    place = models.CharField(_("town"), max_length=120, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=120, blank=True)
    social_mission = models.BooleanField(_("social mission"), null=True, blank=True)
    limited_profit = models.BooleanField(_("limited or no profit"), null=True, blank=True)
    democratic_governance = models.BooleanField(_("democratic governance"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirm_months = models.PositiveSmallIntegerField(_("confirmed every"), default=12)
    asked_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    borrowed = models.JSONField(default=dict)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="organisations")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="organisation_confirmed_every_1_to_12_months", condition=Q(confirm_months__range=(1, 12))
            ),
            models.CheckConstraint(
                name="organisation_on_the_globe",
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
