"""The margins of the population that the sample is brought to, how it was drawn, and what was screened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.journal.actions import record
from tandem.observatory.models import Survey


@transaction.atomic
def set_margin(survey: Survey, question: str, targets: dict[str, float], *, actor: Any, at: datetime) -> None:
    """The shares of one question in the population; none takes the margin away."""
    now = Survey.objects.select_for_update().get(pk=survey.pk)
    margins = {**now.margins, question: targets}
    now.margins = {name: wanted for name, wanted in margins.items() if wanted}
    now.save(update_fields=["margins"])
    record("survey.margins_set", survey, actor=actor, at=at)


@transaction.atomic
def load_margins(survey: Survey, margins: dict[str, dict[str, float]], *, actor: Any, at: datetime) -> None:
    """All margins at once, in the place of those before."""
    Survey.objects.filter(pk=survey.pk).update(margins=margins)
    record("survey.margins_set", survey, actor=actor, at=at)


@transaction.atomic
def set_trim(survey: Survey, bounds: tuple[float, float] | None, source: str, *, actor: Any, at: datetime) -> None:
    """How far a weight may go from the mean, and where the margins come from."""
    low, high = bounds or (None, None)
    Survey.objects.filter(pk=survey.pk).update(trim_low=low, trim_high=high, margins_source=source)
    record("survey.trim_set", survey, actor=actor, at=at)


@transaction.atomic
def set_design(survey: Survey, design: dict[str, Any], *, actor: Any, at: datetime) -> None:
    """How the sample was drawn: `strata` and `clusters` name questions, `population` holds a size per stratum."""
    Survey.objects.filter(pk=survey.pk).update(design=design)
    record("survey.design_set", survey, actor=actor, at=at)


def screened(survey: Survey, tests: int) -> None:
    """Remember how many tests were looked at: the report's family of found tests counts them."""
    if tests > survey.tried:
        Survey.objects.filter(pk=survey.pk, tried__lt=tests).update(tried=tests)
        survey.tried = tests
