"""The agreement: answered by all sides, found ready by all, then frozen; amended by a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.cooperation import queries, tasks
from tandem.cooperation.actions.rooms import begin_agreement, fresh, locked, pass_the_ball
from tandem.cooperation.models import Agreement, AgreementAnswer, Cooperation, Document, Party, Readiness
from tandem.cooperation.questions import BY_ID
from tandem.domain.agreement import canonical, fingerprint
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

_ONLY_AGREEMENT = gettext_noop("The agreement is written in the phase “agreement”. Go there to change it.")
_STALE = gettext_noop(
    "Somebody changed this while you were writing. Their words are below: keep what you need of both."
)
_FROZEN = gettext_noop("The text is frozen, ready to be signed. Take it back to writing before you change an answer.")
_SIGNED = gettext_noop("Everyone has signed: this text never changes. Begin an amendment instead.")


def _refusal(room: Cooperation) -> Decision | None:
    """Why nothing can be written now; None when it can."""
    agreement = queries.agreement_of(room)
    if room.phase != "agreement" or agreement is None:
        return refused(_ONLY_AGREEMENT)
    if agreement.signed:
        return refused(_SIGNED)
    return refused(_FROZEN) if agreement.document_id else None


@transaction.atomic
def write_answer(
    room: Cooperation, party: Party, question: str, values: dict[str, Any], seen: int, *, actor: Any, at: datetime
) -> Decision:
    """The answers to one question. `seen` is the version on the page, 0 for none: a newer one is not overwritten.

    Whoever had found the text ready is asked again.
    """
    room = locked(room)
    if (refusal := _refusal(room)) is not None:
        return refusal
    agreement = queries.agreement_of(room)
    kept = AgreementAnswer.objects.filter(agreement=agreement, question=BY_ID[question].id).first()
    if kept and kept.values == values:
        return ALLOWED
    if seen != (kept.version if kept else 0):
        return refused(_STALE)
    AgreementAnswer.objects.update_or_create(
        agreement=agreement,
        question=question,
        defaults={"values": values, "version": seen + 1, "changed": at, "party": party, "person": actor},
    )
    Readiness.objects.filter(agreement=agreement).delete()
    record(
        "cooperation.agreement_answered", room, actor=actor, at=at, question=question, version=seen + 1, side=party.side
    )
    pass_the_ball(room, at)
    return ALLOWED


@transaction.atomic
def find_ready(room: Cooperation, party: Party, seen: str, *, actor: Any, at: datetime) -> Decision:
    """Find the text ready as one read it (`seen` is its mark). When every party does, it is frozen."""
    room = locked(room)
    agreement = queries.agreement_of(room)
    if agreement and agreement.readiness.filter(party=party).exists():
        return ALLOWED
    if (refusal := _refusal(room)) is not None:
        return refusal
    if left := queries.open_questions(room):
        return refused(gettext_noop("%(count)s questions have no answer yet."), count=len(left))
    if seen != queries.draft_mark(room):
        return refused(gettext_noop("The text has changed since you opened this page. Read it again, then say so."))
    Readiness.objects.create(agreement=agreement, party=party, at=at, person=actor)
    record("cooperation.agreement_ready", room, actor=actor, at=at, side=party.side)
    now = fresh(room)
    if not queries.not_ready(now):
        _freeze(now, actor=actor, at=at)
    pass_the_ball(room, at)
    return ALLOWED


def _freeze(room: Cooperation, *, actor: Any, at: datetime) -> None:
    agreement = queries.agreement_of(room)
    assert agreement is not None
    content = queries.text_now(room, frozen=at)
    text = canonical(content)
    document = Document.objects.create(
        agreement=agreement,
        text=text,
        sha256=fingerprint(text),
        charter=content["charter"]["version"],
        frozen=at,
    )
    Agreement.objects.filter(pk=agreement.pk).update(document=document)
    record("cooperation.agreement_frozen", room, actor=actor, at=at, document=document.pk, number=agreement.number)
    transaction.on_commit(lambda: tasks.tell_to_sign.enqueue(document.pk))


@transaction.atomic
def take_back(room: Cooperation, party: Party, *, actor: Any, at: datetime) -> Decision:
    """Back to writing, as long as not everybody has signed. Signatures given stay with the text they were given to."""
    room = locked(room)
    agreement = queries.agreement_of(room)
    if room.phase != "agreement" or agreement is None:
        return refused(_ONLY_AGREEMENT)
    if agreement.signed:
        return refused(_SIGNED)
    if agreement.document_id is None:
        return ALLOWED
    Agreement.objects.filter(pk=agreement.pk).update(document=None)
    Readiness.objects.filter(agreement=agreement).delete()
    record(
        "cooperation.agreement_taken_back",
        room,
        actor=actor,
        at=at,
        document=agreement.document_id,
        side=party.side,
    )
    pass_the_ball(room, at)
    return ALLOWED


@transaction.atomic
def amend(room: Cooperation, party: Party, *, actor: Any, at: datetime) -> Decision:
    """Begin an amendment to an agreement that everybody has signed; beginning it twice begins one."""
    room = locked(room)
    agreement = queries.agreement_of(room)
    if room.phase != "agreement" or agreement is None:
        return refused(_ONLY_AGREEMENT)
    if agreement.signed:
        begin_agreement(room, agreement, actor=actor, at=at)
        pass_the_ball(room, at)
    return ALLOWED
