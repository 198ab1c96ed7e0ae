"""The evaluation, sealed or side by side; and what still runs afterwards."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.cooperation import phases
from tandem.cooperation.grid import grid
from tandem.cooperation.models import (
    Cooperation,
    Evaluation,
    EvaluationRound,
    FollowUp,
    FollowUpAnswer,
    Party,
)
from tandem.domain.lifecycle import ROOM

#: The evaluation stays sealed until all have answered, or this long.
SEALED_FOR = timedelta(days=14)
#: How many months after the end all are asked what still runs.
FOLLOWED_UP_AFTER = (3, 12)


def current_round(room: Cooperation) -> EvaluationRound | None:
    """The last evaluation; read once for each reading of the room."""
    if "round_now" not in room.__dict__:
        room.__dict__["round_now"] = room.evaluation_rounds.last()
    kept: EvaluationRound | None = room.__dict__["round_now"]
    return kept


def evaluation_facts(room: Cooperation, at: datetime, asked: Collection[str]) -> dict[str, object]:
    """What the conditions of the machine ask about the evaluation, when they ask anything."""
    if "evaluations_open" not in asked:
        return {}
    now = current_round(room)
    return {"evaluations_open": now is not None and (now.opened is not None or at - now.began >= SEALED_FOR)}


def sides_awaited_in_evaluation(room: Cooperation) -> list[str]:
    """Those who have not answered; empty once all have."""
    if "answered_now" not in room.__dict__:
        now = current_round(room)
        room.__dict__["answered_now"] = set(now.evaluations.values_list("party", flat=True)) if now else set()
    return [party.side for party in room.parties.all() if party.pk not in room.__dict__["answered_now"]]


def own_evaluation(room: Cooperation, own: Party | None) -> Evaluation | None:
    """What one's own side answered in the last round."""
    now = current_round(room)
    return now.evaluations.filter(party=own).first() if now and own else None


def opened_rounds(room: Cooperation) -> list[EvaluationRound]:
    """The rounds that all may read, newest first. What is sealed is not even fetched."""
    opened = room.evaluation_rounds.filter(opened__isnull=False).order_by("-number")
    return list(
        opened.prefetch_related(Prefetch("evaluations", Evaluation.objects.select_related("party__organisation")))
    )


def side_by_side(one: EvaluationRound) -> dict[str, Any]:
    """An opened round as a table: each question with the answer of every side, and where they differ."""
    said = list(one.evaluations.all())
    version = said[0].grid if said else 1
    sections = []
    for section in grid(version):
        rows = []
        for question in section.questions:
            values = [evaluation.answers.get(question.id, "") for evaluation in said]
            if question.kind == "fact" and not any(values):
                continue
            rows.append(
                {
                    "id": question.id,
                    "question": question.words,
                    "answers": (answers := [question.said(value) for value in values]),
                    "by": list(zip(said, answers, strict=True)),
                    "differ": question.kind != "fact" and len(set(values)) > 1,
                }
            )
        sections.append({"title": section.words, "rows": rows})
    return {"round": one, "said": said, "sections": sections if said else []}


def silent_rounds(at: datetime) -> QuerySet[EvaluationRound]:
    """Sealed for as long as they may be."""
    return EvaluationRound.objects.filter(opened=None, began__lte=at - SEALED_FOR)


def round_by_pk(pk: int) -> EvaluationRound:
    return EvaluationRound.objects.get(pk=pk)


def next_in_evaluation(room: Cooperation, own: Party | None) -> dict[str, str]:
    """The sentence after whose turn it is."""
    href = reverse("evaluation", args=[room.reference])
    if own and own.side in sides_awaited_in_evaluation(room):
        text = _("The same questions for all, sealed until all have answered, or for 14 days.")
        return {"text": text, "href": href, "label": _("Evaluate")}
    now = current_round(room)
    if now and now.opened:
        return {"text": _("Read side by side what each of you sees."), "href": href, "label": _("See the evaluation")}
    return {"text": _("Your answers are sealed until all of you have answered."), "href": "", "label": ""}


def months_later(at: datetime, months: int) -> datetime:
    """The same day some months later, or the last day of a shorter month.

    >>> months_later(datetime(2026, 11, 30), 3)
    datetime.datetime(2027, 2, 28, 0, 0)
    """
    year, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + year, month + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


def due_follow_ups(at: datetime) -> list[tuple[Cooperation, int]]:
    """Closed rooms in which work had begun, and how many months have passed without being asked."""
    begun = Cooperation.objects.filter(machine=ROOM.id, steps__transition__in=phases.ways_into("work"))
    closed = begun.filter(phase="closed").distinct()
    due = []
    for months in FOLLOWED_UP_AFTER:
        waiting = closed.filter(since__lte=at - timedelta(days=28 * months)).exclude(follow_ups__months=months)
        due += [(room, months) for room in waiting if months_later(room.since, months) <= at]
    return due


def follow_ups_of(room: Cooperation) -> list[FollowUp]:
    """What all said of what still runs, the earliest first."""
    answers = FollowUpAnswer.objects.select_related("party__organisation")
    return list(room.follow_ups.prefetch_related(Prefetch("answers", answers)))


def follow_up_by_pk(pk: int) -> FollowUp:
    return FollowUp.objects.get(pk=pk)
