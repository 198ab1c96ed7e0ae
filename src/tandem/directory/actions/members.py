"""Letting people act for an organisation: inviting, asking, changing rights, handing over, leaving."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from tandem.directory import permissions, tasks
from tandem.directory.models import Claim, Contact, Invitation, JoinRequest, Membership, Organisation, Report
from tandem.domain.decision import Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.ui import uploads
from tandem.ui.access import require

#: Open invitations of an organisation at a time, so that nobody uses it to write to crowds.
MOST_INVITATIONS = 30
INVITATIONS_KEPT = timedelta(days=30)


@transaction.atomic
def invite(organisation: Organisation, email: str, role: str, *, actor: Any, at: datetime) -> Invitation:
    """Write to an address that its reader may act for the organisation. The same address again gets a new link, and
    the former one stops working. Whether the address has an account here makes no difference that one could see."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_manage_members(actor, organisation))
    require(permissions.can_contact(actor, organisation))
    require(permissions.keeps_pace(actor, at))
    email = email.strip().lower()
    waiting = Invitation.objects.filter(organisation=organisation, accepted_at=None, revoked_at=None)
    if waiting.exclude(email=email).filter(expires__gt=at).count() >= MOST_INVITATIONS:
        require(refused(gettext_noop("Too many invitations wait for an answer. Take one back first.")))
    waiting.filter(email=email).update(revoked_at=at)
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, role=role, invited_by=actor, at=at, expires=at + Invitation.LASTS
    )
    record("invitation.sent", invitation, actor=actor, at=at, organisation=organisation.pk, role=role)
    transaction.on_commit(lambda: tasks.send_invitation.enqueue(invitation.pk))
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: Any, at: datetime) -> None:
    """Take an invitation back; twice changes nothing."""
    require(permissions.can_manage_members(actor, invitation.organisation))
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at)
    if changed:
        record("invitation.revoked", invitation, actor=actor, at=at, organisation=invitation.organisation_id)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, actor: Any, at: datetime) -> Decision:
    """The actor acts for the organisation from now on; the link is used up."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    decision = permissions.can_accept(actor, invitation, at)
    if decision.allowed:
        invitation.accepted_by, invitation.accepted_at = actor, at
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        _join(invitation.organisation, actor, invitation.role, actor=actor, at=at)
    return decision


@transaction.atomic
def ask_to_join(organisation: Organisation, message: str, *, actor: Any, at: datetime) -> JoinRequest:
    """Ask the owners of an organisation to act for it."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_ask_to_join(actor, organisation))
    require(permissions.can_contact(actor, None))
    require(permissions.keeps_pace(actor, at))
    request = JoinRequest.objects.create(organisation=organisation, person=actor, message=message, at=at)
    record("join.asked", request, actor=actor, at=at, organisation=organisation.pk)
    transaction.on_commit(lambda: tasks.tell_of_join_request.enqueue(request.pk))
    return request


@transaction.atomic
def answer_join_request(request: JoinRequest, role: str, reason: str = "", *, actor: Any, at: datetime) -> JoinRequest:
    """Accept somebody with a `role`, or decline with a reason when it is empty; a second answer changes nothing."""
    request = JoinRequest.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=request.pk)
    require(permissions.can_manage_members(actor, request.organisation))
    if request.state != JoinRequest.State.WAITING:
        return request
    request.state = JoinRequest.State.ACCEPTED if role else JoinRequest.State.DECLINED
    request.reason, request.answered_by, request.answered_at = reason, actor, at
    request.save(update_fields=["state", "reason", "answered_by", "answered_at"])
    record(f"join.{request.state}", request, actor=actor, at=at, organisation=request.organisation_id)
    if role:
        _join(request.organisation, request.person, role, actor=actor, at=at)
    transaction.on_commit(lambda: tasks.tell_of_join_answer.enqueue(request.pk))
    return request


@transaction.atomic
def withdraw_join_request(request: JoinRequest, *, actor: Any, at: datetime) -> None:
    """Take one's own request back."""
    waiting = JoinRequest.objects.filter(pk=request.pk, person=actor, state=JoinRequest.State.WAITING)
    if waiting.update(state=JoinRequest.State.WITHDRAWN, answered_at=at):
        record("join.withdrawn", request, actor=actor, at=at, organisation=request.organisation_id)


