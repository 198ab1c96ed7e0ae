"""The plan of an organisation: the next steps it chose, and how they go."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tandem.diagnosis.models import PlanStep
from tandem.diagnosis.queries.results import destination
from tandem.questionnaires import queries as questionnaires

#: What is under way comes first, what is settled last.
ORDER = ("doing", "blocked", "proposed", "done", "not-for-us")


def plan_of(organisation: Any, language: str) -> list[dict[str, Any]]:
    """Every step with its words in the version it came from; one query."""
    steps = PlanStep.objects.filter(organisation=organisation).select_related("by")
    return [_row(step, language) for step in sorted(steps, key=lambda step: (ORDER.index(step.state), step.pk))]


def planned(organisation: int, questionnaire: str) -> set[str]:
    """The recommendations that stand on the plan already."""
    steps = PlanStep.objects.filter(organisation=organisation, questionnaire=questionnaire)
    return set(steps.values_list("recommendation", flat=True))


def step_of_plan(organisation: Any, pk: int) -> PlanStep | None:
    return PlanStep.objects.filter(organisation=organisation, pk=pk).first()


def counts(organisation: Any) -> list[tuple[str, int]]:
    """How many steps are in each state, in words, in the order of the plan; states without one left out."""
    found = Counter(PlanStep.objects.filter(organisation=organisation).values_list("state", flat=True))
    return [(str(PlanStep.State(state).label), found[state]) for state in ORDER if found[state]]


def _row(step: PlanStep, language: str) -> dict[str, Any]:
    words = questionnaires.content_in(step.questionnaire, step.version).recommendations[step.recommendation]
    return {
        "step": step,
        "title": words.title[language],
        "text": words.text[language],
        "effort": words.effort[language],
        "cost": words.cost[language],
        "kind": words.destination,
        **destination(words.destination, words.target, language),
    }
