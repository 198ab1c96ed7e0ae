"""Who leaves: a person, whose place others take without losing the thread; or a whole organisation."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tandem.accounts import queries as accounts
from tandem.cooperation import queries
from tandem.cooperation.actions.rooms import take_step
from tandem.cooperation.models import Party, PartyInvitation, SigningLink
from tandem.journal.actions import record


def take_links_back(event: Any) -> None:
    """A person who left an organisation no longer signs for it: their open links lead nowhere."""
    address = accounts.address_of(event.data["person"])
    links = SigningLink.objects.filter(
        party__organisation=event.data["organisation"], email__iexact=address, used=None, revoked=None
    )
    for link in links.select_related("document__agreement__cooperation"):
        SigningLink.objects.filter(pk=link.pk).update(revoked=event.at)
        room = link.document.agreement.cooperation
        record("cooperation.signing_link_revoked", room, actor=event.actor, at=event.at, link=link.pk)


def end_rooms(event: Any) -> None:
    """A closed organisation ends what it has open, in its own name and with the reason; all that was written stays."""
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
        take_step(room, "end_early", party, **words, actor=event.actor, at=event.at)
