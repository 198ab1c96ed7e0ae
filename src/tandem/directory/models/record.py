"""What all records share: where they come from, and in which state they are."""

from textwrap import shorten

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
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
    PROPOSED = "proposed", _("proposed, not looked at yet")
    HIDDEN = "hidden", _("hidden")
    CLOSED = "closed", _("closed by its owners")
    MERGED = "merged", _("merged into another record")


class Record(models.Model):
    """What organisation, solution and project share: names, texts per language, provenance.

    Texts are `{language: text}`; `und` is a text whose language nobody said. `own_fields` maps a
    field that a person of the organisation wrote or confirmed to the time they did; every other
    filled field comes from `source`, read on `retrieved` at `source_address`. `translations` maps each language of the
    summary that is translated to `{"from": language, "of": mark of the text it was translated from, "at": time}`; the
    other languages are originals.
    """

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.JSONField(_("what it does"), default=dict)
    translations = models.JSONField(default=dict)
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

    def get_absolute_url(self) -> str:
        return reverse(str(self._meta.model_name), args=[self.slug])

    @property
    def spoken(self) -> dict[str, str]:
        """What it says of itself, by language."""
        return dict(self.summary)

    @property
    def summary_cut(self) -> dict[str, str]:
        """The summary as lists show it."""
        return {language: shorten(text, LIST_SUMMARY, placeholder="…") for language, text in self.summary.items()}
