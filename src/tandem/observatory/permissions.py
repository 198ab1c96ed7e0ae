"""Who asks and who reads. Answers are seen by researchers of the organisation that asks, and by stewards."""

from typing import Any

from django.db.models import Q, QuerySet

from tandem.directory import queries as directory
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.observatory.models import Survey

RESEARCH = "research"
WRITERS = ("owner", "editor")


def research_organisations(user: Any, roles: tuple[str, ...] = (*WRITERS, "reader")) -> list[Any]:
    """The research organisations that `user` belongs to with one of these roles."""
    if not user.is_authenticated:
        return []
    mine = [one for one in directory.memberships_of(user) if one.role in roles]
    return [one.organisation for one in mine if RESEARCH in one.organisation.roles]


def visible_to(user: Any) -> QuerySet[Survey]:
    """The surveys whose answers `user` may read."""
    seen = Survey.objects.select_related("owner")
    if getattr(user, "is_steward", False):
        return seen
    return seen.filter(owner__in=research_organisations(user))


def published(user: Any) -> QuerySet[Survey]:
    """The surveys whose report anybody may read, and those whose answers `user` may read."""
    seen = Survey.objects.select_related("owner")
    if getattr(user, "is_steward", False):
        return seen
    return seen.filter(Q(published__isnull=False) | Q(owner__in=research_organisations(user)))


def opened(user: Any) -> QuerySet[Survey]:
    """The surveys whose anonymised answers anybody may take."""
    return published(user).filter(opened__isnull=False)


def can_ask(user: Any) -> Decision:
    """Researchers begin surveys: owners and editors of an organisation with the role “research”."""
    if research_organisations(user, WRITERS):
        return ALLOWED
    return refused(
        gettext_noop(
            "A survey belongs to an organisation with the role “research”, and its owners and editors begin it. "
            "Add the role to your organisation’s page if it does research."
        )
    )


def can_edit(user: Any, survey: Survey) -> Decision:
    """Owners and editors of the organisation that asks, and stewards."""
    if getattr(user, "is_steward", False) or survey.owner in research_organisations(user, WRITERS):
        return ALLOWED
    return refused(gettext_noop("You read this survey. Owners and editors of its organisation change it."))


def can_hear(user: Any, survey: Survey) -> Decision:
    """What people said to the team is read by the team alone: no steward, no reader."""
    if survey.owner in research_organisations(user, WRITERS):
        return ALLOWED
    return refused(
        gettext_noop(
            "People spoke to the research team, and to nobody else. Owners and editors of its organisation read what "
            "they said; everybody reads the quotes that they agreed to."
        )
    )
