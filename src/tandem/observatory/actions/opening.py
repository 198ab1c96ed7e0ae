"""Opening the anonymised answers to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.journal.actions import record
from tandem.observatory.models import Survey


@transaction.atomic
def prepare(
    survey: Survey, questions: Sequence[str], identifying: Sequence[str], least: int, *, actor: Any, at: datetime
) -> None:
    """Which questions go into the open data, which of them could tell who somebody is, how many have to be alike."""
    Survey.objects.filter(pk=survey.pk).update(
        open_questions=list(questions), identifying=list(identifying), least=least
    )
    record("survey.data_prepared", survey, actor=actor, at=at)


@transaction.atomic
def open_data(survey: Survey, *, actor: Any, at: datetime) -> None:
    """Let everybody take the anonymised answers. Opening twice changes nothing."""
    if Survey.objects.filter(pk=survey.pk, opened=None).update(opened=at):
        record("survey.data_opened", survey, actor=actor, at=at)


@transaction.atomic
def close_data(survey: Survey, *, actor: Any, at: datetime) -> None:
    """Take the open data back."""
    if Survey.objects.filter(pk=survey.pk).exclude(opened=None).update(opened=None):
        record("survey.data_closed", survey, actor=actor, at=at)
