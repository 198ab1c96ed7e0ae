"""Reading questionnaires and the answers to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from tandem.questionnaires import content, editions
from tandem.questionnaires.content import Edits, QuestionnaireContent
from tandem.questionnaires.models import Answer, Edition, Filling

#: Joins a shipped version and the edition up to which stewards changed it: "2026-1+7".
EDITED = "+"


def content_in(questionnaire: str, version: str) -> QuestionnaireContent:
    """One version, read once: neither a shipped version nor what stood at an edition ever changes."""
    return editions.remembered(_read, questionnaire, version)


def newest(questionnaire: str) -> QuestionnaireContent:
    """The version that new answers are given to."""
    return content_in(questionnaire, newest_version(questionnaire))


def newest_version(questionnaire: str) -> str:
    """The newest shipped version, with the newest edition over it when there is one."""
    base = content.versions(content.folder_of(questionnaire))[-1]
    edition = editions.newest_of(kinds_of(questionnaire), base)
    return f"{base}{EDITED}{edition}" if edition else base


def kinds_of(questionnaire: str) -> tuple[str, str]:
    """The kinds of content that a questionnaire is edited in: its questions and its recommendations."""
    return f"{questionnaire}-question", f"{questionnaire}-recommendation"


def content_of(filling: Filling) -> QuestionnaireContent:
    return content_in(filling.questionnaire, filling.version)


def versions_alike(questionnaire: str, version: str) -> list[str]:
    """The versions that somebody answered and that ask the same with the same answers, whatever the words."""
    wanted = editions.remembered(_shape, questionnaire, version)
    known = Filling.objects.filter(questionnaire=questionnaire).values_list("version", flat=True).distinct()
    return [one for one in known if editions.remembered(_shape, questionnaire, one) == wanted]


def _read(questionnaire: str, version: str) -> QuestionnaireContent:
    base, _, edition = version.partition(EDITED)
    edits = None
    if edition:
        kinds = kinds_of(questionnaire)
        questions, rules = (editions.edited(kind, base, until=int(edition)) for kind in kinds)
        edits = Edits(version, questions, rules)
    return content.load(base, content.folder_of(questionnaire), edits)


def _shape(questionnaire: str, version: str) -> Any:
    """What is compared between organisations: everything but words and recommendations."""
    return replace(content_in(questionnaire, version).questionnaire, version="", rules=())


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


def personal_data(person: Any) -> dict[str, Any]:
    """What `person` answered and, as a steward, wrote; oldest first."""
    given = Answer.objects.filter(by=person).order_by("pk")
    written = Edition.objects.filter(author=person).order_by("pk")
    return {
        "answers": list(given.values("filling__questionnaire", "filling__version", "question", "choice", "at")),
        "editions": list(written.values("kind", "entry", "number", "reason", "at")),
    }
