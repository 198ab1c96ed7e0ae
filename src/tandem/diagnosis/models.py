"""Diagnoses: of an organisation's digital maturity, and their mirror for tech actors; its plan; its team's skills."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_reference() -> str:
    """Part of an address that nobody can guess."""
    return secrets.token_urlsafe(9)


class Diagnosis(models.Model):
    """Whose a set of answers is. It may have neither author nor organisation yet: no account is needed."""

    class Kind(models.TextChoices):
        MATURITY = "maturity", _("digital maturity")
        READINESS = "readiness", _("readiness for a cooperation")

    reference = models.CharField(max_length=60, unique=True, default=new_reference)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    filling = models.OneToOneField("questionnaires.Filling", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, on_delete=models.CASCADE, related_name="diagnoses"
    )
    started = models.DateTimeField()
    changed = models.DateTimeField()
    supporter = models.ForeignKey(
        "directory.Organisation", null=True, on_delete=models.SET_NULL, related_name="supported_diagnoses"
    )
    """The intermediary that an owner invited to this one diagnosis; taken back at any time."""
    supported_since = models.DateTimeField(null=True)
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reading = models.OneToOneField("questionnaires.Filling", null=True, on_delete=models.SET_NULL, related_name="+")
    """How the supporter reads the same questions; kept when the consent ends, because it was given to both."""

    class Meta:
        indexes = [models.Index(fields=["kind", "organisation", "-started"], name="diagnosis_last_time")]

    def __str__(self) -> str:
        return self.reference


class PlanStep(models.Model):
    """A next step that an organisation put on its plan. What it says stands in the version it came from."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DOING = "doing", _("doing")
        BLOCKED = "blocked", _("blocked")
        DONE = "done", _("done")
        NOT_FOR_US = "not-for-us", _("not for us")

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.CASCADE, related_name="plan")
    questionnaire = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    recommendation = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "questionnaire", "recommendation"], name="a_step_once_on_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return self.recommendation


class Door(models.Model):
    """Whom to write to in a company, and whether its page and offers say that it has checked its own side."""

    class Kind(models.TextChoices):
        FOUNDATION = "foundation", _("the company foundation")
        RESPONSIBILITY = "responsibility", _("social responsibility (CSR)")
        PEOPLE = "people", _("human resources")
        TECHNOLOGY = "technology", _("the IT department")
        PURCHASING = "purchasing", _("purchasing")
        INNOVATION = "innovation", _("innovation and research")
        MANAGEMENT = "management", _("the management")
        ANYBODY = "anybody", _("any of us: we decide together")

    organisation = models.OneToOneField("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    how = models.CharField(_("how to reach it"), max_length=300, blank=True)
    says_prepared = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation}: {self.kind}"


class PlanFollowUp(models.Model):
    """When the people of an organisation were last asked how their plan goes, and whether they wish to be."""

    organisation = models.OneToOneField("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    asked = models.DateTimeField(null=True)
    stopped = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.organisation}"


class TeamSkills(models.Model):
    """What an organisation is told of its team. `told` maps a competence to the counts by band that are shown, the
    time from which they stand, and how many answers in them were taken back since (docs/algorithms/team-skills.md)."""

    organisation = models.OneToOneField("directory.Organisation", on_delete=models.CASCADE, related_name="+")
    told: Any = models.JSONField(default=dict)
    letter = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.organisation}"


class SkillRating(models.Model):
    """How somebody sees their own skill, for the team of one organisation; `offered`: their colleagues may see that
    they help with it."""

    team = models.ForeignKey(TeamSkills, on_delete=models.CASCADE, related_name="ratings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    framework = models.CharField(max_length=20)
    competence = models.CharField(max_length=60)
    band = models.PositiveSmallIntegerField()
    offered = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person", "framework", "competence"], name="one_rating_per_person_and_competence"
            ),
            models.CheckConstraint(condition=models.Q(band__lte=4), name="bands_from_none_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.competence}: {self.band}"
