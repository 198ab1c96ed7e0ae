"""Writing answers. The room that asks records the event and says who may."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.domain.maturity import ranks_of
from tandem.questionnaires import queries
from tandem.questionnaires.models import Answer, Filling


def begin(questionnaire: str, version: str, *, at: datetime) -> Filling:
    """An empty set of answers to this version."""
    return Filling.objects.create(questionnaire=questionnaire, version=version, started=at)


@transaction.atomic
def answer(filling: Filling, question: str, choice: str, *, actor: Any, at: datetime) -> Answer:
    """Keep an answer. The same answer again changes nothing. `BadInput` when the version has no such choice."""
    ranks_of(queries.content_of(filling).questionnaire, [{question: choice}])
    Filling.objects.select_for_update().get(pk=filling.pk)
    last = filling.answers.filter(question=question).last()
    if last is not None and last.choice == choice:
        return last
    return filling.answers.create(question=question, choice=choice, by=actor, at=at)


def forget(filling: Filling) -> None:
    """Delete a set of answers, and whatever stands on it."""
    filling.delete()
