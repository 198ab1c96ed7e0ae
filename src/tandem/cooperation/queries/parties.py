"""Who is in the room, who is asked to join it, and who could be."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet

from tandem.cooperation.models import SIDES, Cooperation, Party, PartyInvitation
from tandem.cooperation.permissions import WRITERS, invited_to
from tandem.directory.queries import acting

OPEN = (PartyInvitation.State.PROPOSED, PartyInvitation.State.ASKED)
#: How many organisations a search shows.
MOST_FOUND = 12


def many(room: Cooperation) -> bool:
    """Whether there are more than the two of the introduction."""
    return len(room.parties.all()) > 2


def everyone(room: Cooperation) -> list[Party]:
    """The parties, those that left included: what they wrote and gave stays; read once for each reading of the room."""
    if not getattr(room, "somebody_left", True):
        return list(room.parties.all())
    if "everyone_ever" not in room.__dict__:
        room.__dict__["everyone_ever"] = list(Party.ever.filter(cooperation=room).select_related("organisation"))
    kept: list[Party] = room.__dict__["everyone_ever"]
    return kept


def party_ever(pk: int) -> Party:
    """One of them."""
    return Party.ever.select_related("organisation").get(pk=pk)


def gone(room: Cooperation) -> list[Party]:
    """Those that left."""
    return [party for party in everyone(room) if party.left]


def free_side(room: Cooperation) -> str:
    """The first side on which nobody stands or stood: events of the journal name parties by their sides."""
    taken = {party.side for party in everyone(room)}
    return next(side for side in SIDES if side not in taken)


def invitations_of(room: Cooperation) -> list[PartyInvitation]:
    """Who is proposed or asked, with who wants it."""
    found = room.party_invitations.filter(state__in=OPEN).select_related("organisation", "party__organisation")
    return list(found.prefetch_related("consents"))


def invitation_by_pk(pk: int) -> PartyInvitation:
    found = PartyInvitation.objects.select_related("organisation", "party__organisation", "cooperation")
    return found.get(pk=pk)


def invitations_shown(room: Cooperation, own: Party | None) -> list[dict[str, Any]]:
    """Each open invitation with who wants it, and whether one's own party is asked."""
    lines = []
    for one in invitations_of(room):
        said = {consent.party_id for consent in one.consents.all()}
        lines.append(
            {
                "invitation": one,
                "wanted": [party for party in room.parties.all() if party.pk in said],
                "asked": own is not None and one.state == PartyInvitation.State.PROPOSED and own.pk not in said,
            }
        )
    return lines


def invitations_for(user: Any) -> QuerySet[PartyInvitation]:
    """The rooms into which one's organisations are asked, with all that the page of an invitation says."""
    found = invited_to(user).select_related("organisation", "party__organisation", "cooperation")
    return found.prefetch_related("cooperation__parties__organisation")


def organisations_found(words: str, room: Cooperation) -> list[Any]:
    """Organisations for whom somebody acts and that are not in the room, whose name or town holds these words."""
    present = [party.organisation_id for party in room.parties.all()]
    return list(acting.named(words).exclude(pk__in=present)[:MOST_FOUND])


def may_be_asked(organisation: Any) -> bool:
    """Whether somebody can answer for it."""
    return acting.organisations().filter(pk=organisation.pk).exists()


def contacts_of_further(room: Cooperation) -> dict[str, Any]:
    """Whom to reach in each further party, by side: the first who may act. Somebody who left is thus replaced."""
    sides = {party.organisation_id: party.side for party in room.parties.all() if party.role}
    if not sides:
        return {}
    people = get_user_model().objects.filter(memberships__organisation__in=sides, memberships__role__in=WRITERS)
    people = people.annotate(acts_for=F("memberships__organisation")).order_by("-memberships__since", "-pk")
    return {sides[person.acts_for]: person for person in people}


def stays_out(room: Cooperation) -> list[Party]:
    """The funders who chose not to take part in the transfer."""
    return [party for party in room.parties.all() if not party.transfers]
