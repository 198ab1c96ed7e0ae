"""A diagnosis as it stands: its words, its answers, what follows from them, what is asked next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from tandem.diagnosis.models import Diagnosis, Door, PlanStep, SkillRating
from tandem.domain import maturity
from tandem.questionnaires import queries as questionnaires
from tandem.questionnaires.content import QuestionnaireContent


@dataclass(frozen=True)
class Standing:
    """The words of a version, the answers that count (question → answer, with who and when), and the result."""

    content: QuestionnaireContent
    answers: Mapping[str, Any]

    @cached_property
    def result(self) -> maturity.Diagnosis:
        given = {question: answer.choice for question, answer in self.answers.items()}
        return maturity.diagnose(self.content.questionnaire, given)

    @cached_property
    def core(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.content.questionnaire.questions if one.core)

    @cached_property
    def core_left(self) -> tuple[str, ...]:
        return tuple(question for question in self.core if question not in self.answers)

    def part(self, dimension: str) -> tuple[str, ...]:
        """The questions of a dimension that are asked now, in their order."""
        asked = set(self.result.shown)
        questions = self.content.questionnaire.questions
        return tuple(one.id for one in questions if one.dimension == dimension and one.id in asked)

    def dimension_of(self, question: str) -> str:
        return self.content.questionnaire.by_id[question].dimension

    def after(self, question: str, *, changed: bool) -> str | None:
        """The question that follows an answer; None when there is none: after the last of the first questions,
        at the end of a dimension, and after an answer that was only changed."""
        if self.core_left:
            return self.core_left[0]
        if changed or question in self.core:
            return None
        left = [one for one in self.part(self.dimension_of(question)) if one not in self.answers]
        return left[0] if left else None

    def before(self, question: str) -> str | None:
        """The question before this one among the first ones, or in its dimension."""
        if question in self.core:
            row = self.core
        else:
            row = tuple(one for one in self.part(self.dimension_of(question)) if one not in self.core)
        place = row.index(question) if question in row else 0
        return row[place - 1] if place else None


def with_answers(content: QuestionnaireContent, answers: Mapping[str, Any] | None = None) -> Standing:
    return Standing(content, answers or {})


def standing(diagnosis: Diagnosis) -> Standing:
    """One query: the answers."""
    return Standing(questionnaires.content_of(diagnosis.filling), questionnaires.answers(diagnosis.filling))


def mine(user: Any, kind: str, visible: QuerySet[Diagnosis]) -> QuerySet[Diagnosis]:
    """What one may go on with, newest first."""
    return visible.filter(kind=kind).select_related("organisation", "filling").order_by("-changed", "-pk")


def latest_of(organisation: Any, kind: str, before: Diagnosis | None = None) -> Diagnosis | None:
    """The newest diagnosis of an organisation, or the one before another."""
    found = Diagnosis.objects.filter(organisation=organisation, kind=kind).select_related("filling")
    if before is not None:
        found = found.filter(started__lt=before.started)
    return found.order_by("-started", "-pk").first()


def last_diagnoses(organisations: Collection[int]) -> dict[int, list[Diagnosis]]:
    """The newest diagnosis of each kind, by organisation; one query for all of them."""
    newest: dict[tuple[int, str], Diagnosis] = {}
    rows = Diagnosis.objects.filter(organisation__in=list(organisations)).order_by("-started", "-pk")
    for one in rows:
        newest.setdefault((one.organisation_id, one.kind), one)
    found: dict[int, list[Diagnosis]] = {}
    for (organisation, _kind), one in sorted(newest.items()):
        found.setdefault(organisation, []).append(one)
    return found


def personal_data(person: Any) -> dict[str, Any]:
    """The diagnoses that `person` began (their answers stand with the questionnaires), their words on plans, and how
    they see their skills."""
    begun = Diagnosis.objects.filter(author=person).order_by("pk")
    steps = PlanStep.objects.filter(by=person)
    skills = SkillRating.objects.filter(person=person).order_by("pk")
    return {
        "diagnoses": list(begun.values("kind", "organisation__name", "started", "changed")),
        "diagnoses_that_may_be_counted": list(
            Diagnosis.objects.filter(consent_by=person).order_by("pk").values("kind", "organisation__name", "started")
        ),
        "plan": list(steps.values("organisation__name", "recommendation", "state", "note", "changed")),
        "doors": list(Door.objects.filter(by=person).values("organisation__name", "kind", "how", "changed")),
        "skills": list(skills.values("team__organisation__name", "framework", "competence", "band", "offered", "at")),
    }
