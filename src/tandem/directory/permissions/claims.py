"""Who may claim the page of an organisation."""

from typing import Any

from django.db.models import QuerySet

from tandem.directory.models import Case, Claim, Membership, Organisation, State
from tandem.directory.permissions.records import role_of
from tandem.directory.permissions.stewards import can_steward
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop


def can_claim(user: Any, organisation: Organisation) -> Decision:
    """A page for which nobody answers yet; one that has an owner is joined instead."""
    if organisation.state != State.PUBLISHED:
        return refused(gettext_noop("%(organisation)s cannot be claimed."), organisation=organisation.name)
    if role_of(user, organisation):
        return refused(gettext_noop("You already act for %(organisation)s."), organisation=organisation.name)
    if Membership.objects.filter(organisation=organisation, role=Membership.Role.OWNER).exists():
        return refused(gettext_noop("%(organisation)s has owners: ask them to join."), organisation=organisation.name)
    if not user.is_authenticated:
        return ALLOWED
    waiting = Claim.objects.filter(organisation=organisation, person=user, case__state=Case.State.WAITING)
    if waiting.exists():
        return refused(gettext_noop("Your claim is with the stewards: you get their answer by e-mail."))
    return ALLOWED


def documents_visible_to(user: Any) -> QuerySet[Claim]:
    """The document of a claim is read by stewards and by who sent it."""
    sent = Claim.objects.exclude(key="")
    return sent if can_steward(user).allowed else sent.filter(person=user)
