"""Organisations, solutions and projects, each fact with its source; and who acts for whom."""

from textwrap import shorten

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LIST_SUMMARY = 240


class Source(models.Model):
    """Where records come from, and what may be done with them."""

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    may_republish = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Origin(models.TextChoices):
    ENTERED = "entered", _("entered here")
    IMPORTED = "imported", _("imported")
    FACTS = "facts", _("public facts, with their source")
    INVENTED = "invented", _("invented for the demonstration")


class State(models.TextChoices):
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden")


class Record(models.Model):
    """What organisation, solution and project share: names, texts per language, provenance.

    Texts are `{language: text}`; `und` is a text whose language nobody said. `own_fields` maps a
    field that a person of the organisation wrote or confirmed to the time they did; every other
    filled field comes from `source`, read on `retrieved` at `source_address`.
    """

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.JSONField(_("what it does"), default=dict)
    website = models.URLField(_("website"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    sdgs = models.JSONField(_("sustainable development goals"), default=list)
    technology = models.JSONField(_("technology"), default=list)
    tags = models.JSONField(default=list)

    state = models.CharField(max_length=12, choices=State.choices, default=State.PUBLISHED)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.ENTERED)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=300, blank=True)
    source_address = models.CharField(max_length=500, blank=True)
    retrieved = models.DateField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    own_fields = models.JSONField(default=dict)
    created = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="%(class)s_once_per_source"
            ),
            models.CheckConstraint(condition=Q(changed__gte=F("created")), name="%(class)s_changed_after_created"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def summary_cut(self) -> dict[str, str]:
        """The summary as lists show it."""
        return {language: shorten(text, LIST_SUMMARY, placeholder="…") for language, text in self.summary.items()}


class Organisation(Record):
    """A legal or informal body, with the set of roles it plays."""

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
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="organisations")

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="organisation_on_the_globe",
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]


class Membership(models.Model):
    """A person acts for an organisation: owners decide, editors write, readers read."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        EDITOR = "editor", _("editor")
        READER = "reader", _("reader")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation} ({self.get_role_display()})"


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

    @property
    def carried_by_social_economy(self) -> bool:
        """Only with evidence that a reader can open."""
        return bool(self.carried_evidence and self.carried_address)


class Project(Record):
    """Something that organisations did together; shown on their pages."""

    organisations = models.ManyToManyField(Organisation, related_name="projects")
    began = models.DateField(null=True)
    ended = models.DateField(null=True)


class IndexChange(models.Model):
    """A record whose search entry is out of date, written in the transaction that changed the record."""

    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class Report(models.Model):
    """What somebody found wrong on a page. Answered by e-mail when there is an address."""

    page = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    email = models.EmailField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.page}"
