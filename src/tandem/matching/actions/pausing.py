"""Pausing an offer and bringing it back; giving what there is of a thing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal.actions import record
from tandem.matching import queries, tasks
from tandem.matching.models import Offer, Posting

NOTHING_LEFT = gettext_noop(
    "Nothing is left to give of this offer. Those who give it can say how many there are now, or decline."
)


@transaction.atomic
def pause(offer: Offer, because: str, *, actor: Any, at: datetime) -> Offer:
    """Take a published offer off the lists until somebody brings it back, and say so to its owners and editors."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.state == Posting.State.PUBLISHED:
        offer.state, offer.paused_because, offer.changed = Posting.State.PAUSED, because, at
        offer.save(update_fields=["state", "paused_because", "changed"])
        record("offer.paused", offer, actor=actor, at=at, because=str(because))
        transaction.on_commit(lambda: tasks.tell_of_pause.enqueue(offer.pk))
    return offer


@transaction.atomic
def resume(offer: Offer, *, actor: Any, at: datetime) -> Decision:
    """Put a paused offer back on the lists. Resuming twice changes nothing."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.item and not offer.stock:
        return refused(NOTHING_LEFT)
    if offer.state == Posting.State.PAUSED:
        offer.state, offer.paused_because, offer.changed = Posting.State.PUBLISHED, "", at
        offer.save(update_fields=["state", "paused_because", "changed"])
        record("offer.resumed", offer, actor=actor, at=at)
    return ALLOWED


def pause_silent_offers(at: datetime) -> None:
    """Pause the offers that let others wait for 45 days. Run as often as one likes."""
    for offer in queries.silent_offers(at):
        pause(offer, Offer.Because.SILENCE, actor=None, at=at)


@transaction.atomic
def give(offer: Offer, *, actor: Any, at: datetime) -> Decision:
    """Take what one organisation gets from the stock of a thing, or what is left of it; the last one pauses the offer.
    Offers of other kinds have no stock: nothing happens."""
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if not offer.item:
        return ALLOWED
    assert offer.stock is not None
    assert offer.quantity is not None
    if offer.stock == 0:
        return refused(NOTHING_LEFT)
    given = min(offer.quantity, offer.stock)
    offer.stock -= given
    offer.save(update_fields=["stock"])
    record("offer.given", offer, actor=actor, at=at, quantity=given, left=offer.stock)
    if offer.stock == 0:
        pause(offer, Offer.Because.STOCK, actor=actor, at=at)
    return ALLOWED


def follow_stock(offer: Offer, *, actor: Any, at: datetime) -> None:
    """After its owner said how many there are: nothing pauses it, something brings back what had run out."""
    if offer.item and offer.stock == 0:
        pause(offer, Offer.Because.STOCK, actor=actor, at=at)
    elif offer.paused_because == Offer.Because.STOCK:
        resume(offer, actor=actor, at=at)
