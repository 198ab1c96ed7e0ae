"""Writing needs and offers. One verb each, one transaction, one event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from tandem.journal.actions import record
from tandem.matching import tasks
from tandem.matching.actions.joint import retire_originals
from tandem.matching.actions.pausing import follow_stock
from tandem.matching.models import Need, Offer, Posting

P = TypeVar("P", Need, Offer)


@transaction.atomic
def begin(model: type[P], values: dict[str, Any], *, actor: Any, at: datetime) -> P:
    """A draft from its first answer. `actor` is None while nobody has signed in."""
    posting = model.objects.create(author=actor, created=at, changed=at, **values)
    record(f"{_word(posting)}.begun", posting, actor=actor, at=at, **_through(posting))
    return posting


@transaction.atomic
def hand_over(posting: P, *, actor: Any, at: datetime) -> P:
    """A supporter asks the organisation to read and publish what was prepared for it; twice changes nothing."""
    posting = type(posting).objects.select_for_update().get(pk=posting.pk)
    if posting.state == Posting.State.DRAFT and posting.drafted_by_id and posting.handed_over is None:
        posting.handed_over = at
        posting.save(update_fields=["handed_over"])
        ids = {"organisation": posting.organisation_id, **_through(posting)}
        record(f"{_word(posting)}.handed_over", posting, actor=actor, at=at, **ids)
        transaction.on_commit(lambda: tasks.tell_of_draft.enqueue(_word(posting), posting.pk, actor.pk))
    return posting


@transaction.atomic
def answer(posting: P, values: dict[str, Any], *, actor: Any, at: datetime) -> P:
    """Answers of one step, saved."""
    if values.get("language", posting.language) != posting.language:
        values = {**values, "translations": _from_another_language(posting, values["language"])}
    for name, value in values.items():
        setattr(posting, name, value)
    posting.changed = at
    posting.save(update_fields=[*values, "changed"])
    if posting.state == Posting.State.PUBLISHED:
        record(f"{_word(posting)}.changed", posting, actor=actor, at=at, fields=sorted(values))
    if isinstance(posting, Offer) and "stock" in values:
        follow_stock(posting, actor=actor, at=at)
        posting.refresh_from_db(fields=["state", "paused_because", "changed"])
    return posting


def _from_another_language(posting: Posting, language: str) -> dict[str, Any]:
    """Its translations, when somebody corrects in which language it is written."""
    return {code: {**told, "from": language} for code, told in posting.translations.items() if code != language}


@transaction.atomic
def adopt(posting: P, *, actor: Any, at: datetime) -> P:
    """A draft begun without an account becomes that of the person who just signed in."""
    if posting.author_id is None:
        posting.author = actor
        posting.save(update_fields=["author"])
        record(f"{_word(posting)}.adopted", posting, actor=actor, at=at)
    return posting


@transaction.atomic
def attach(posting: P, organisation: Any, *, actor: Any, at: datetime) -> P:
    """Say for which organisation a draft is written."""
    posting.organisation = organisation
    posting.author = posting.author or actor
    posting.changed = at
    posting.save(update_fields=["organisation", "author", "changed"])
    record(f"{_word(posting)}.attached", posting, actor=actor, at=at, organisation=organisation.pk)
    return posting


@transaction.atomic
def publish(posting: P, *, actor: Any, at: datetime) -> P:
    """Show it to those it is for. Publishing twice changes nothing."""
    posting = type(posting).objects.select_for_update().get(pk=posting.pk)
    if posting.state not in (Posting.State.PUBLISHED, Posting.State.PAUSED):
        posting.state, posting.changed = Posting.State.PUBLISHED, at
        posting.published_at = posting.published_at or at
        posting.save(update_fields=["state", "published_at", "changed"])
        record(f"{_word(posting)}.published", posting, actor=actor, at=at, **_through(posting))
        if isinstance(posting, Need):
            retire_originals(posting, actor=actor, at=at)
    return posting


@transaction.atomic
def close(posting: P, *, actor: Any, at: datetime) -> P:
    """Take it off the lists; introductions under way go on."""
    posting = type(posting).objects.select_for_update().get(pk=posting.pk)
    if posting.state in (Posting.State.PUBLISHED, Posting.State.PAUSED):
        posting.state, posting.changed = Posting.State.CLOSED, at
        posting.save(update_fields=["state", "changed"])
        record(f"{_word(posting)}.closed", posting, actor=actor, at=at)
    return posting


@transaction.atomic
def discard(posting: Posting, *, actor: Any, at: datetime) -> None:
    """Forget a draft for good."""
    if posting.state == Posting.State.DRAFT:
        record(f"{_word(posting)}.discarded", posting, actor=actor, at=at)
        posting.delete()


#: A draft without an account is forgotten after this long without an answer; the privacy page says so.
DRAFTS_KEPT = timedelta(days=30)


def forget_old_drafts(at: datetime) -> None:
    """Delete the drafts that nobody with an account began and nobody touched for a month."""
    for model in (Need, Offer):
        old = model.objects.filter(
            author=None, organisation=None, state=Posting.State.DRAFT, changed__lt=at - DRAFTS_KEPT
        )
        for posting in old.iterator():
            discard(posting, actor=None, at=at)


def _through(posting: Posting) -> dict[str, int]:
    """What the journal says of something that a supporter put into words."""
    return {"through": posting.drafted_by_id} if posting.drafted_by_id else {}


def _word(posting: Posting) -> str:
    return posting._meta.model_name or ""
