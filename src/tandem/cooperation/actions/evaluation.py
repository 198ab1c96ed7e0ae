"""The evaluation by all sides, sealed until all have answered; and what still runs months later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import queries, tasks
from tandem.cooperation.actions.rooms import locked, pass_the_ball
from tandem.cooperation.grid import CURRENT
from tandem.cooperation.models import Cooperation, Evaluation, EvaluationRound, FollowUp, FollowUpAnswer, Party
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record


@transaction.atomic
def evaluate(room: Cooperation, party: Party, answers: dict[str, str], *, actor: Any, at: datetime) -> Decision:
    """One side's answers, given once a round. With the last side's answers the round opens and all read."""
    room = locked(room)
    now = queries.current_round(room)
    if now is None or room.phase == "closed" or not room.is_past_work:
        return refused(gettext_noop("The evaluation is not open. Please reload the page."))
    kept, created = Evaluation.objects.get_or_create(
        round=now,
        party=party,
        defaults={
            "grid": CURRENT,
            "answers": answers,
            "late": now.opened is not None,
            "at": at,
            "person": actor,
        },
    )
    if not created:
        return ALLOWED if kept.answers == answers else refused(gettext_noop("Your side has answered already."))
    record("cooperation.evaluated", room, actor=actor, at=at, side=party.side, round=now.number)
    open_when_all_answered(room, at)
    pass_the_ball(room, at)
    return ALLOWED


def open_when_all_answered(room: Cooperation, at: datetime) -> None:
    """Open the round of this room once everybody who is there has answered."""
    now = EvaluationRound.objects.filter(cooperation=room).last()
    if now is None or now.opened is not None:
        return
    answered = set(now.evaluations.values_list("party", flat=True))
    if all(party.pk in answered for party in room.parties.all()):
        _open(now, at)


def open_silent_evaluations(at: datetime) -> None:
    """Open the evaluations in which a side stayed silent for 14 days."""
    for silent in queries.silent_rounds(at):
        with transaction.atomic():
            locked(silent.cooperation)
            now = EvaluationRound.objects.get(pk=silent.pk)
            if now.opened is None:
                _open(now, at)


def _open(now: EvaluationRound, at: datetime) -> None:
    EvaluationRound.objects.filter(pk=now.pk).update(opened=at)
    record("cooperation.evaluation_opened", now.cooperation, actor=None, at=at, round=now.number)
    if now.evaluations.exists():
        transaction.on_commit(lambda: tasks.tell_of_evaluation.enqueue(now.pk))


def follow_up(at: datetime) -> None:
    """Ask all sides, three and twelve months after the end, what still runs. Each time once."""
    for one, months in queries.due_follow_ups(at):
        with transaction.atomic():
            room = locked(one)
            if room.phase != "closed":
                continue
            asked, created = FollowUp.objects.get_or_create(cooperation=room, months=months, defaults={"asked": at})
            if created:
                record("cooperation.followed_up", room, actor=None, at=at, months=months)
                transaction.on_commit(lambda pk=asked.pk: tasks.ask_what_runs.enqueue(pk))


@transaction.atomic
def say_what_runs(
    asked: FollowUp, party: Party, runs: str, maintains: str, words: str, *, actor: Any, at: datetime
) -> Decision:
    """What one side sees; said again, the newer words stand."""
    room = locked(asked.cooperation)
    FollowUpAnswer.objects.update_or_create(
        follow_up=asked,
        party=party,
        defaults={"runs": runs, "maintains": maintains, "words": words, "at": at, "person": actor},
    )
    record("cooperation.said_what_runs", room, actor=actor, at=at, side=party.side, months=asked.months, state=runs)
    return ALLOWED
