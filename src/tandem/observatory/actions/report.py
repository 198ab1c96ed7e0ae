"""The plan, the first look at the answers, the text of the report, publishing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.journal.actions import record
from tandem.observatory.models import Hypothesis, Survey


def look(survey: Survey, *, actor: Any, at: datetime) -> None:
    """Keep the day on which somebody first saw what the answers say: what is written later was found, not planned."""
    if survey.looked_at is None and Survey.objects.filter(pk=survey.pk, looked_at=None).update(looked_at=at.date()):
        survey.looked_at = at.date()
        record("survey.looked_at", survey, actor=actor, at=at)


@transaction.atomic
def plan(
    survey: Survey, rows: str, columns: str, test: str, words: dict[str, str], *, actor: Any, at: datetime
) -> Hypothesis:
    """Write down what is expected. It is planned when nobody has looked yet, and nobody can date it back."""
    now = Survey.objects.select_for_update().get(pk=survey.pk)
    one = Hypothesis.objects.create(
        survey=survey,
        rows=rows,
        columns=columns,
        test=test,
        words=words,
        written=at.date(),
        planned=now.looked_at is None,
        by=actor,
    )
    record("survey.planned", survey, actor=actor, at=at, hypothesis=one.pk)
    return one


@transaction.atomic
def drop(hypothesis: Hypothesis, *, actor: Any, at: datetime) -> None:
    """Take a hypothesis back, as long as nobody has looked: afterwards the family has its size."""
    record("survey.plan_dropped", hypothesis.survey, actor=actor, at=at, hypothesis=hypothesis.pk)
    hypothesis.delete()


@transaction.atomic
def write(survey: Survey, texts: dict[str, str], decimals: int, *, actor: Any, at: datetime) -> None:
    """Keep the text of the report in each language."""
    Survey.objects.filter(pk=survey.pk).update(report=texts, decimals=decimals)
    record("survey.report_written", survey, actor=actor, at=at)


@transaction.atomic
def publish(survey: Survey, *, actor: Any, at: datetime) -> None:
    """Let everybody read the report. Publishing twice changes nothing."""
    if Survey.objects.filter(pk=survey.pk, published=None).update(published=at):
        record("survey.published", survey, actor=actor, at=at)


@transaction.atomic
def withdraw(survey: Survey, *, actor: Any, at: datetime) -> None:
    """Take the report and the open data back."""
    if Survey.objects.filter(pk=survey.pk).exclude(published=None).update(published=None, opened=None):
        record("survey.withdrawn", survey, actor=actor, at=at)
