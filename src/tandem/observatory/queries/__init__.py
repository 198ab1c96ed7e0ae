"""Reading the observatory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from tandem.domain.survey.conditions import Given
from tandem.domain.survey.questionnaire import Change, Questionnaire, changes
from tandem.observatory import permissions
from tandem.observatory.models import Hypothesis, Interview, Network, Partial, Survey, Version, Wave
from tandem.survey_files.questionnaire import from_json


def questionnaire(version: Version) -> Questionnaire:
    """What a version asks; it never changes, so it is read once."""
    return _read(version.pk, version.created)


@lru_cache(maxsize=64)
def _read(pk: int, created: datetime) -> Questionnaire:
    return from_json(Version.objects.values_list("form", flat=True).get(pk=pk))


def given(partial: Partial) -> dict[str, Given]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in partial.answers.items()}


def is_open(wave: Wave, today: date) -> bool:
    return not wave.closed and wave.opens <= today <= wave.closes


def network_of(token: str) -> Network | None:
    """The network whose link this is, with its wave and survey."""
    return Network.objects.select_related("wave__survey__owner", "wave__version").filter(token=token).first()


def quota_reached(wave: Wave, answers: Mapping[str, Given]) -> tuple[str, str] | None:
    """The first question and answer of these answers of which the wave has enough."""
    for question, targets in wave.quotas.items():
        code = answers.get(question)
        if isinstance(code, str) and code in targets and counted(wave, question, code) >= targets[code]:
            return question, code
    return None


def counted(wave: Wave, question: str, code: str) -> int:
    if "__" in question:  # a lookup would read it as something else
        kept = wave.responses.values_list("answers", flat=True)
        return sum(answers.get(question) == code for answers in kept.iterator())
    return wave.responses.filter(**{f"answers__{question}": code}).count()


def quotas(wave: Wave) -> list[dict[str, Any]]:
    """Each quota with what is there, those furthest from their target first: whom to look for next."""
    rows = [
        {"question": question, "code": code, "target": target, "there": counted(wave, question, code)}
        for question, targets in wave.quotas.items()
        for code, target in targets.items()
    ]
    for row in rows:
        row["left"] = max(0, row["target"] - row["there"])
    return sorted(rows, key=lambda row: row["there"] / max(1, row["target"]))


def surveys(user: Any) -> QuerySet[Survey]:
    """The surveys of the researcher's organisations, newest first, with how much is there."""
    return permissions.visible_to(user).annotate(answers=Coalesce(Sum("waves__answers"), 0))


def published(user: Any) -> QuerySet[Survey]:
    """The surveys whose report is published, newest first."""
    return permissions.published(user).filter(published__isnull=False).order_by("-published")


def waves(survey: Survey) -> list[Wave]:
    """Every wave with its version and its networks."""
    return list(survey.waves.select_related("version").prefetch_related("networks"))


def broken_series(version: Version) -> list[Change]:
    """What this version asks otherwise than the version before it."""
    before = version.survey.versions.filter(number=version.number - 1).first()
    return changes(questionnaire(before), questionnaire(version)) if before else []


def personal_data(person: Any) -> list[dict[str, Any]]:
    """The hypotheses that `person` wrote, and which interviews they kept. Answers to surveys are joined to nobody."""
    planned = Hypothesis.objects.filter(by=person).values("survey__slug", "rows", "columns", "words", "written")
    return [*planned, *Interview.objects.filter(by=person).values("survey__slug", "label", "created")]


def said(words: Mapping[str, str], language: str) -> str:
    """The text in this language, else the first there is."""
    return words.get(language) or next(iter(words.values()), "")
