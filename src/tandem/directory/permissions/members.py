"""Who lets whom act for an organisation."""

from datetime import datetime
from typing import Any

from tandem.accounts.personal_data import Obstacle
from tandem.directory.models import Invitation, JoinRequest, Membership, Organisation, State
from tandem.directory.permissions.records import is_open, role_of
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

OWNER = Membership.Role.OWNER


def can_manage_members(user: Any, organisation: Organisation) -> Decision:
    """Owners invite, answer requests, change roles and close."""
    if role_of(user, organisation) != OWNER:
        return _owners_only(organisation)
    return is_open(organisation)


def can_reopen(user: Any, organisation: Organisation) -> Decision:
    """Owners of a closed organisation open it again."""
    if role_of(user, organisation) != OWNER:
        return _owners_only(organisation)
    if is_open(organisation).allowed:
        return refused(gettext_noop("%(organisation)s is open."), organisation=organisation.name)
    return ALLOWED


def can_leave(user: Any, organisation: Organisation) -> Decision:
    """Every member may leave; the last owner hands over first, or closes."""
    role = role_of(user, organisation)
    if role is None:
        return refused(gettext_noop("You do not act for %(organisation)s."), organisation=organisation.name)
    if role == OWNER and is_last_owner(user, organisation):
        return refused(LAST_OWNER, organisation=organisation.name)
    return ALLOWED


def to_hand_over(person: Any) -> list[Obstacle]:
    """The open organisations that nobody else owns: they come before erasing one's account."""
    owned = Membership.objects.filter(person=person, role=OWNER).select_related("organisation").order_by("pk")
    open_ones = [one.organisation for one in owned.exclude(organisation__state=State.MERGED)]
    open_ones = [one for one in open_ones if is_open(one).allowed]
    asked = [(one, can_leave(person, one)) for one in open_ones]
    return [
        Obstacle(decision.reason, "organisation_members", (one.slug,))
        for one, decision in asked
        if decision.reason is not None
    ]


def can_change_role(user: Any, membership: Membership) -> Decision:
    """Owners change the rights of others and their own, as long as one owner remains."""
    decision = can_manage_members(user, membership.organisation)
    if decision.allowed and membership.role == OWNER and is_last_owner(membership.person, membership.organisation):
        return refused(LAST_OWNER, organisation=membership.organisation.name)
    return decision


def can_ask_to_join(user: Any, organisation: Organisation) -> Decision:
    """Who does not act for it yet asks those who do; an organisation without owner is claimed instead."""
    if organisation.state != State.PUBLISHED:
        return is_open(organisation) if organisation.state == State.CLOSED else refused(_NO_OWNER)
    if role_of(user, organisation):
        return refused(gettext_noop("You already act for %(organisation)s."), organisation=organisation.name)
    if not Membership.objects.filter(organisation=organisation, role=OWNER).exists():
        return refused(_NO_OWNER)
    if JoinRequest.objects.filter(organisation=organisation, person=user, state=JoinRequest.State.WAITING).exists():
        return refused(
            gettext_noop("You have asked already: the owners of %(organisation)s have your request."),
            organisation=organisation.name,
        )
    return ALLOWED


def can_accept(user: Any, invitation: Invitation, at: datetime) -> Decision:
    """Whoever holds the link that was sent, once, while it lasts."""
    if invitation.accepted_at:
        return refused(gettext_noop("This invitation has been used: it works once."))
    if invitation.revoked_at or invitation.organisation.state != State.PUBLISHED:
        return refused(gettext_noop("This invitation has been taken back."))
    if invitation.expires <= at:
        return refused(gettext_noop("This invitation has run out. Ask for another one: it takes them a minute."))
    if user.is_authenticated and role_of(user, invitation.organisation):
        return refused(gettext_noop("You already act for %(organisation)s."), organisation=invitation.organisation.name)
    return ALLOWED


def is_last_owner(person: Any, organisation: Organisation) -> bool:
    return not Membership.objects.filter(organisation=organisation, role=OWNER).exclude(person=person).exists()


def _owners_only(organisation: Organisation) -> Decision:
    return refused(gettext_noop("Only owners of %(organisation)s can do this."), organisation=organisation.name)


LAST_OWNER = gettext_noop(
    "%(organisation)s would be without an owner. Hand it over to another member first, or close it."
)
_NO_OWNER = gettext_noop("Nobody answers for this organisation here yet: if it is yours, claim its page.")
