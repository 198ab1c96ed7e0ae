"""Reading the directory."""

from typing import Any

from django.db.models import QuerySet

from tandem.directory.models import Membership, Organisation, Origin, Solution, State


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


def people_of_the_demonstration() -> QuerySet[Membership]:
    """The invented people, with the organisation they act for."""
    return (
        Membership.objects.filter(organisation__origin=Origin.INVENTED)
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name")
    )
