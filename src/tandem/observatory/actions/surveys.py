"""A survey, the versions of its questionnaire, its waves."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from tandem.domain.survey.questionnaire import Questionnaire
from tandem.journal.actions import record
from tandem.observatory.models import Invitation, Network, Survey, Version, Wave
from tandem.survey_files.questionnaire import as_json

#: Letters and digits that nobody mistakes for one another when they read a code aloud.
CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


#: Addresses beside the surveys'.
RESERVED = ("new", "check", "field-study-figures", "ecosystem")


@transaction.atomic
def begin(
    owner: Any,
    title: dict[str, str],
    notice: dict[str, str],
    retention: date,
    licence: str,
    *,
    actor: Any,
    at: datetime,
    synthetic: bool = False,
    rebuilt: bool = False,
    source: dict[str, str] | None = None,
    slug: str = "",
) -> Survey:
    """A survey without questions yet."""
    survey = Survey.objects.create(
        slug=slug or _free_slug(next(iter(title.values()))),
        owner=owner,
        title=title,
        notice=notice,
        retention=retention,
        licence=licence,
        synthetic=synthetic,
        rebuilt=rebuilt,
        source=source or {},
        created=at,
    )
    record("survey.begun", survey, actor=actor, at=at, organisation=owner.pk)
    return survey


def _free_slug(title: str) -> str:
    base = slugify(title)[:60].strip("-") or "survey"
    taken = {*RESERVED, *Survey.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    return next(
        name for number in range(1, len(taken) + 2) if (name := base + (f"-{number}" * (number > 1))) not in taken
    )


@transaction.atomic
def describe(
    survey: Survey,
    title: dict[str, str],
    notice: dict[str, str],
    retention: date,
    licence: str,
    *,
    actor: Any,
    at: datetime,
) -> None:
    """Change what is said of the survey."""
    Survey.objects.filter(pk=survey.pk).update(title=title, notice=notice, retention=retention, licence=licence)
    record("survey.described", survey, actor=actor, at=at)


@transaction.atomic
def add_version(survey: Survey, form: Questionnaire, file_name: str, *, actor: Any, at: datetime) -> Version:
    """Keep the questionnaire as a new version; the same form again is the version it was."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    last = survey.versions.last()
    kept = as_json(form)
    if last is not None and last.form == kept:
        return last
    version = survey.versions.create(number=last.number + 1 if last else 1, form=kept, file_name=file_name, created=at)
    record("survey.version_added", survey, actor=actor, at=at, version=version.number)
    return version


@transaction.atomic
def open_wave(
    survey: Survey,
    name: str,
    opens: date,
    closes: date,
    networks: Sequence[str],
    *,
    by_invitation: bool = False,
    actor: Any,
    at: datetime,
) -> Wave:
    """A wave of the newest version, with a link for each network."""
    version = survey.versions.last()
    assert version is not None, "a wave asks a questionnaire"
    wave = survey.waves.create(name=name, version=version, opens=opens, closes=closes, by_invitation=by_invitation)
    for network in networks:
        Network.objects.create(wave=wave, name=network, token=secrets.token_urlsafe(9))
    record("survey.wave_opened", survey, actor=actor, at=at, wave=wave.pk)
    return wave


@transaction.atomic
def set_quotas(wave: Wave, quotas: dict[str, dict[str, int]], *, actor: Any, at: datetime) -> None:
    """How many answers are wanted at most of each kind."""
    Wave.objects.filter(pk=wave.pk).update(quotas=quotas)
    record("survey.quotas_set", wave.survey, actor=actor, at=at, wave=wave.pk)


@transaction.atomic
def close_wave(wave: Wave, *, actor: Any, at: datetime) -> None:
    """Take no more answers from now on; what was begun and not sent is deleted."""
    Wave.objects.filter(pk=wave.pk).update(closed=True)
    wave.partials.all().delete()
    wave.invitations.filter(used=False).delete()
    record("survey.wave_closed", wave.survey, actor=actor, at=at, wave=wave.pk)


@transaction.atomic
def invite(wave: Wave, number: int, *, actor: Any, at: datetime) -> list[str]:
    """As many new codes, told once: only their hashes are kept."""
    codes = ["".join(secrets.choice(CODE_SIGNS) for _ in range(10)) for _ in range(number)]
    Invitation.objects.bulk_create([Invitation(wave=wave, code_hash=hashed(code)) for code in codes])
    record("survey.invited", wave.survey, actor=actor, at=at, wave=wave.pk, number=number)
    return codes


def hashed(code: str) -> str:
    """What is kept of a code or token: nobody who reads the database can answer in another's place."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code).encode()).hexdigest()
