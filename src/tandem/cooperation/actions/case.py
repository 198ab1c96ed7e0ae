"""The shared case: written by one, edited by all, public only when every party approves the same text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from tandem.cooperation import queries, tasks
from tandem.cooperation.actions.rooms import locked
from tandem.cooperation.models import CaseApproval, CaseContest, CaseVersion, Cooperation, Party, SharedCase
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

#: A doubt that nobody confirms is forgotten.
CONFIRMED_WITHIN = timedelta(days=7)


@transaction.atomic
def write_case(
    room: Cooperation,
    party: Party,
    language: str,
    title: str,
    body: dict[str, str],
    claims: list[tuple[str, str]],
    seen: int,
    *,
    actor: Any,
    at: datetime,
) -> Decision:
    """A new version of the text; `claims` are sentences with the id of their evidence. Every approval is asked anew.

    The published text stays as it is until the new one is approved by all.
    """
    room = locked(room)
    if not room.is_past_work:
        return refused(gettext_noop("A case is written from the evaluation on."))
    evidence = queries.evidence_of(room)
    if any(shown not in evidence for _text, shown in claims):
        return refused(gettext_noop("What one of the claims rests on is not in the room any more. Choose again."))
    case = queries.case_of(room) or SharedCase.objects.create(cooperation=room, slug=_free_slug(title))
    before = queries.newest_version(case)
    rested = [{"text": text, "evidence": evidence[shown]} for text, shown in claims]
    mark = queries.fingerprint(language, title, body, rested)
    if before and before.hash == mark:
        return ALLOWED
    if seen != (before.number if before else 0):
        return refused(
            gettext_noop(
                "Somebody changed this while you were writing. Their words are below: keep what you need of both."
            )
        )
    version = CaseVersion.objects.create(
        case=case,
        number=seen + 1,
        language=language,
        title=title,
        body=body,
        claims=rested,
        hash=mark,
        at=at,
        party=party,
        person=actor,
    )
    record("cooperation.case_written", room, actor=actor, at=at, side=party.side, version=version.number, hash=mark)
    return ALLOWED


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:100] or "case"
    taken = set(SharedCase.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug
        for number in range(len(taken) + 1)
        if (slug := f"{wanted}-{number + 1}" if number else wanted) not in taken
    )


@transaction.atomic
def approve_case(room: Cooperation, party: Party, seen: str, *, actor: Any, at: datetime) -> Decision:
    """Agree to publish exactly the text that was read (`seen` is its hash). With the last approval it is public."""
    room = locked(room)
    case = queries.case_of(room)
    version = queries.newest_version(case)
    if case is None or version is None or version.hash != seen:
        return refused(gettext_noop("The text has changed meanwhile. Please read it again before you approve it."))
    _approval, created = CaseApproval.objects.get_or_create(
        version=version, party=party, defaults={"at": at, "person": actor}
    )
    if created:
        record(
            "cooperation.case_approved", room, actor=actor, at=at, side=party.side, version=version.number, hash=seen
        )
    if case.published_id != version.pk and _approvals(version) == room.parties.count():
        SharedCase.objects.filter(pk=case.pk).update(published=version, published_at=at, withdrawn=None)
        record("cooperation.case_published", room, actor=actor, at=at, version=version.number, hash=seen)
    elif created:
        transaction.on_commit(lambda: tasks.tell_of_case.enqueue(room.pk, party.pk))
    return ALLOWED


def _approvals(version: CaseVersion) -> int:
    """Counted anew: what was fetched with the version is older than the approval just given. Of those present."""
    return CaseApproval.objects.filter(version=version, party__left=None).count()


@transaction.atomic
def withdraw_case(room: Cooperation, party: Party, *, actor: Any, at: datetime) -> Decision:
    """Take the page away at once. To publish again, every party approves again."""
    room = locked(room)
    case = queries.case_of(room)
    if case and case.published_id:
        CaseApproval.objects.filter(version__case=case).delete()
        SharedCase.objects.filter(pk=case.pk).update(published=None, published_at=None, withdrawn=at)
        record("cooperation.case_withdrawn", room, actor=actor, at=at, side=party.side)
    return ALLOWED


@transaction.atomic
def contest_claim(
    case: SharedCase, number: int, text: str, email: str, language: str, *, actor: Any, at: datetime
) -> CaseContest:
    """Somebody doubts a claim. Who has an account is believed to exist; an address is asked to confirm first."""
    known = actor if getattr(actor, "is_authenticated", False) else None
    version = case.published
    same = CaseContest.objects.filter(version=version, claim=number, text=text, email=email, person=known)
    if contest := same.first():
        return contest
    contest = CaseContest.objects.create(
        version=version,
        claim=number,
        text=text,
        email=email,
        language=language,
        person=known,
        at=at,
        confirmed=at if known else None,
    )
    if known:
        _heard(contest, at)
    else:
        transaction.on_commit(lambda: tasks.ask_to_confirm_contest.enqueue(contest.pk))
    return contest


@transaction.atomic
def confirm_contest(contest: CaseContest, *, at: datetime) -> None:
    """The address is real: all parties are told. Confirming twice changes nothing."""
    if CaseContest.objects.filter(pk=contest.pk, confirmed=None).update(confirmed=at):
        _heard(contest, at)


def _heard(contest: CaseContest, at: datetime) -> None:
    room = contest.version.case.cooperation
    record("cooperation.case_contested", room, actor=contest.person, at=at, contest=contest.pk, claim=contest.claim)
    transaction.on_commit(lambda: tasks.tell_of_contest.enqueue(contest.pk))


@transaction.atomic
def answer_contest(
    room: Cooperation, party: Party, contest: CaseContest, text: str, *, actor: Any, at: datetime
) -> Decision:
    """The answer stands beside the claim for everybody; who doubted gets it too, then the address is forgotten."""
    room = locked(room)
    contest = queries.contest_by_pk(contest.pk)
    if contest.answered:
        return refused(gettext_noop("An answer has been given already."))
    address = contest.email or getattr(contest.person, "email", "")
    CaseContest.objects.filter(pk=contest.pk).update(answer=text, answered=at, party=party, email="")
    record("cooperation.contest_answered", room, actor=actor, at=at, side=party.side, contest=contest.pk)
    if address:
        transaction.on_commit(lambda: tasks.send_contest_answer.enqueue(contest.pk, address))
    return ALLOWED


def forget_unconfirmed_contests(at: datetime) -> None:
    """Delete the doubts that nobody confirmed."""
    CaseContest.objects.filter(confirmed=None, at__lte=at - CONFIRMED_WITHIN).delete()
