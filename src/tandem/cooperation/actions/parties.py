"""A further party: proposed by one, wanted by all, asked, joined. What was agreed before is agreed anew by all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tandem.cooperation import permissions, queries, tasks
from tandem.cooperation.actions.rooms import begin_agreement, fresh, locked, move, pass_the_ball
from tandem.cooperation.models import (
    Agreement,
    Cooperation,
    LevelRating,
    Party,
    PartyConsent,
    PartyInvitation,
    PartyRole,
    Readiness,
)
from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.lifecycle import ROOM
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record

State = PartyInvitation.State
_GONE = gettext_noop("This invitation has had its answer, or was taken back.")


def _obstacle(room: Cooperation, organisation: Any, invited: int = 0) -> Decision | None:
    """Why this organisation cannot come in now; None when it can."""
    decision = permissions.can_be_joined(room, invited)
    if not decision.allowed:
        return decision
    if any(one.organisation_id == organisation.pk for one in room.parties.all()):
        return refused(gettext_noop("This organisation is in the room already."))
    if room.mediations.filter(organisation=organisation, ended=None).exists():
        return refused(gettext_noop("A mediator stands beside the parties. End the mediation first."))
    return None


@transaction.atomic
def propose_party(
    room: Cooperation, party: Party, organisation: Any, role: str, words: str, *, actor: Any, at: datetime
) -> Decision:
    """Propose an organisation as a further party; who proposes wants it. Proposed again it stands as it was."""
    room = locked(room)
    invitations = queries.invitations_of(room)
    if before := next((one for one in invitations if one.organisation_id == organisation.pk), None):
        return want_party(room, party, before.pk, actor=actor, at=at)
    if (refusal := _obstacle(room, organisation, len(invitations))) is not None:
        return refusal
    if not queries.may_be_asked(organisation):
        return refused(gettext_noop("Nobody acts for this organisation on Tandem yet: it could not answer."))
    invitation = PartyInvitation.objects.create(
        cooperation=room, organisation=organisation, role=role, words=words, party=party, proposed=at
    )
    record(
        "cooperation.party_proposed",
        room,
        actor=actor,
        at=at,
        invitation=invitation.pk,
        organisation=organisation.pk,
        side=party.side,
        role=str(role),
    )
    transaction.on_commit(lambda: tasks.tell_of_party.enqueue(invitation.pk))
    return want_party(room, party, invitation.pk, actor=actor, at=at)


@transaction.atomic
def want_party(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Agree to somebody proposed. Once every party does, the organisation is asked; agreeing twice changes nothing."""
    room = locked(room)
    invitation = room.party_invitations.filter(pk=pk).first()
    if invitation is None or invitation.state not in (State.PROPOSED, State.ASKED):
        return refused(_GONE)
    _consent, agreed = PartyConsent.objects.get_or_create(
        invitation=invitation, party=party, defaults={"at": at, "person": actor}
    )
    if agreed:
        record("cooperation.party_wanted", room, actor=actor, at=at, invitation=pk, side=party.side)
    ask_when_all_want(room, invitation, actor=actor, at=at)
    return ALLOWED


def ask_when_all_want(room: Cooperation, invitation: PartyInvitation, *, actor: Any, at: datetime) -> None:
    """The organisation is asked once everybody who is there wants it."""
    wanted = invitation.consents.filter(party__left=None).count() == room.parties.count()
    if invitation.state == State.PROPOSED and wanted:
        PartyInvitation.objects.filter(pk=invitation.pk).update(state=State.ASKED, asked=at)
        record("cooperation.party_asked", room, actor=actor, at=at, invitation=invitation.pk)
        transaction.on_commit(lambda: tasks.ask_party.enqueue(invitation.pk))


@transaction.atomic
def forget_party(room: Cooperation, party: Party, pk: int, *, actor: Any, at: datetime) -> Decision:
    """Any party takes an open invitation back, its own or one that it does not want; twice changes nothing."""
    room = locked(room)
    if room.party_invitations.filter(pk=pk, state__in=queries.OPEN).update(state=State.WITHDRAWN, answered=at):
        record("cooperation.party_forgotten", room, actor=actor, at=at, invitation=pk, side=party.side)
    taken_back = room.party_invitations.filter(pk=pk, state=State.WITHDRAWN).exists()
    return ALLOWED if taken_back else refused(_GONE)


