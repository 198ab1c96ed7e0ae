"""Keeping pages fresh: asking, confirming."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.directory import permissions, queries, tasks
from tandem.directory.actions.organisations import OWN_FIELDS
from tandem.directory.models import Organisation
from tandem.journal.actions import record
from tandem.ui.access import require


def ask_to_confirm(at: datetime) -> None:
    """Write to the owners of each organisation whose facts are to be confirmed; once until they are."""
    for one in queries.to_ask(at).iterator():
        if queries.due(one) <= at:
            _ask(one, at)


@transaction.atomic
def _ask(one: Organisation, at: datetime) -> None:
    if Organisation.objects.filter(pk=one.pk, asked_at=None).update(asked_at=at):
        record("organisation.asked_to_confirm", one, actor=None, at=at)
        transaction.on_commit(lambda: tasks.ask_to_confirm.enqueue(one.pk))


@transaction.atomic
def confirm(one: Organisation, fields: Collection[str] | None = None, *, actor: Any, at: datetime) -> Organisation:
    """The organisation says that its facts, or these of them, are right today."""
    one = Organisation.objects.select_for_update().get(pk=one.pk)
    require(permissions.can_edit(actor, one))
    filled = [name for name in OWN_FIELDS if getattr(one, name) not in (None, "", [], {})]
    confirmed = filled if fields is None else [name for name in filled if name in fields]
    one.own_fields = {**one.own_fields, **{name: at.isoformat() for name in confirmed}}
    one.confirmed_at, one.asked_at = at, None
    one.save(update_fields=["own_fields", "confirmed_at", "asked_at"])
    record("organisation.confirmed", one, actor=actor, at=at, fields=confirmed)
    return one


@transaction.atomic
def choose_months(one: Organisation, months: int, *, actor: Any, at: datetime) -> None:
    """How often the facts are to be confirmed: every 1 to 12 months."""
    require(permissions.can_manage_members(actor, one))
    Organisation.objects.filter(pk=one.pk).update(confirm_months=months)
    record("organisation.freshness_chosen", one, actor=actor, at=at, months=months)
