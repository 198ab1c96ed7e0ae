"""The invented diagnoses and teams of the demonstration, played through the ordinary actions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from tandem.diagnosis import actions, queries
from tandem.diagnosis.models import Diagnosis, SkillRating
from tandem.diagnosis.queries import skills
from tandem.directory import demonstration as directory_demonstration
from tandem.directory import queries as directory
from tandem.domain.maturity import DONT_KNOW
from tandem.questionnaires import queries as questionnaires
from tandem.ui.content import content_folder

#: How often somebody does not know, and how far an answer may be from what is usual in its organisation.
DOES_NOT_KNOW = 0.08
SPREAD = 0.25
#: How often a member offers help where they are at ease.
OFFERS_HELP = 0.3


@transaction.atomic
def load() -> dict[str, int]:
    """Add what is not there yet; return how many diagnoses were added. A second load adds nothing."""
    added = sum(_diagnosis(row) for row in _rows("diagnoses"))
    for row in _rows("teams"):
        _team(row)
    return {"diagnoses": added}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (content_folder() / "demonstration" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(9), UTC)


def _diagnosis(row: dict[str, Any]) -> bool:
    organisation, at = directory.organisation_of_slug(row["organisation"]), _at(row["began"])
    if Diagnosis.objects.filter(organisation=organisation, kind=row["kind"], started=at).exists():
        return False
    actor = directory.owners(organisation)[0]
    random = Random(f"{row['organisation']} {row['began']}")  # noqa: S311 – invented answers
    version = questionnaires.newest_version(row["kind"])
    questions = questionnaires.newest(row["kind"]).questionnaire.questions
    first = _choice(questions[0].choices, row["level"], random)
    diagnosis = actions.begin(row["kind"], version, questions[0].id, first, actor=actor, at=at)
    actions.keep(diagnosis, organisation, actor=actor, at=at)
    for question in questions[1:]:
        if not question.shown_when.clauses() or question.id in queries.standing(diagnosis).result.shown:
            choice = _choice(question.choices, row["level"], random)
            actions.answer(diagnosis, question.id, choice, actor=actor, at=at)
    _plan(diagnosis, row.get("plan", {}), actor, at)
    if "supporter" in row:
        _read_beside(diagnosis, row, actor, random)
    if "door" in row:
        actions.name_door(organisation, row["door"], row["how"], True, actor=actor, at=at)
    return True


def _choice(choices: tuple[str, ...], level: float, random: Random) -> str:
    if random.random() < DOES_NOT_KNOW:
        return DONT_KNOW
    place = round((level + random.uniform(-SPREAD, SPREAD)) * (len(choices) - 1))
    return choices[min(max(place, 0), len(choices) - 1)]


def _plan(diagnosis: Diagnosis, wanted: dict[str, int], actor: Any, at: datetime) -> None:
    steps = iter(queries.standing(diagnosis).result.recommendations)
    for state, number in wanted.items():
        for _, step in zip(range(number), steps, strict=False):
            kept = actions.plan(diagnosis, step.id, actor=actor, at=at)
            actions.move(kept, state, "", actor=actor, at=at + timedelta(days=7))


def _read_beside(diagnosis: Diagnosis, row: dict[str, Any], actor: Any, random: Random) -> None:
    supporter = directory.organisation_of_slug(row["supporter"])
    at = _at(row["began"]) + timedelta(days=14)
    actions.invite_supporter(diagnosis, supporter, actor=actor, at=at)
    reader = directory.owners(supporter)[0]
    now = queries.standing(diagnosis)
    for question in now.content.questionnaire.questions:
        if question.id in now.result.shown:
            choice = _choice(question.choices, row["reading"], random)
            actions.read_beside(diagnosis, question.id, choice, supporter=supporter, actor=reader, at=at)


def _team(row: dict[str, Any]) -> None:
    organisation, at = directory.organisation_of_slug(row["organisation"]), _at(row["answered"])
    if SkillRating.objects.filter(team__organisation=organisation).exists():
        return
    directory_demonstration.colleagues(organisation, row["colleagues"], at)
    random = Random(row["organisation"])  # noqa: S311 – invented answers
    for membership in directory.members(organisation):
        given = {}
        for area in skills.areas("en"):
            for one in area["competences"]:
                band = random.choice((0, 1, 1, 2, 2, 2, 3, 4))
                given[area["framework"], one["id"]] = (band, band > 2 and random.random() < OFFERS_HELP)
        actions.rate(organisation, given, actor=membership.person, at=at)