@transaction.atomic
def decline_to_join(invitation: PartyInvitation, *, actor: Any, at: datetime) -> Decision:
    """The organisation says no; the parties are told."""
    room = locked(invitation.cooperation)
    asked = PartyInvitation.objects.filter(pk=invitation.pk, state=State.ASKED)
    if not asked.update(state=State.DECLINED, answered=at, person=actor):
        return refused(_GONE)
    record("cooperation.party_declined", room, actor=actor, at=at, invitation=invitation.pk)
    transaction.on_commit(lambda: tasks.tell_of_answer.enqueue(invitation.pk))
    return ALLOWED


@transaction.atomic
def join(invitation: PartyInvitation, *, actor: Any, at: datetime) -> Decision:
    """The organisation comes in. What was frozen or signed without it is written, and signed by all, anew."""
    room = locked(invitation.cooperation)
    invitation = queries.invitation_by_pk(invitation.pk)
    if invitation.state == State.JOINED:
        return ALLOWED
    if invitation.state != State.ASKED:
        return refused(_GONE)
    if (refusal := _obstacle(room, invitation.organisation)) is not None:
        return refusal
    begun = room.ledger_entries.filter(book=queries.books_of(room)[-1]).exists()
    came = {"role": invitation.role, "joined": at, "left": None, "farewell": "", "transfers": True}
    first = {"side": queries.free_side(room), "book": queries.books_of(room)[-1] + begun}
    party, _new = Party.ever.update_or_create(
        cooperation=room, organisation=invitation.organisation, defaults=came, create_defaults={**came, **first}
    )
    PartyInvitation.objects.filter(pk=invitation.pk).update(state=State.JOINED, answered=at, person=actor)
    record(
        "cooperation.party_joined",
        room,
        actor=actor,
        at=at,
        invitation=invitation.pk,
        organisation=party.organisation_id,
        side=party.side,
        role=party.role,
    )
    transaction.on_commit(lambda: tasks.tell_of_answer.enqueue(invitation.pk))
    _agree_anew(fresh(room), party, actor=actor, at=at)
    return ALLOWED


def _agree_anew(room: Cooperation, party: Party, *, actor: Any, at: datetime) -> None:
    """Work begun goes back to the agreement; a text all have signed is amended, one not yet signed is written on."""
    if room.phase != "agreement" and (back := room.way_to_amend):
        with translation.override(actor.language if actor else None):
            reason = _("%(name)s joins. What each of you brings is written down and signed by all.") % {
                "name": party.organisation.name
            }
        move(room, back.id, party, actor=actor, at=at, reason=reason, what_happens_to_the_work="")
        room = fresh(room)
    agreement = queries.agreement_of(room)
    if room.phase == "agreement" and agreement:
        if agreement.signed:
            begin_agreement(room, agreement, actor=actor, at=at)
        write_on(room, agreement, party, actor=actor, at=at)
    pass_the_ball(room, at)


def write_on(room: Cooperation, agreement: Agreement, party: Party, *, actor: Any, at: datetime) -> None:
    """A text that not all have signed goes back to writing: other parties sign it than those whom it names."""
    if agreement.signed:
        return
    Agreement.objects.filter(pk=agreement.pk).update(document=None)
    Readiness.objects.filter(agreement=agreement).delete()
    if agreement.document_id:
        ids = {"document": agreement.document_id, "side": party.side}
        record("cooperation.agreement_taken_back", room, actor=actor, at=at, **ids)


@transaction.atomic
def stay_out_of_transfer(room: Cooperation, party: Party, out: bool, *, actor: Any, at: datetime) -> Decision:
    """A funder stays out of the transfer plan, or takes part in it again. Its view of the levels leaves with it."""
    room = locked(room)
    if room.phase == ROOM.states[-1].id:
        return refused(gettext_noop("The room is closed: its transfer plan stays as it is."))
    if party.role != PartyRole.FUNDER:
        return refused(gettext_noop("Only a funder may stay out of the transfer: it is what the others work for."))
    if Party.objects.filter(pk=party.pk, transfers=out).update(transfers=not out):
        if out:
            LevelRating.objects.filter(party=party).delete()
        record("cooperation.transfer_share", room, actor=actor, at=at, side=party.side, takes_part=not out)
    return ALLOWED
