"""Who sees a room: the members of its parties, nobody else."""

from typing import Any

from django.db.models import QuerySet

from tandem.cooperation.models import Cooperation


def visible_to(user: Any) -> QuerySet[Cooperation]:
    if not user.is_authenticated:
        return Cooperation.objects.none()
    mine = user.memberships.values("organisation")
    return Cooperation.objects.filter(parties__organisation__in=mine).distinct()
