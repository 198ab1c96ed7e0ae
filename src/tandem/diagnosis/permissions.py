"""Who sees and who answers a diagnosis."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from tandem.diagnosis.models import Diagnosis
from tandem.directory.permissions import consents_to
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

WRITERS = ("owner", "editor")


def visible_to(user: Any, kept: Collection[str]) -> QuerySet[Diagnosis]:
    """Those begun in this browser without an account (`kept` references), those begun with this account, and
    those of one's organisations, and those to which an owner invited one's intermediary: this one, or all of them while
    it accompanies the organisation. Nobody else sees where an organisation stands."""
    begun_here = Q(reference__in=list(kept), author=None, organisation=None)
    if not user.is_authenticated:
        return Diagnosis.objects.filter(begun_here)
    organisations = user.memberships.values("organisation")
    accompanied = consents_to(user, "may_sit_in", writing=False).values("organisation")
    mine = Q(author=user, organisation=None) | Q(organisation__in=organisations) | Q(supporter__in=organisations)
    return Diagnosis.objects.filter(begun_here | mine | Q(organisation__in=accompanied))


def can_answer(user: Any, diagnosis: Diagnosis) -> Decision:
    """- Owners and editors answer for their organisation; while it has none, whoever began the diagnosis.
    - The supporter whom an owner invited answers with them, on behalf of the organisation.
    """
    if can_read_beside(user, diagnosis).allowed:
        return ALLOWED
    return can_decide(user, diagnosis)


def can_decide(user: Any, diagnosis: Diagnosis) -> Decision:
    """Keep a diagnosis, delete it, put its steps on the plan: the organisation alone, never its supporter."""
    if diagnosis.organisation_id is None:
        return ALLOWED
    return _writes_for(user, diagnosis.organisation_id)


def can_invite_supporter(user: Any, diagnosis: Diagnosis) -> Decision:
    """Owners let an intermediary in, and end it."""
    owned = user.is_authenticated and user.memberships.filter(organisation=diagnosis.organisation_id, role="owner")
    if diagnosis.organisation_id is not None and owned and owned.exists():
        return ALLOWED
    return refused(_ONLY_OWNERS)


def sits_beside(user: Any, diagnosis: Diagnosis) -> Any:
    """The intermediary for which one reads beside, as its owner or editor: the one that an owner invited to this
    diagnosis; while none is, one that accompanies the organisation and may sit in. None for everybody else."""
    if not user.is_authenticated:
        return None
    if diagnosis.supporter_id is not None:
        return diagnosis.supporter if _writes_for(user, diagnosis.supporter_id).allowed else None
    consent = consents_to(user, "may_sit_in").filter(organisation=diagnosis.organisation_id)
    found = consent.select_related("supporter").order_by("agreed_at").first()
    return found.supporter if found else None


def can_read_beside(user: Any, diagnosis: Diagnosis) -> Decision:
    """The supporter's own reading: owners and editors of the intermediary, while the consent lasts."""
    if sits_beside(user, diagnosis) is not None:
        return ALLOWED
    if diagnosis.supporter_id is not None and user.is_authenticated:
        return _writes_for(user, diagnosis.supporter_id)
    return refused(_ONLY_SUPPORTERS)


def answers_through(user: Any, diagnosis: Diagnosis) -> str:
    """The name of the intermediary when somebody answers on behalf of the organisation; empty for its members."""
    supporter = sits_beside(user, diagnosis)
    if supporter is None or can_decide(user, diagnosis).allowed:
        return ""
    return str(supporter)


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


_ONLY_OWNERS = gettext_noop("Only an owner of the organisation invites somebody to its diagnosis, or ends it.")
_ONLY_SUPPORTERS = gettext_noop("Only the intermediary that the organisation invited writes a reading of its own.")
_ONLY_WRITERS = gettext_noop(
    "You can read where your organisation stands. Its owners and editors answer and plan: ask one of its "
    "owners to become an editor."
)
