"""Reading organisations, solutions and projects."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from tandem.directory import search
from tandem.directory.models import Membership, Organisation, Project, Solution, State
from tandem.directory.permissions import projects_visible_to, solutions_visible_to
from tandem.directory.search.analysis import fold

SAME_NAMES_SHOWN = 5


def current_organisation(person: Any, chosen: int | None) -> Organisation | None:
    """The organisation that `person` acts for: the `chosen` one if they belong to it, else their oldest."""
    if not person.is_authenticated:
        return None
    acted_for = Organisation.objects.filter(memberships__person=person).exclude(state=State.MERGED)
    mine = list(acted_for.order_by("memberships__since", "pk"))
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)


def figures() -> dict[str, int]:
    """How much there is to find: for the home page. The index has counted; a database counts row by row."""
    return {f"{model._meta.model_name}s": _published(model) for model in (Organisation, Solution)}


def _published(model: type[Organisation] | type[Solution]) -> int:
    try:
        return search.count(str(model._meta.model_name))
    except search.IndexMissing:
        return model.objects.filter(state=State.PUBLISHED).count()


def same_name(name: str, country: str) -> list[Organisation]:
    """Published organisations of that country with the same name, whatever its accents and capitals."""
    base = slugify(name)[:100]
    if not base:
        return []
    near = Organisation.objects.filter(state=State.PUBLISHED, country=country, slug__startswith=base).order_by("pk")
    return [one for one in near[:100] if fold(one.name) == fold(name)][:SAME_NAMES_SHOWN]


def organisation(pk: int) -> Organisation:
    return Organisation.objects.get(pk=pk)


def merged_into(slug: str) -> Organisation | None:
    """The record that the one of this address went into."""
    gone = Organisation.objects.filter(slug=slug, state=State.MERGED).select_related("merged_into").first()
    return gone.merged_into if gone else None


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