@transaction.atomic
def change_role(membership: Membership, role: str, *, actor: Any, at: datetime) -> Membership:
    """Give a member other rights; an owner remains."""
    membership = _locked(membership)
    if membership.role != role:
        require(permissions.can_change_role(actor, membership))
        membership.role = role
        membership.save(update_fields=["role"])
        _record("role_changed", membership, actor=actor, at=at, role=role)
        if actor.pk != membership.person_id:
            transaction.on_commit(lambda: tasks.tell_of_rights.enqueue(membership.pk))
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, actor: Any, at: datetime) -> None:
    """Somebody does not act for the organisation any more; an owner remains."""
    membership = _locked(membership)
    require(permissions.can_change_role(actor, membership))
    take_rights_away(membership, actor=actor, at=at)


def take_rights_away(membership: Membership, *, actor: Any, at: datetime) -> None:
    """End a membership, and the invitations that its person sent and nobody has accepted yet: nobody comes in by the
    hand of somebody who had to go."""
    sent = Invitation.objects.filter(organisation=membership.organisation_id, invited_by=membership.person_id)
    sent.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    _record("removed", membership, actor=actor, at=at, person=membership.person_id)
    membership.delete()


@transaction.atomic
def leave(organisation: Organisation, *, actor: Any, at: datetime) -> None:
    """Stop acting for an organisation. Its last owner hands over first."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(permissions.can_leave(actor, organisation))
    membership = Membership.objects.get(organisation=organisation, person=actor)
    _record("left", membership, actor=actor, at=at, person=actor.pk)
    membership.delete()


@transaction.atomic
def hand_over(membership: Membership, *, actor: Any, at: datetime) -> None:
    """Another member becomes owner in the actor's place, who stays as an editor."""
    membership = _locked(membership)
    require(permissions.can_manage_members(actor, membership.organisation))
    own = Membership.objects.get(organisation=membership.organisation, person=actor)
    if own.pk == membership.pk:
        return
    membership.role, own.role = Membership.Role.OWNER, Membership.Role.EDITOR
    membership.save(update_fields=["role"])
    own.save(update_fields=["role"])
    _record("handed_over", membership, actor=actor, at=at, to=membership.person_id)
    transaction.on_commit(lambda: tasks.tell_of_rights.enqueue(membership.pk))


@transaction.atomic
def forget_old_invitations(at: datetime) -> None:
    """Addresses of people who were invited are kept a month longer than the invitation lasts."""
    Invitation.objects.filter(expires__lt=at - INVITATIONS_KEPT).delete()


def forget_addresses(event: Any) -> None:
    """The address of somebody who is being erased stands nowhere any more: not in invitations, not in
    contacts, not in reports; the documents of their claims are deleted."""
    address = get_user_model().objects.get(pk=event.subject_id).email
    Invitation.objects.filter(email=address).delete()
    Contact.objects.filter(email__iexact=address).delete()
    Report.objects.filter(Q(person=event.subject_id) | Q(email__iexact=address)).update(name="", email="")
    for key in Claim.objects.filter(person=event.subject_id).exclude(key="").values_list("key", flat=True):
        transaction.on_commit(lambda key=key: uploads.discard(key))


def _locked(membership: Membership) -> Membership:
    """The membership as it is now; those of its organisation wait for each other."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_related("organisation", "person").get(pk=membership.pk)


def _join(organisation: Organisation, person: Any, role: str, *, actor: Any, at: datetime) -> None:
    membership, created = Membership.objects.get_or_create(
        organisation=organisation, person=person, defaults={"role": role, "since": at}
    )
    if created:
        _record("joined", membership, actor=actor, at=at, role=role)


def _record(what: str, membership: Membership, *, actor: Any, at: datetime, **data: Any) -> None:
    record(f"membership.{what}", membership, actor=actor, at=at, organisation=membership.organisation_id, **data)
