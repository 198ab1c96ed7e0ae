"""Needs and offers."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def new_reference() -> str:
    """Part of an address that nobody can guess."""
    return secrets.token_urlsafe(9)


class Posting(models.Model):
    """What need and offer share. A draft may have no author and no organisation yet; what is published has both.

    `drafted_by` is the supporter that put it into words for the organisation, with its consent; `handed_over` says
    since when the organisation is asked to read and publish it. Title and text are written in `language`;
    `translations` maps each further language to `{"title", "text", "from", "of", "at"}`: what was translated, from
    which language, the mark of what it was translated from, and when."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")

    class Visibility(models.TextChoices):
        MEMBERS = "members", _("people with an account here")
        PUBLIC = "public", _("everybody: title and text can be read without an account")
        UNNAMED = "unnamed", _("people with an account here, without the name of your organisation until you accept")

    reference = models.CharField(max_length=60, unique=True, default=new_reference)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    drafted_by = models.ForeignKey("directory.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    handed_over = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, blank=True)
    title = models.CharField(_("title"), max_length=140, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    translations = models.JSONField(default=dict)
    remote = models.BooleanField(_("at a distance"), null=True)
    countries = models.JSONField(_("countries"), default=list)
    technology = models.JSONField(_("technology"), default=list)
    competences = models.JSONField(_("competences"), default=list)
    forms = models.JSONField(_("forms of cooperation"), default=list)
    created = models.DateTimeField()
    changed = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="published_%(class)s_is_whole",
                condition=Q(state="draft")
                | Q(organisation__isnull=False, published_at__isnull=False, remote__isnull=False)
                & ~Q(title="")
                & ~Q(language="")
                & ~Q(visibility=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="%(class)s_newest")]

    def __str__(self) -> str:
        return self.title or self.reference

    @property
    def titles(self) -> dict[str, str]:
        """The title in each language that it has."""
        return {self.language: self.title, **{code: told["title"] for code, told in self.translations.items()}}

    @property
    def texts(self) -> dict[str, str]:
        """The text in each language that it has."""
        return {self.language: self.text, **{code: told["text"] for code, told in self.translations.items()}}

    @property
    def spoken(self) -> dict[str, str]:
        """Title and text in each language that they have."""
        texts = self.texts
        return {code: f"{title}\n{texts[code]}" for code, title in self.titles.items()}


class Need(Posting):
    """What an organisation asks for, starting from its problem."""

    problem = models.TextField(_("what does not work today"))
    help = models.CharField(_("kind of help"), max_length=12, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    budget_eur = models.PositiveIntegerField(_("budget in euros"), null=True, blank=True)

    class Meta(Posting.Meta):
        constraints = [
            *Posting.Meta.constraints,
            models.CheckConstraint(name="need_ends_after_it_starts", condition=Q(end__gte=F("start")) | Q(end=None)),
        ]

    @property
    def text(self) -> str:
        return self.problem


class Offer(Posting):
    """What an organisation gives: time, skills, licences, money, contracts, or things. A thing has its `item`, its
    `condition`, how many there are (`stock`) and how many one organisation gets (`quantity`)."""

    class Condition(models.TextChoices):
        NEW = "new", _("new")
        GOOD = "good", _("used, in good condition")
        WORN = "worn", _("worn, but it works")
        REPAIR = "repair", _("to be repaired")

    class Because(models.TextChoices):
        SILENCE = "silence", _("somebody waited for an answer for 45 days")
        STOCK = "stock", _("nothing is left to give")

    text = models.TextField(_("what you offer"))
    help = models.JSONField(_("kinds of help"), default=list)
    available_from = models.DateField(_("from"), null=True, blank=True)
    available_to = models.DateField(_("until"), null=True, blank=True)
    capacity_hours = models.PositiveIntegerField(_("hours you can give in all"), null=True, blank=True)
    max_requests = models.PositiveSmallIntegerField(_("requests at a time"), default=3)
    item = models.CharField(_("what you give"), max_length=80, blank=True)
    quantity = models.PositiveIntegerField(_("how many for one organisation"), null=True, blank=True)
    condition = models.CharField(_("condition"), max_length=10, choices=Condition.choices, blank=True)
    stock = models.PositiveIntegerField(_("how many there are"), null=True, blank=True)
    paused_because = models.CharField(max_length=8, choices=Because.choices, blank=True)

    class Meta(Posting.Meta):
        constraints = [
            *Posting.Meta.constraints,
            models.CheckConstraint(
                name="offer_ends_after_it_starts",
                condition=Q(available_to__gte=F("available_from")) | Q(available_to=None),
            ),
            models.CheckConstraint(name="offer_one_to_ten_requests", condition=Q(max_requests__range=(1, 10))),
            models.CheckConstraint(
                name="a_thing_is_described_whole",
                condition=Q(item="", quantity=None, stock=None, condition="")
                | Q(quantity__gte=1, stock__gte=0) & ~Q(item="") & ~Q(condition=""),
            ),
        ]
