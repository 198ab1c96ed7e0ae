"""Entering organisations and changing what their pages say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from tandem.directory import search
from tandem.directory.actions.queue import open_case
from tandem.directory.models import Membership, Organisation, Origin, State
from tandem.directory.permissions import can_edit, can_manage_members, can_reopen
from tandem.journal.actions import record
from tandem.ui.access import require

#: What a person may write about their organisation.
OWN_FIELDS = (
    "name",
    "roles",
    "country",
    "place",
    "summary",
    "website",
    "languages",
    "sdgs",
    "values",
    "technology",
    "employees",
    "founded",
    "legal_form",
    "social_mission",
    "limited_profit",
    "democratic_governance",
)


@transaction.atomic
def create_organisation(answers: Mapping[str, Any], *, actor: Any, at: datetime) -> Organisation:
    """Enter an organisation with these answers (`OWN_FIELDS`); the actor becomes its owner."""
    organisation = Organisation(origin=Origin.ENTERED, created=at, changed=at, slug=free_slug(answers["name"]))
    _write(organisation, answers, at)
    organisation.save()
    Membership.objects.create(organisation=organisation, person=actor, role=Membership.Role.OWNER, since=at)
    record("organisation.created", organisation, actor=actor, at=at)
    open_case("organisation", organisation, organisation=organisation, person=actor, actor=actor, at=at)
    search.changed("organisation", [organisation.pk])
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, answers: Mapping[str, Any], *, actor: Any, at: datetime
) -> Organisation:
    """Write what changed among these answers (`OWN_FIELDS`), each stamped as the organisation's own word; refused with
    a reason to who may not."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_edit(actor, organisation))
    written = _write(organisation, answers, at)
    if written:
        organisation.changed = max(at, organisation.created)
        organisation.save()
        record("organisation.edited", organisation, actor=actor, at=at, fields=written)
        search.changed("organisation", [organisation.pk])
    return organisation


@transaction.atomic
def close_organisation(organisation: Organisation, *, actor: Any, at: datetime) -> Organisation:
    """Its page says that it is closed, searches do not find it, rooms above end what it has open; what it did stays.
    A page that stewards hid stays hidden."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_manage_members(actor, organisation))
    organisation.state = organisation.state if organisation.state == State.HIDDEN else State.CLOSED
    organisation.closed_at = at
    organisation.save(update_fields=["state", "closed_at"])
    organisation.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    record("organisation.closed", organisation, actor=actor, at=at)
    search.changed("organisation", [organisation.pk])
    return organisation


@transaction.atomic
def reopen_organisation(organisation: Organisation, *, actor: Any, at: datetime) -> Organisation:
    """Its page is open again; what was ended when it closed stays ended, and what stewards hid stays hidden."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_reopen(actor, organisation))
    organisation.state = organisation.state if organisation.state == State.HIDDEN else State.PUBLISHED
    organisation.closed_at = None
    organisation.save(update_fields=["state", "closed_at"])
    record("organisation.reopened", organisation, actor=actor, at=at)
    search.changed("organisation", [organisation.pk])
    return organisation


def _write(organisation: Organisation, answers: Mapping[str, Any], at: datetime) -> list[str]:
    unknown = set(answers) - set(OWN_FIELDS)
    if unknown:
        raise TypeError(f"not to be written by a person: {sorted(unknown)}")
    written = [name for name, value in answers.items() if getattr(organisation, name) != value]
    for name in written:
        setattr(organisation, name, answers[name])
    organisation.own_fields = {**organisation.own_fields, **{name: at.isoformat() for name in written}}
    return written


def free_slug(name: str) -> str:
    """A readable address that no other organisation has."""
    base = slugify(name)[:100] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken and base not in RESERVED:
        return base
    return next(slug for number in range(2, len(taken) + 4) if (slug := f"{base}-{number}") not in taken)


#: Words that are pages beside the organisations.
RESERVED = frozenset({"new", "switch"})
