"""Surveys, versions of their questionnaires, waves, and answers as codes. Who answered is nowhere."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Survey(models.Model):
    """What one organisation asks, wave after wave."""

    class Licence(models.TextChoices):
        CC_BY = "CC-BY-4.0", "CC BY 4.0"
        CC0 = "CC0-1.0", "CC0 1.0"
        ODBL = "ODbL-1.0", "ODbL 1.0"
        CLOSED = "none", _("Not to be shared")

    slug = models.SlugField(max_length=80, unique=True)
    owner = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    notice = models.JSONField(default=dict)
    retention = models.DateField()
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    synthetic = models.BooleanField(default=False)
    rebuilt = models.BooleanField(default=False)
    source = models.JSONField(default=dict)
    created = models.DateTimeField()
    forgotten = models.DateField(null=True)

    #: The questionnaire being written in the interface, until it becomes a version.
    draft = models.JSONField(null=True)

    # Weighting
    margins = models.JSONField(default=dict)
    margins_source = models.CharField(max_length=300, blank=True)
    trim_low = models.FloatField(null=True)
    trim_high = models.FloatField(null=True)

    #: How the sample was drawn: `strata` and `clusters` (questions), `population` (how many there are, per stratum).
    design = models.JSONField(default=dict)

    # The report
    report = models.JSONField(default=dict)
    decimals = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateField(null=True)
    tried = models.PositiveIntegerField(default=0)
    published = models.DateTimeField(null=True)

    # Open data
    open_questions = models.JSONField(default=list)
    identifying = models.JSONField(default=list)
    least = models.PositiveSmallIntegerField(default=5)
    opened = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                name="survey_trim_both_or_none",
                condition=Q(trim_low=None, trim_high=None) | Q(trim_low__isnull=False, trim_high__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """A questionnaire as it was asked. It never changes: another wording is another version."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    form = models.JSONField()
    file_name = models.CharField(max_length=200)
    created = models.DateTimeField()

    class Meta:
        ordering = ["survey", "number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.survey} v{self.number}"


class Wave(models.Model):
    """One time of asking. Its name replaces the date in every answer."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="waves")
    name = models.CharField(max_length=60)
    opens = models.DateField()
    closes = models.DateField()
    by_invitation = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    quotas = models.JSONField(default=dict)
    #: How many answers were sent; changed with them, so that nobody has to count a million rows.
    answers = models.PositiveIntegerField(default=0)
    #: Of how many answers the kept columns are; others than there are now: they are out of date.
    columned = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["survey", "opens", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="one_wave_per_name"),
            models.CheckConstraint(name="wave_closes_after_it_opens", condition=Q(closes__gte=models.F("opens"))),
        ]

    def __str__(self) -> str:
        return self.name


class Network(models.Model):
    """A way by which people come to a wave: the link says where answers come from, not from whom."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="networks")
    name = models.CharField(max_length=120)
    token = models.CharField(max_length=24, unique=True)

    class Meta:
        ordering = ["wave", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "name"], name="one_network_per_name")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A code that lets somebody answer once. Only its hash is kept, and nothing joins it to an answer."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)


class Partial(models.Model):
    """Answers on their way: found by a token that only the respondent has, deleted when they are sent."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="partials")
    network = models.ForeignKey(Network, null=True, on_delete=models.CASCADE, related_name="+")
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.CASCADE, related_name="partial")
    token_hash = models.CharField(max_length=64, unique=True)
    answers = models.JSONField(default=dict)
    touched = models.DateField()

    def __str__(self) -> str:
        return str(self.pk)


class Response(models.Model):
    """What somebody answered: a code, or why there is none, for each question. No date, no order, no token."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    network = models.ForeignKey(Network, null=True, on_delete=models.SET_NULL, related_name="+")
    answers = models.JSONField()

    def __str__(self) -> str:
        return str(self.pk)


class Column(models.Model):
    """The answers of a large wave to one question, one code per respondent: read instead of its rows."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(max_length=120)
    about = models.JSONField()
    codes = models.BinaryField()

    class Meta:
        ordering = ["wave", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "name"], name="one_column_per_question")]

    def __str__(self) -> str:
        return self.name


class Hypothesis(models.Model):
    """What a researcher expects, written on a day. The day decides whether it was planned or found."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="hypotheses")
    rows = models.CharField(max_length=80)
    columns = models.CharField(max_length=80)
    test = models.CharField(max_length=20, default="verdict")
    words = models.JSONField(default=dict)
    written = models.DateField()
    planned = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["written", "pk"]

    def __str__(self) -> str:
        return f"{self.rows} × {self.columns}"


class Telling(models.Model):
    """What the figures of the ecosystem said of one thing, from a moment on. It never changes and is never deleted:
    the next one is made so that nobody can subtract this one from it."""

    measure = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    tables = models.JSONField()

    class Meta:
        ordering = ["measure", "number"]
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="one_telling_per_number")]

    def __str__(self) -> str:
        return f"{self.measure} {self.number}"


class Told(models.Model):
    """One thing that was counted in a telling, as it was counted then. Whose it is stands here by keys alone."""

    measure = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    year = models.CharField(max_length=4)
    levels = models.JSONField()
    value = models.PositiveIntegerField()
    parties = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "key"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.key}"


class Interview(models.Model):
    """What somebody said to the team of a survey, and what they agreed to. Taken back, or past its last day, the words
    and the name are deleted; the row stays to say so."""

    class Consent(models.TextChoices):
        NAME = "name", _("quote me with my name")
        ROLE = "role", _("quote me as what I am, without my name")
        NONE = "none", _("do not quote me")

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        ANSWER = "answer", _("answer in free words")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="interviews")
    label = models.CharField(max_length=40)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    consent = models.CharField(max_length=4, choices=Consent.choices)
    agreed = models.DateField()
    until = models.DateField()
    withdrawn = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField()

    class Meta:
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "label"], name="one_interview_per_label"),
            models.CheckConstraint(
                name="withdrawn_words_are_gone", condition=Q(withdrawn=None) | Q(text="", name="", role="")
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Code(models.Model):
    """What passages are about, in the code book of a survey. Renamed, it keeps its former names; merged, it lives on in
    another, and its passages stay its own."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="codes")
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    former = models.JSONField(default=list)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], condition=Q(merged_into=None), name="one_code_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """A part of what somebody said, from `start` to `end` of its text, with its codes and the table it illuminates.
    `number` names it in the report; without words, because they were taken back, both ends are 0."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    codes = models.ManyToManyField(Code, related_name="passages")
    rows = models.CharField(max_length=80, blank=True)
    columns = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """How the report names it: `{{ quote: q3 }}`."""
        return f"q{self.number}"

    @property
    def words(self) -> str:
        return " ".join(self.interview.text[self.start : self.end].split())
