"""Who sees a room: the members of its parties, nobody else. Owners and editors of every party act alike."""

from typing import Any

from django.db.models import QuerySet

from tandem.cooperation.models import Cooperation
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop

WRITERS = ("owner", "editor")


def visible_to(user: Any) -> QuerySet[Cooperation]:
    if not user.is_authenticated:
        return Cooperation.objects.none()
    mine = user.memberships.values("organisation")
    return Cooperation.objects.filter(parties__organisation__in=mine).distinct()


def sides_of(user: Any, room: Cooperation) -> list[str]:
    """The sides for which this person may act: one, or both for somebody who writes for both organisations."""
    organisations = {party.organisation_id: party.side for party in room.parties.all()}
    own = user.memberships.filter(organisation__in=list(organisations), role__in=WRITERS)
    return [organisations[one] for one in own.order_by("since", "pk").values_list("organisation", flat=True)]


def can_act(user: Any, room: Cooperation) -> Decision:
    """Owners and editors of either party; readers read."""
    if sides_of(user, room):
        return ALLOWED
    return refused(
        gettext_noop(
            "You can read this room. Owners and editors of your organisation act in it: "
            "ask one of its owners to become an editor."
        )
    )
