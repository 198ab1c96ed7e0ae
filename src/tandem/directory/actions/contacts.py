"""Whom to write to in an organisation: naming, asking the person, showing, taking away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tandem.directory import permissions, tasks
from tandem.directory.models import Contact, Organisation
from tandem.domain.decision import refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui.access import require

MOST_CONTACTS = 20
#: Who does not answer whether they may be shown is forgotten.
FORGOTTEN_AFTER = timedelta(days=60)


@transaction.atomic
def name_contact(organisation: Organisation, answers: Mapping[str, Any], *, actor: Any, at: datetime) -> Contact:
    """Say whom to write to. A named person is asked first, unless one names oneself."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_edit(actor, organisation))
    if organisation.contacts.count() >= MOST_CONTACTS:
        require(refused(gettext_noop("Twenty people to contact are enough: take one away first.")))
    one = Contact(organisation=organisation, by=actor, at=at, **answers)
    return _kept(one, "named", actor=actor, at=at)


@transaction.atomic
def change_contact(one: Contact, answers: Mapping[str, Any], *, actor: Any, at: datetime) -> Contact:
    """Other words; what would be shown of a person is asked anew when it changes."""
    one = Contact.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=one.pk)
    require(permissions.can_edit(actor, one.organisation))
    if all(getattr(one, field) == value for field, value in answers.items()):
        return one
    for field, value in answers.items():
        setattr(one, field, value)
    one.by, one.at, one.asked_at, one.agreed_at = actor, at, None, None
    return _kept(one, "changed", actor=actor, at=at)


@transaction.atomic
def remove_contact(one: Contact, *, actor: Any, at: datetime) -> None:
    require(permissions.can_edit(actor, one.organisation))
    _forget(one, actor=actor, at=at)


@transaction.atomic
def agree_to_be_shown(one: Contact, *, at: datetime) -> None:
    """The named person says yes, by the link that only they have, to what they were shown: what somebody changed since
    then is asked anew."""
    if Contact.objects.filter(pk=one.pk, at=one.at, agreed_at=None).update(agreed_at=at):
        record("contact.agreed", one, actor=None, at=at, organisation=one.organisation_id)


@transaction.atomic
def refuse_to_be_shown(one: Contact, *, at: datetime) -> None:
    """The named person says no, or not any more: name and address are deleted."""
    _forget(one, actor=None, at=at)


@transaction.atomic
def forget_silent_contacts(at: datetime) -> None:
    """Delete named people who did not answer whether they may be shown."""
    silent = Contact.objects.filter(agreed_at=None, asked_at__lt=at - FORGOTTEN_AFTER)
    for one in silent:
        _forget(one, actor=None, at=at)


def _kept(one: Contact, what: str, *, actor: Any, at: datetime) -> Contact:
    if one.name and one.email.lower() == actor.email.lower():
        one.agreed_at = at
    elif one.name:
        require(permissions.can_contact(actor, one.organisation))
        require(permissions.keeps_pace(actor, at))
        one.asked_at = at
    one.save()
    record(f"contact.{what}", one, actor=actor, at=at, organisation=one.organisation_id)
    if one.name and one.agreed_at is None:
        transaction.on_commit(lambda: tasks.ask_contact.enqueue(one.pk))
    return one


def _forget(one: Contact, *, actor: Any, at: datetime) -> None:
    record("contact.removed", one, actor=actor, at=at, organisation=one.organisation_id)
    Contact.objects.filter(pk=one.pk).delete()
