"""Who leaves: a person, whose place others take without losing the thread; a party of three or more, while the others
go on; or an organisation from everything it has here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tandem.accounts import queries as accounts
from tandem.cooperation import permissions, queries, tasks
from tandem.cooperation.actions.company import begin_when_all_want
from tandem.cooperation.actions.evaluation import open_when_all_answered
from tandem.cooperation.actions.parties import ask_when_all_want, forget_party, write_on
from tandem.cooperation.actions.rooms import fresh, locked, pass_the_ball, take_step
from tandem.cooperation.models import (
    CaseApproval,
    Cooperation,
    GoalAgreement,
    Mediation,
    Party,
    PartyInvitation,
    SharedCase,
    SigningLink,
)
from tandem.domain.decision import ALLOWED, Decision
from tandem.journal.actions import record


@transaction.atomic
def leave(room: Cooperation, party: Party, farewell: str, *, actor: Any, at: datetime) -> Decision:
    """A further party leaves with its words (`farewell`); what it wrote, signed and gave stays. Twice changes nothing.

    What all have signed stands; a text that waits for signatures goes back to writing.
    """
    room = locked(room)
    if not any(one.pk == party.pk for one in room.parties.all()):
        return ALLOWED
    decision = permissions.can_leave(room, party)
    if not decision.allowed:
        return decision
    Party.ever.filter(pk=party.pk).update(left=at, farewell=farewell.strip())
    ids = {"organisation": party.organisation_id, "side": party.side}
    record("cooperation.party_left", room, actor=actor, at=at, **ids)
    GoalAgreement.objects.filter(party=party).delete()
    _revoke(SigningLink.objects.filter(party=party, used=None, revoked=None), actor=actor, at=at)
    _go_on_without(fresh(room), party, actor=actor, at=at)
    pass_the_ball(room, at)
    transaction.on_commit(lambda: tasks.tell_of_leaving.enqueue(party.pk))
    return ALLOWED


def _go_on_without(room: Cooperation, party: Party, *, actor: Any, at: datetime) -> None:
    """What waited for it waits no more; what it proposed is taken back; a case not yet public is approved anew."""
    agreement = queries.agreement_of(room)
    if room.phase == "agreement" and agreement:
        write_on(room, agreement, party, actor=actor, at=at)
    if room.phase == "evaluation":
        open_when_all_answered(room, at)
    for invitation in queries.invitations_of(room):
        if invitation.party_id == party.pk:
            forget_party(room, party, invitation.pk, actor=actor, at=at)
        else:
            ask_when_all_want(room, invitation, actor=actor, at=at)
    mediation = queries.mediation_of(room)
    if mediation and mediation.began is None and mediation.party_id == party.pk:
        Mediation.objects.filter(pk=mediation.pk).update(ended=at)
        record("cooperation.mediation_ended", room, actor=actor, at=at, mediation=mediation.pk)
    elif mediation:
        begin_when_all_want(room, mediation, actor=actor, at=at)
    told = SharedCase.objects.filter(cooperation=room, published__isnull=False).values("published")
    CaseApproval.objects.filter(version__case__cooperation=room).exclude(version__in=told).delete()


def _revoke(links: Any, *, actor: Any, at: datetime) -> None:
    for link in links.select_related("document__agreement__cooperation"):
        SigningLink.objects.filter(pk=link.pk).update(revoked=at)
        room = link.document.agreement.cooperation
        record("cooperation.signing_link_revoked", room, actor=actor, at=at, link=link.pk)


def take_links_back(event: Any) -> None:
    """A person who left an organisation no longer signs for it: their open links lead nowhere."""
    address = accounts.address_of(event.data["person"])
    links = SigningLink.objects.filter(
        party__organisation=event.data["organisation"], email__iexact=address, used=None, revoked=None
    )
    _revoke(links, actor=event.actor, at=event.at)


def end_rooms(event: Any) -> None:
    """A closed organisation leaves the rooms that it joined, and ends its own, in its own name and with the reason; all
    that was written stays."""
    for asked in PartyInvitation.objects.filter(organisation=event.subject_id, state__in=queries.OPEN):
        PartyInvitation.objects.filter(pk=asked.pk).update(state=PartyInvitation.State.WITHDRAWN, answered=event.at)
        room = queries.room_by_pk(asked.cooperation_id)
        record("cooperation.party_forgotten", room, actor=event.actor, at=event.at, invitation=asked.pk)
    parties = Party.objects.filter(organisation=event.subject_id).select_related("cooperation")
    for party in parties:
        room = queries.room_by_pk(party.cooperation_id)
        with translation.override(event.actor.language if event.actor else None):
            words = {
                "reason": _("%(name)s has closed its page here.") % {"name": party.organisation.name},
                "what_happens_to_the_work": _("What was written, signed and given stays readable in this room."),
            }
        if permissions.can_leave(room, party).allowed:
            leave(room, party, words["reason"], actor=event.actor, at=event.at)
        else:
            take_step(room, "end_early", party, **words, actor=event.actor, at=event.at)
