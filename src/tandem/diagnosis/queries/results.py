"""What the page of a result shows, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tandem.competences import queries as competences
from tandem.diagnosis.models import Diagnosis
from tandem.diagnosis.queries.standing import Standing, latest_of, standing
from tandem.domain import maturity
from tandem.domain.maturity import DONT_KNOW
from tandem.guide import queries as guide

#: The next steps that stand out: more would be a list nobody begins.
FIRST = 3


@dataclass(frozen=True)
class Page:
    """`subjects` and `steps` as the template reads them; `last` is the diagnosis before this one."""

    answered: int
    subjects: list[dict[str, Any]]
    chart: list[dict[str, Any]]
    starts: list[int]
    first_steps: list[dict[str, Any]]
    more_steps: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    last: Diagnosis | None
    furthest: list[str]
    least: list[str]


def page_of(diagnosis: Diagnosis, now: Standing, language: str) -> Page:
    last = latest_of(diagnosis.organisation_id, diagnosis.kind, before=diagnosis) if diagnosis.organisation_id else None
    moved = _moves(now, last)
    subjects = [_subject(now, result, moved.get(result.id), language) for result in now.result.dimensions]
    steps = [step_of(now, recommendation, language) for recommendation in now.result.recommendations]
    ranks = [subject["rank"] for subject in subjects]
    return Page(
        answered=now.result.answered,
        subjects=subjects,
        chart=[{key: subject[key] for key in ("label", "low", "high", "at_least", "at_best")} for subject in subjects],
        starts=[round(band.starts_at) for band in now.content.questionnaire.bands[1:]],
        first_steps=steps[:FIRST],
        more_steps=steps[FIRST:],
        figures=_figures(now, language),
        last=last,
        furthest=[one["label"] for one in subjects if one["rank"] == max(ranks) > min(ranks)],
        least=[one["label"] for one in subjects if one["rank"] == min(ranks) < max(ranks)],
    )


def _moves(now: Standing, last: Diagnosis | None) -> dict[str, maturity.Change]:
    if last is None:
        return {}
    changes = maturity.changes(now.content.questionnaire, standing(last).result, now.result)
    return {change.dimension: change for change in changes}


def _subject(
    now: Standing, result: maturity.DimensionResult, moved: maturity.Change | None, language: str
) -> dict[str, Any]:
    words = now.content.dimensions[result.id]
    bands = [band.id for band in now.content.questionnaire.bands]
    best = [band.id for band in now.content.questionnaire.bands if band.starts_at <= result.high][-1]
    band = words.bands[result.band]
    return {
        "id": result.id,
        "label": words.name[language],
        "about": words.about[language],
        "low": round(result.low),
        "high": round(result.high),
        "rank": bands.index(result.band),
        "at_least": now.content.bands[result.band][language],
        "at_best": now.content.bands[best][language],
        "now": band.now[language],
        "next": band.next[language] if band.next else "",
        "unknown": result.unknown,
        "moved": moved.bands if moved else None,
        "narrower": moved.narrower if moved else False,
    }


def step_of(now: Standing, recommendation: maturity.Recommendation, language: str) -> dict[str, Any]:
    """A next step: what to do, what it takes, the answers that led to it, where it leads."""
    words = now.content.recommendations[recommendation.id]
    return {
        "id": recommendation.id,
        "title": words.title[language],
        "text": words.text[language],
        "effort": words.effort[language],
        "cost": words.cost[language],
        "kind": words.destination,
        "because": [said(now, question, language) for question in recommendation.triggered_by],
        **destination(words.destination, words.target, language),
    }


def said(now: Standing, question: str, language: str) -> dict[str, Any]:
    """A question and the answer given to it, in words."""
    words = now.content.questions[question]
    answer = now.answers[question]
    chosen = _("I don’t know") if answer.choice == DONT_KNOW else words.choices[answer.choice][language]
    return {
        "question": question,
        "text": words.text[language],
        "answer": chosen,
        "by": answer.by,
        "at": answer.at,
        "through": answer.through,
    }


def destination(kind: str, target: str, language: str) -> dict[str, str]:
    """Where a recommendation leads; a person, or nothing for now, leads nowhere and says so."""
    if kind == "guide":
        page = guide.page(target)
        return {"url": reverse("guide_page", args=[target]), "leads_to": page.title[language] if page else target}
    if kind == "template":
        return {"url": reverse("help_template", args=[target]), "leads_to": _("A ready-made need to ask for help")}
    if kind == "technology":
        label = competences.label("technology", target, language)
        return {"url": f"{reverse('solutions')}?{urlencode({'technology': target})}", "leads_to": label}
    if kind == "resource":
        resource = guide.resource(target)
        return {"url": f"{reverse('resources')}#{target}", "leads_to": resource.name if resource else target}
    return {"url": "", "leads_to": ""}


def _figures(now: Standing, language: str) -> list[dict[str, Any]]:
    """What the study published beside the questions that were answered here."""
    return [
        {**said(now, figure.question, language), "figure": figure.text[language], "source": figure.source}
        for figure in now.content.figures
        if figure.question in now.answers
    ]
