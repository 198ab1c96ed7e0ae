"""Organisations for whom somebody acts here, so that they can answer."""

from django.db.models import Q, QuerySet

from tandem.directory.models import Organisation, State


def organisations() -> QuerySet[Organisation]:
    """Published organisations that have an owner or an editor."""
    acting = Q(memberships__role__in=("owner", "editor"))
    return Organisation.objects.filter(acting, state=State.PUBLISHED).distinct()


def named(words: str) -> QuerySet[Organisation]:
    """Those whose name or town holds these words, by name."""
    return organisations().filter(Q(name__icontains=words) | Q(place__icontains=words)).order_by("name", "pk")
