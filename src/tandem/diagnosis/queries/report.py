"""One report for two: how an organisation sees itself, and how its supporter does, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tandem.diagnosis.models import Diagnosis
from tandem.diagnosis.queries.results import said
from tandem.diagnosis.queries.standing import Standing
from tandem.directory.permissions import consents_in_force
from tandem.domain.maturity import DONT_KNOW
from tandem.questionnaires import queries as questionnaires


@dataclass(frozen=True)
class Report:
    """`subjects` one after the other; `through` who read beside; `left` the questions without a reading yet."""

    subjects: list[dict[str, Any]]
    through: str
    left: tuple[str, ...]


def reading_of(diagnosis: Diagnosis, now: Standing) -> Standing:
    """The supporter's answers to the same version; none yet when there is no reading."""
    answers = questionnaires.answers(diagnosis.reading) if diagnosis.reading_id else {}
    return Standing(now.content, answers)


def report_of(diagnosis: Diagnosis, now: Standing, language: str, supporter: str = "") -> Report:
    """`supporter`: whose reading it is while nobody has written one."""
    beside = reading_of(diagnosis, now)
    results = {result.id: result for result in beside.result.dimensions}
    bands = [band.id for band in now.content.questionnaire.bands]
    subjects = []
    for result in now.result.dimensions:
        questions = [_line(now, beside, question, language) for question in now.part(result.id)]
        both = [line for line in questions if line["own"] and line["beside"]]
        other = results[result.id]
        read = any(line["beside"] for line in questions)
        subjects.append(
            {
                "label": now.content.dimensions[result.id].name[language],
                "own": now.content.bands[result.band][language],
                "beside": now.content.bands[other.band][language] if read else "",
                "difference": _difference(bands.index(result.band), bands.index(other.band)) if read else "",
                "differ": [line for line in both if line["differ"]],
                "alike": len([line for line in both if not line["differ"]]),
            }
        )
    through = next((answer.through for answer in beside.answers.values()), supporter)
    left = tuple(question for question in now.result.shown if question not in beside.answers)
    return Report(subjects, through, left)


def who_sits_in(organisation: Any) -> list[Any]:
    """Who accompanies the organisation with its consent to sit in on its diagnoses, oldest consent first."""
    agreed = consents_in_force().filter(organisation=organisation, may_sit_in=True)
    return list(agreed.select_related("supporter").order_by("agreed_at"))


def _line(now: Standing, beside: Standing, question: str, language: str) -> dict[str, Any]:
    own = said(now, question, language) if question in now.answers else None
    other = said(beside, question, language) if question in beside.answers else None
    differ = bool(own and other and now.answers[question].choice != beside.answers[question].choice)
    return {
        "text": now.content.questions[question].text[language],
        "own": own,
        "beside": other,
        "differ": differ,
        "how": _how(now, beside, question) if differ else "",
    }


def _difference(own: int, beside: int) -> str:
    if own == beside:
        return _("Both see it alike.")
    steps = abs(own - beside)
    if beside > own:
        return ngettext(
            "The supporter sees you %(steps)s step further than you do.",
            "The supporter sees you %(steps)s steps further than you do.",
            steps,
        ) % {"steps": steps}
    return ngettext(
        "You see yourselves %(steps)s step further than the supporter does.",
        "You see yourselves %(steps)s steps further than the supporter does.",
        steps,
    ) % {"steps": steps}


def _how(now: Standing, beside: Standing, question: str) -> str:
    """Which of the two is further, in words; an "I don't know" is neither."""
    own, other = now.answers[question].choice, beside.answers[question].choice
    if DONT_KNOW in (own, other):
        return _("one of you does not know")
    order = now.content.questionnaire.by_id[question].choices
    return _("the supporter sees more") if order.index(other) > order.index(own) else _("you see more")
