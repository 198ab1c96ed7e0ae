"""What stewards do, and who is kept from contacting others."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from tandem.directory.models import Block, Case, Organisation
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

CONTEST_WITHIN = timedelta(days=183)


def can_steward(user: Any) -> Decision:
    """Stewards keep the place fair; every decision has a reason and stands in the log."""
    if user.is_authenticated and getattr(user, "is_steward", False):
        return ALLOWED
    return refused(gettext_noop("Only stewards of this place open this page."))


def can_contest(case: Case, at: datetime) -> Decision:
    """Whoever has the address of a decision may contest it once, for half a year (as article 20 of Regulation (EU)
    2022/2065 asks of large places)."""
    if case.state != Case.State.DECIDED or case.decided_at is None:
        return refused(gettext_noop("Nothing is decided yet."))
    if case.contested:
        return refused(gettext_noop("This decision has been contested once and decided again."))
    if at - case.decided_at > CONTEST_WITHIN:
        return refused(gettext_noop("A decision can be contested for six months."))
    return ALLOWED


def blocks_in_force(day: date) -> QuerySet[Block]:
    return Block.objects.filter(lifted_at=None, until__gte=day)


def block_of_person(user: Any) -> Block | None:
    """What keeps this person out of the place today."""
    return blocks_in_force(timezone.localdate()).filter(person=user, scope=Block.Scope.PLACE).first()


def can_contact(user: Any, organisation: Organisation | int | None) -> Decision:
    """Neither the person nor the organisation they act for is kept from writing to others."""
    mine = Q(person=user) | Q(organisation=organisation) if organisation else Q(person=user)
    block = blocks_in_force(timezone.localdate()).filter(mine).order_by("-until").first()
    if block is None:
        return ALLOWED
    return refused(
        gettext_noop("You may not contact others until %(day)s. Reason: %(reason)s"),
        day=block.until.isoformat(),
        reason=block.reason,
    )
