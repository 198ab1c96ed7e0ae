"""The plan of an organisation: the next steps it chose, and how they go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Count, QuerySet

from tandem.diagnosis.models import PlanFollowUp, PlanStep
from tandem.diagnosis.queries.results import destination
from tandem.questionnaires import queries as questionnaires

#: What is asked about when nobody touched it for long.
UNDER_WAY = ("doing", "blocked")
SALT = "plan.follow_up"
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


def plans_counted(organisations: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """The same for several organisations, in one query."""
    rows = PlanStep.objects.filter(organisation__in=list(organisations)).values("organisation", "state")
    found = {
        (row["organisation"], row["state"]): row["how_many"] for row in rows.annotate(how_many=Count("pk")).order_by()
    }
    counted: dict[int, list[tuple[str, int]]] = {}
    for state in ORDER:
        for organisation in organisations:
            if number := found.get((organisation, state)):
                counted.setdefault(organisation, []).append((str(PlanStep.State(state).label), number))
    return counted


def quiet_steps(since: datetime) -> QuerySet[PlanStep]:
    """Steps under way or blocked that nobody touched since then, where people have not asked to be left alone."""
    waiting = PlanStep.objects.filter(state__in=UNDER_WAY, changed__lte=since, organisation__closed_at=None)
    stopped = PlanFollowUp.objects.filter(stopped=True).values("organisation")
    return waiting.exclude(organisation__in=stopped).select_related("organisation", "by").order_by("organisation", "pk")


def is_followed_up(organisation: Any) -> bool:
    return not PlanFollowUp.objects.filter(organisation=organisation, stopped=True).exists()


def title_of(step: PlanStep, language: str) -> str:
    words = questionnaires.content_in(step.questionnaire, step.version).recommendations[step.recommendation]
    return words.title[language]


def stop_token(organisation: Any) -> str:
    """Part of an address that stops the follow-up of one plan, without signing in."""
    return signing.dumps(organisation.pk, salt=SALT)


def organisation_of_token(token: str) -> Any:
    """The organisation whose plan an e-mail was about; None when the address was made up."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    kept = PlanFollowUp.objects.filter(organisation=pk).select_related("organisation").first()
    return kept.organisation if kept else None


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
