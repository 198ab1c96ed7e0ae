"""Who sees and who answers a diagnosis."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from tandem.diagnosis.models import Diagnosis
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

WRITERS = ("owner", "editor")


def visible_to(user: Any, kept: Collection[str]) -> QuerySet[Diagnosis]:
    """Those begun in this browser without an account (`kept` references), those begun with this account, and
    those of one's organisations. Nobody else sees where an organisation stands."""
    begun_here = Q(reference__in=list(kept), author=None, organisation=None)
    if not user.is_authenticated:
        return Diagnosis.objects.filter(begun_here)
    mine = Q(author=user, organisation=None) | Q(organisation__in=user.memberships.values("organisation"))
    return Diagnosis.objects.filter(begun_here | mine)


def can_answer(user: Any, diagnosis: Diagnosis) -> Decision:
    """Owners and editors answer for their organisation; while it has none, whoever began the diagnosis."""
    if diagnosis.organisation_id is None:
        return ALLOWED
    return _writes_for(user, diagnosis.organisation_id)


def organisations_one_answers_for(user: Any) -> QuerySet[Any]:
    """The organisations of which one is owner or editor, oldest membership first."""
    return user.organisations.filter(memberships__person=user, memberships__role__in=WRITERS).order_by(
        "memberships__since", "pk"
    )


def plans_visible_to(user: Any) -> QuerySet[Any]:
    """The organisations whose plan one may read: one's own, in whatever role."""
    return user.organisations.all()


def can_plan(user: Any, organisation: Any) -> Decision:
    """Owners and editors put steps on the plan and say how they go."""
    return _writes_for(user, organisation.pk)


def _writes_for(user: Any, organisation: int) -> Decision:
    if user.memberships.filter(organisation=organisation, role__in=WRITERS).exists():
        return ALLOWED
    return refused(_ONLY_WRITERS)


_ONLY_WRITERS = gettext_noop(
    "You can read where your organisation stands. Its owners and editors answer and plan: ask one of its "
    "owners to become an editor."
)
