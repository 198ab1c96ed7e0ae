"""Asking two owners whether they would share a need; making, publishing and leaving the shared one."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.matching import queries, tasks
from tandem.matching.models import JointAnswer, JointQuestion, Need, NeedAuthorship, Posting

NO_LONGER_ASKED = gettext_noop("This question is closed: it came to nothing. Your need stays as it is.")
LAST_AUTHOR = gettext_noop("Nobody else is left to write this need: take it off the lists instead.")
State = JointQuestion.State


def ask_about_joint_needs(at: datetime) -> None:
    """Ask the owners of needs that are alike, and close what nobody answered. Run as often as one likes."""
    for question in queries.questions_past_their_last_day(at):
        _end(question, State.EXPIRED, at=at)
    for first, second in queries.pairs_to_ask(at):
        ask_owners(first, second, at=at)


@transaction.atomic
def ask_owners(first: Need, second: Need, *, at: datetime) -> JointQuestion:
    """Ask the owners of these two, once for ever."""
    question, new = JointQuestion.objects.get_or_create(first=first, second=second, defaults={"asked": at})
    if new:
        record("joint_need.asked", question, actor=None, at=at, needs=[first.pk, second.pk])
        transaction.on_commit(partial(tasks.ask_about_joint_need.enqueue, question.pk))
    return question


@transaction.atomic
def answer_joint_question(question: JointQuestion, need: Need, agrees: bool, *, actor: Any, at: datetime) -> Decision:
    """Yes or no of one owner. The second yes makes one draft of both needs; a no ends it."""
    JointQuestion.objects.select_for_update().get(pk=question.pk)
    question = queries.question_to_tell(question.pk)
    if question.state != State.ASKED:
        return refused(NO_LONGER_ASKED)
    if not question.first.state == question.second.state == Posting.State.PUBLISHED:
        _end(question, State.EXPIRED, at=at)
        return refused(NO_LONGER_ASKED)
    answer = {"person": actor, "at": at, "agrees": agrees}
    JointAnswer.objects.update_or_create(question=question, need=need, defaults=answer)
    record("joint_need.answered", question, actor=actor, at=at, need=need.pk, agrees=agrees)
    if not agrees:
        _end(question, State.DECLINED, at=at)
    elif question.answers.filter(agrees=True).count() == 2:
        _share(question, actor=actor, at=at)
    return ALLOWED


@transaction.atomic
def _end(question: JointQuestion, state: str, *, at: datetime) -> None:
    """It came to nothing; who had said yes is told so, and no more."""
    question.state = state
    question.save(update_fields=["state"])
    record(f"joint_need.{state}", question, actor=None, at=at)
    transaction.on_commit(partial(tasks.tell_that_no_need_is_shared.enqueue, question.pk))


def _share(question: JointQuestion, *, actor: Any, at: datetime) -> None:
    first, second = question.first, question.second
    shared = Need.objects.create(**_both(first, second), author=actor, created=at, changed=at)
    for need in (first, second):
        NeedAuthorship.objects.create(need=shared, organisation=need.organisation, original=need, since=at)
    question.state, question.shared = State.AGREED, shared
    question.save(update_fields=["state", "shared"])
    record("need.shared", shared, actor=actor, at=at, of=[first.pk, second.pk])
    transaction.on_commit(partial(tasks.tell_of_shared_need.enqueue, shared.pk))


def _both(first: Need, second: Need) -> dict[str, Any]:
    """The answers of both in one draft; what they do not say alike is left to them."""
    asked = {(one["framework"], one["id"]): one for one in [*second.competences, *first.competences]}
    return {
        "organisation": first.organisation,
        "problem": f"{first.problem}\n\n{second.problem}",
        "title": first.title,
        "language": first.language,
        "help": first.help,
        "remote": first.remote and second.remote,
        "visibility": Posting.Visibility.MEMBERS,
        "technology": list(dict.fromkeys([*first.technology, *second.technology])),
        "competences": list(asked.values()),
        "forms": [form for form in first.forms if form in second.forms],
        "countries": list(dict.fromkeys([*first.countries, *second.countries])),
    }


def retire_originals(shared: Need, *, actor: Any, at: datetime) -> None:
    """Once the shared need is published, the needs before it leave the lists."""
    for authorship in queries.authors_of(shared):
        original = authorship.original
        if original and original.state == Posting.State.PUBLISHED:
            original.state, original.changed = Posting.State.CLOSED, at
            original.save(update_fields=["state", "changed"])
            record("need.closed", original, actor=actor, at=at, shared=shared.pk)


@transaction.atomic
def leave_shared_need(shared: Need, organisation: Any, *, actor: Any, at: datetime) -> Decision:
    """One organisation goes its own way: its former need comes back as a draft, the other leads what was shared."""
    shared = Need.objects.select_for_update().get(pk=shared.pk)
    authors = queries.authors_of(shared)
    leaving = next((one for one in authors if one.organisation_id == organisation.pk), None)
    staying = [one for one in authors if one.organisation_id != organisation.pk]
    if leaving is None:
        return ALLOWED
    if not staying:
        return refused(LAST_AUTHOR)
    leaving.left = at
    leaving.save(update_fields=["left"])
    if shared.organisation_id == organisation.pk:
        shared.organisation = staying[0].organisation
        shared.save(update_fields=["organisation"])
    if leaving.original and leaving.original.state == Posting.State.CLOSED:
        leaving.original.state, leaving.original.changed = Posting.State.DRAFT, at
        leaving.original.save(update_fields=["state", "changed"])
    record("need.author_left", shared, actor=actor, at=at, organisation=organisation.pk)
    return ALLOWED
