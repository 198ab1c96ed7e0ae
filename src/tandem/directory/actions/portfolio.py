"""Accompanying an organisation: inviting it, agreeing to what and until when, ending it, letting it run out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tandem.directory import permissions, queries, tasks
from tandem.directory.models import Accompaniment, Organisation
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui.access import require

#: Open invitations of an intermediary at a time, so that nobody writes to crowds.
MOST_INVITED = 30
#: An invitation that nobody answers runs out.
INVITATION_LASTS = timedelta(days=60)
#: How long before its end the organisation reads that it ends.
WARNED_BEFORE = timedelta(days=14)
#: What was said is kept this long after the end, then deleted; the journal keeps that it was.
KEPT_AFTER = timedelta(days=3 * 365)

State = Accompaniment.State


@transaction.atomic
def take_in(
    organisation: Organisation, supporter: Organisation, message: str, *, actor: Any, at: datetime
) -> Accompaniment:
    """Ask the owners of an organisation whether they wish to be accompanied by `supporter`."""
    Organisation.objects.select_for_update().get(pk=supporter.pk)
    require(permissions.can_take_in(actor, organisation, supporter, at))
    require(permissions.keeps_pace(actor, at))
    if Accompaniment.objects.filter(supporter=supporter, state=State.INVITED).count() >= MOST_INVITED:
        require(refused(gettext_noop("Too many invitations wait for an answer. Take one back first.")))
    one = Accompaniment.objects.create(
        supporter=supporter, organisation=organisation, message=message, invited_by=actor, invited_at=at
    )
    _record(one, "invited", actor=actor, at=at)
    return one


@transaction.atomic
def agree(one: Accompaniment, scopes: Collection[str], months: int, *, actor: Any, at: datetime) -> Accompaniment:
    """Agree to these `permissions.SCOPES` for so many months from today; again to change or renew what was agreed."""
    one = _locked(one)
    require(permissions.can_agree(actor, one))
    if one.state not in permissions.OPEN or not set(scopes) & set(permissions.SCOPES):
        return one
    before = one.state
    for scope in permissions.SCOPES:
        setattr(one, scope, scope in scopes)
    one.state, one.agreed_by, one.agreed_at, one.warned_at = State.AGREED, actor, at, None
    one.until = timezone.localdate(queries.months_later(at, months))
    one.save()
    what = "agreed" if before == State.INVITED else "changed"
    _record(one, what, actor=actor, at=at, scopes=sorted(scopes), until=one.until.isoformat())
    return one


@transaction.atomic
def decline(one: Accompaniment, reason: str = "", *, actor: Any, at: datetime) -> None:
    """Say no to an invitation."""
    one = _locked(one)
    require(permissions.can_agree(actor, one))
    if one.state == State.INVITED:
        one.reason = reason
        _close(one, State.DECLINED, actor=actor, at=at)


@transaction.atomic
def end(one: Accompaniment, *, actor: Any, at: datetime) -> None:
    """The organisation ends it: from now on the supporter sees and does nothing there."""
    one = _locked(one)
    require(permissions.can_agree(actor, one))
    if one.state == State.AGREED:
        _close(one, State.ENDED, actor=actor, at=at, by="organisation")


@transaction.atomic
def give_up(one: Accompaniment, *, actor: Any, at: datetime) -> None:
    """The supporter takes its invitation back, or ends what was agreed."""
    one = _locked(one)
    require(permissions.can_give_up(actor, one))
    if one.state in permissions.OPEN:
        state = State.WITHDRAWN if one.state == State.INVITED else State.ENDED
        _close(one, state, actor=actor, at=at, by="supporter")


def attend_to_consents(at: datetime) -> None:
    """Tell organisations before a consent ends, close what has run out, forget what ended long ago."""
    today = timezone.localdate(at)
    agreed = Accompaniment.objects.filter(state=State.AGREED)
    for one in agreed.filter(until__lt=today):
        _close_if(one, State.AGREED, State.LAPSED, at)
    for one in Accompaniment.objects.filter(state=State.INVITED, invited_at__lt=at - INVITATION_LASTS):
        _close_if(one, State.INVITED, State.LAPSED, at)
    for one in agreed.filter(until__gte=today, until__lte=today + WARNED_BEFORE, warned_at=None):
        _warn(one, at)
    Accompaniment.objects.filter(ended_at__lt=at - KEPT_AFTER).delete()


def end_with_organisation(event: Any) -> None:
    """An organisation that closes accompanies nobody and is accompanied by nobody any more."""
    for column in ("organisation", "supporter"):
        _end_all(event, column)


def end_without_role(event: Any) -> None:
    """An organisation that is no intermediary any more accompanies nobody."""
    if "roles" not in event.data.get("fields", ()):
        return
    supporter = Organisation.objects.get(pk=event.subject_id)
    if "intermediary" not in supporter.roles:
        _end_all(event, "supporter")


def _end_all(event: Any, column: str) -> None:
    rows = Accompaniment.objects.filter(state__in=permissions.OPEN, **{column: event.subject_id})
    for one in rows.select_related("organisation", "supporter"):
        state = State.ENDED if one.state == State.AGREED else State.WITHDRAWN
        _close(one, state, actor=event.actor, at=event.at, by=column)


@transaction.atomic
def _warn(one: Accompaniment, at: datetime) -> None:
    if Accompaniment.objects.filter(pk=one.pk, state=State.AGREED, warned_at=None).update(warned_at=at):
        _record(one, "ends_soon", actor=None, at=at)


@transaction.atomic
def _close_if(one: Accompaniment, before: str, state: str, at: datetime) -> None:
    one = _locked(one)
    if one.state == before:
        _close(one, state, actor=None, at=at)


def _close(one: Accompaniment, state: str, *, actor: Any, at: datetime, **data: Any) -> None:
    one.state, one.ended_at = state, at
    one.save(update_fields=["state", "ended_at", "reason"])
    _record(one, state, actor=actor, at=at, **data)


def _locked(one: Accompaniment) -> Accompaniment:
    Accompaniment.objects.select_for_update().get(pk=one.pk)
    return queries.accompaniment(one.pk)


def _record(one: Accompaniment, what: str, *, actor: Any, at: datetime, **data: Any) -> None:
    ids = {"supporter": one.supporter_id, "organisation": one.organisation_id}
    record(f"accompaniment.{what}", one, actor=actor, at=at, **ids, **data)
    by = data.get("by", "")
    transaction.on_commit(lambda: tasks.tell_of_accompaniment.enqueue(one.pk, what, by))
