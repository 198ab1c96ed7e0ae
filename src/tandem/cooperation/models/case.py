"""The shared case: what all sides tell the world of their cooperation, each claim with its evidence."""

from django.conf import settings
from django.db import models

from tandem.cooperation.models.room import Cooperation, Party


class SharedCase(models.Model):
    """The public story of a room. `published` is the version that every party approved; empty when withdrawn."""

    cooperation = models.OneToOneField(Cooperation, on_delete=models.CASCADE, related_name="case")
    slug = models.SlugField(max_length=120, unique=True)
    published = models.ForeignKey("CaseVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.slug


class CaseVersion(models.Model):
    """A text as it was written once; never changed. `hash` is over everything that the public would read.

    `claims` holds `{"text", "evidence": {"id", "kind", …}}`, the evidence as it stood when this was written.
    """

    case = models.ForeignKey(SharedCase, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=140)
    body = models.JSONField()
    claims = models.JSONField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_versions_numbered_once")]

    def __str__(self) -> str:
        return self.title


class CaseApproval(models.Model):
    """A party agrees to publish exactly this version."""

    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="approvals")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "party"], name="each_party_approves_once")]

    def __str__(self) -> str:
        return str(self.party)


class CaseContest(models.Model):
    """Somebody doubts a claim. It counts once `confirmed`; the e-mail address is forgotten with the answer."""

    version = models.ForeignKey(CaseVersion, on_delete=models.CASCADE, related_name="contests")
    claim = models.PositiveSmallIntegerField()
    text = models.TextField()
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    confirmed = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered = models.DateTimeField(null=True)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.claim}"
