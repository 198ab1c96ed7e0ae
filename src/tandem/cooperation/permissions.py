"""Who sees a room: the members of its parties, and of the mediator whom all of them wanted, as long as they want it.
Owners and editors of every party act alike."""

from typing import Any

from django.db.models import Q, QuerySet

from tandem.cooperation import phases
from tandem.cooperation.models import MOST_PARTIES, Cooperation, Mediation, Party, PartyInvitation
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.lifecycle import ROOM, may_leave
from tandem.domain.lifecycle.leaving import FURTHER
from tandem.domain.messages import gettext_noop

WRITERS = ("owner", "editor")


def visible_to(user: Any) -> QuerySet[Cooperation]:
    if not user.is_authenticated:
        return Cooperation.objects.none()
    mine = user.memberships.values("organisation")
    mediated = Mediation.objects.filter(organisation__in=mine, began__isnull=False, ended=None).values("cooperation")
    present = Party.objects.filter(organisation__in=mine).values("cooperation")
    return Cooperation.objects.filter(Q(pk__in=present) | Q(pk__in=mediated))


def sides_of(user: Any, room: Cooperation) -> list[str]:
    """The sides for which this person may act: one, or several for somebody who writes for several organisations."""
    organisations = {party.organisation_id: party.side for party in room.parties.all()}
    own = user.memberships.filter(organisation__in=list(organisations), role__in=WRITERS)
    return [organisations[one] for one in own.order_by("since", "pk").values_list("organisation", flat=True)]


def invited_to(user: Any) -> QuerySet[PartyInvitation]:
    """The rooms into which an organisation of this person is asked."""
    return was_invited(user).filter(state=PartyInvitation.State.ASKED)


def was_invited(user: Any) -> QuerySet[PartyInvitation]:
    """Those, and the invitations that have had their answer or were taken back after they were sent."""
    if not user.is_authenticated:
        return PartyInvitation.objects.none()
    mine = user.memberships.values("organisation")
    return PartyInvitation.objects.filter(asked__isnull=False, organisation__in=mine)


def can_answer(user: Any, invitation: PartyInvitation) -> Decision:
    if user.memberships.filter(organisation=invitation.organisation_id, role__in=WRITERS).exists():
        return ALLOWED
    return refused(gettext_noop("Owners and editors of your organisation answer this invitation: tell one of them."))


def can_be_joined(room: Cooperation, invited: int = 0) -> Decision:
    """Whether a further party may come in now, with so many `invited` already."""
    if room.machine != ROOM.id:
        return refused(gettext_noop("A one-hour session stays between two. A room for a project takes more."))
    if room.is_past_work:
        return refused(gettext_noop("A further party joins before the evaluation begins."))
    if room.phase in phases.rules(room.rules).after_the_agreement and room.way_to_amend is None:
        return refused(gettext_noop("A further party signs like you: first go back to where one amends the agreement."))
    if Party.ever.filter(cooperation=room).count() + invited >= MOST_PARTIES:
        return refused(
            gettext_noop("A room holds %(most)s parties at most, those invited and those who left included."),
            most=MOST_PARTIES,
        )
    return ALLOWED


def can_leave(room: Cooperation, party: Party) -> Decision:
    """A party that joined later leaves, and asks nobody; the two of the introduction end the room."""
    return may_leave(room.lifecycle, room.phase, FURTHER if party.role else party.side)


def can_act(user: Any, room: Cooperation) -> Decision:
    """Owners and editors of any party; readers read."""
    if sides_of(user, room):
        return ALLOWED
    return refused(
        gettext_noop(
            "You can read this room. Owners and editors of your organisation act in it: "
            "ask one of its owners to become an editor."
        )
    )


def can_mediate(user: Any, mediation: Mediation | None) -> Decision:
    """Owners and editors of the mediator speak in the room, as long as every party wants it."""
    own = mediation is not None and user.memberships.filter(organisation=mediation.organisation_id, role__in=WRITERS)
    if own and mediation and mediation.began and not mediation.ended:
        return ALLOWED
    return refused(gettext_noop("Only the mediator whom all parties wanted speaks here beside them."))


def can_watch(user: Any) -> Decision:
    """Stewards see where rooms stand and what was asked of them, nothing that parties keep between themselves."""
    if getattr(user, "is_steward", False):
        return ALLOWED
    return refused(gettext_noop("Only the stewards of this place see where all rooms stand."))


def can_take_out(user: Any, room: Cooperation) -> Decision:
    """Every member of a party takes the room out; a mediator sits in, and takes nothing away."""
    if user.memberships.filter(organisation__in=[party.organisation_id for party in room.parties.all()]).exists():
        return ALLOWED
    return refused(gettext_noop("Only the parties of this room take it out."))
