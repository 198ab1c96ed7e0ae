"""Reading questionnaires and the answers to them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from tandem.questionnaires import content
from tandem.questionnaires.content import QuestionnaireContent
from tandem.questionnaires.models import Answer, Filling


@cache
def shipped(questionnaire: str, version: str) -> QuestionnaireContent:
    """One version, read once: a published version never changes."""
    return content.load(version, content.folder_of(questionnaire))


def newest(questionnaire: str) -> QuestionnaireContent:
    """The version that new answers are given to."""
    return shipped(questionnaire, content.versions(content.folder_of(questionnaire))[-1])


def content_of(filling: Filling) -> QuestionnaireContent:
    return shipped(filling.questionnaire, filling.version)


def answers(filling: Filling) -> dict[str, Answer]:
    """The answer that counts for each question, with who gave it and when."""
    return {one.question: one for one in filling.answers.select_related("by")}


def choices_of(fillings: Collection[int]) -> dict[int, dict[str, str]]:
    """The choices that count in several sets of answers: set → question → choice. One query."""
    found: dict[int, dict[str, str]] = {}
    rows = Answer.objects.filter(filling__in=fillings).order_by("pk").values_list("filling", "question", "choice")
    for filling, question, choice in rows:
        found.setdefault(filling, {})[question] = choice
    return found


def history(filling: Filling, question: str) -> list[Answer]:
    """Every answer that was given to a question, newest first."""
    return list(filling.answers.filter(question=question).select_related("by").order_by("-pk"))


def personal_data(person: Any) -> list[dict[str, Any]]:
    """What `person` answered, oldest first."""
    given = Answer.objects.filter(by=person).order_by("pk")
    return list(given.values("filling__questionnaire", "filling__version", "question", "choice", "at"))
