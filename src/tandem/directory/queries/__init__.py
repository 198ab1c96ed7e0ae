"""Reading the directory."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.text import slugify

from tandem.directory.models import Invitation, JoinRequest, Membership, Organisation, Project, Report, Solution, State
from tandem.directory.permissions import projects_visible_to, solutions_visible_to
from tandem.directory.search.analysis import fold

SAME_NAMES_SHOWN = 5


def current_organisation(person: Any, chosen: int | None) -> Organisation | None:
    """The organisation that `person` acts for: the `chosen` one if they belong to it, else their oldest."""
    if not person.is_authenticated:
        return None
    mine = list(Organisation.objects.filter(memberships__person=person).order_by("memberships__since", "pk"))
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)


def figures() -> dict[str, int]:
    """How much there is to find: for the home page."""
    return {
        "organisations": Organisation.objects.filter(state=State.PUBLISHED).count(),
        "solutions": Solution.objects.filter(state=State.PUBLISHED).count(),
    }


def memberships_of(person: Any) -> QuerySet[Membership]:
    """For whom `person` acts, oldest first."""
    return Membership.objects.filter(person=person).select_related("organisation").order_by("since", "pk")


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


def same_name(name: str, country: str) -> list[Organisation]:
    """Published organisations of that country with the same name, whatever its accents and capitals."""
    base = slugify(name)[:100]
    if not base:
        return []
    near = Organisation.objects.filter(state=State.PUBLISHED, country=country, slug__startswith=base).order_by("pk")
    return [one for one in near[:100] if fold(one.name) == fold(name)][:SAME_NAMES_SHOWN]


def projects_of(user: Any, organisation: Organisation) -> QuerySet[Project]:
    """What the organisation did with others, latest first."""
    return (
        projects_visible_to(user).filter(organisations=organisation).select_related("source").order_by("-began", "name")
    )


def solutions_of(user: Any, organisation: Organisation) -> QuerySet[Solution]:
    return solutions_visible_to(user).filter(carried_by=organisation).order_by("name")


def solutions(user: Any, ids: Sequence[int | str]) -> list[Solution]:
    """The visible solutions among `ids`, in that order: what a search found."""
    found = {str(one.pk): one for one in solutions_visible_to(user).filter(pk__in=ids)}
    return [found[str(one)] for one in ids if str(one) in found]


def people_of_the_demonstration() -> QuerySet[Membership]:
    """The invented people, each with the organisation they act for."""
    invented = Membership.objects.filter(person__email__endswith="@example.org")
    return invented.select_related("person", "organisation").order_by("organisation__name", "person__name")


def organisation_of_slug(slug: str) -> Organisation:
    """The organisation with this address; `DoesNotExist` when there is none."""
    return Organisation.objects.get(slug=slug)


def personal_data(person: Any) -> dict[str, Any]:
    """For whom `person` acts, and what they reported."""
    acts_for = memberships_of(person).values(
        "role", "since", name=F("organisation__name"), slug=F("organisation__slug")
    )
    reports = Report.objects.filter(person=person).order_by("at", "pk").values("page", "text", "email", "at")
    invited = Invitation.objects.filter(Q(invited_by=person) | Q(accepted_by=person) | Q(email=person.email))
    invitations = invited.order_by("at", "pk").values(
        "email", "role", "at", "expires", "accepted_at", "revoked_at", slug=F("organisation__slug")
    )
    asked = JoinRequest.objects.filter(person=person).order_by("at", "pk")
    requests = asked.values("message", "at", "state", "reason", "answered_at", slug=F("organisation__slug"))
    return {
        "memberships": list(acts_for),
        "reports": list(reports),
        "invitations": list(invitations),
        "join_requests": list(requests),
    }
