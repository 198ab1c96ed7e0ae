"""Reading who acts for whom, who is invited, who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tandem.directory.models import Invitation, JoinRequest, Membership, Organisation, State


def memberships_of(person: Any) -> QuerySet[Membership]:
    """For whom `person` acts, oldest first; not for a record that went into another one."""
    rows = Membership.objects.filter(person=person).exclude(organisation__state=State.MERGED)
    return rows.select_related("organisation").order_by("since", "pk")


def members(organisation: Organisation) -> QuerySet[Membership]:
    """Who acts for `organisation`, oldest first."""
    return organisation.memberships.select_related("person").order_by("since", "pk")


def owners(organisation: Organisation) -> list[Any]:
    """The people who decide for `organisation`, oldest first."""
    rows = organisation.memberships.filter(role=Membership.Role.OWNER).select_related("person")
    return [row.person for row in rows.order_by("since", "pk")]


def open_invitations(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """Those that can still be accepted, latest first."""
    waiting = organisation.invitations.filter(accepted_at=None, revoked_at=None, expires__gt=at)
    return waiting.select_related("invited_by").order_by("-at", "pk")


def invitation(pk: int) -> Invitation:
    return Invitation.objects.select_related("organisation", "invited_by").get(pk=pk)


def invitation_of(reference: str) -> Invitation | None:
    """The invitation of a link; None when nobody sent it, or it was forgotten."""
    return Invitation.objects.select_related("organisation", "invited_by").filter(reference=reference).first()


def waiting_requests(organisation: Organisation) -> QuerySet[JoinRequest]:
    """Who waits for an answer of the owners, longest first."""
    waiting = organisation.join_requests.filter(state=JoinRequest.State.WAITING)
    return waiting.select_related("person").order_by("at", "pk")


def join_request(pk: int) -> JoinRequest:
    return JoinRequest.objects.select_related("organisation", "person").get(pk=pk)


def join_requests_of(person: Any) -> QuerySet[JoinRequest]:
    """What `person` asked and has not been told yet, or was told lately, latest first."""
    asked = JoinRequest.objects.filter(person=person).exclude(state=JoinRequest.State.ACCEPTED)
    return asked.exclude(state=JoinRequest.State.WITHDRAWN).select_related("organisation").order_by("-at", "pk")


def membership(pk: int) -> Membership:
    return Membership.objects.select_related("organisation", "person").get(pk=pk)
