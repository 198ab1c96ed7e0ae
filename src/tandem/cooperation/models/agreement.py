"""The agreement: its answers while it is written, its frozen text, and who signed it.

Frozen texts and signatures never change: the database itself refuses it (migration 0010).
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.models.room import Cooperation, Party
from tandem.ui import languages


class Agreement(models.Model):
    """The agreement of a room (number 1) or an amendment, which refers to the one before it.

    `document` is the frozen text that waits for signatures or bears them all (`signed`); None while it is written.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    opened = models.DateTimeField()
    document = models.OneToOneField("Document", null=True, on_delete=models.PROTECT, related_name="+")
    signed = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "number"], name="agreement_numbers_once_per_room"),
            models.CheckConstraint(
                condition=Q(number=1, amends=None) | Q(number__gt=1, amends__isnull=False),
                name="amendment_refers_to_the_one_before",
            ),
            models.CheckConstraint(condition=Q(signed=None) | Q(document__isnull=False), name="signed_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.cooperation} {self.number}"


class AgreementAnswer(models.Model):
    """The answers to one question. `version` counts their changes: a stale page is noticed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "question"], name="question_answered_once"),
        ]

    def __str__(self) -> str:
        return self.question


class Readiness(models.Model):
    """A party finds the agreement ready to be signed as it stands; deleted when an answer changes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="readiness")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="ready_once_per_party"),
        ]

    def __str__(self) -> str:
        return str(self.party)


class Document(models.Model):
    """The text of an agreement at the moment when every party found it ready: canonical JSON and its SHA-256."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="documents")
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    charter = models.PositiveSmallIntegerField()
    frozen = models.DateTimeField()

    class Meta:
        ordering = ["frozen", "pk"]

    def __str__(self) -> str:
        return self.sha256

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


class Signature(models.Model):
    """A party signed a text and, in the same act, accepted its charter: a simple signature under eIDAS.

    Names are kept as they were on that day. `person` is their account, when they have one.
    """

    class Way(models.TextChoices):
        ROOM = "room", _("signed in Tandem, signed in to an account")
        LINK = "link", _("signed in Tandem, by a personal link and a code sent apart")
        UPLOAD = "upload", _("signed elsewhere, the signed PDF was added")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120)
    may_commit = models.BooleanField()
    show_name = models.BooleanField(default=False)
    way = models.CharField(max_length=6, choices=Way.choices)
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    file_key = models.CharField(max_length=32, blank=True)
    file_name = models.CharField(max_length=140, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "party"], name="one_signature_per_party"),
            models.CheckConstraint(condition=Q(may_commit=True), name="signs_who_may_commit"),
            models.CheckConstraint(
                condition=Q(way="upload") & ~Q(file_key="") | ~Q(way="upload") & Q(file_key=""),
                name="signed_elsewhere_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"


class SigningLink(models.Model):
    """A personal link to sign one text for one party: it expires, is used once, and can be taken back.

    Neither the link nor the code can be read here: their SHA-256 is kept. `failed` says that no e-mail arrived.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=5, choices=languages.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    code_sha256 = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
    failed = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["sent", "pk"]

    def __str__(self) -> str:
        return self.name


class SignatureReminder(models.Model):
    """A reminder of a missing signature; unique, so that two workers send it once."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="reminders")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "party", "number"], name="signature_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.number}"
