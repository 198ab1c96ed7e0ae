"""Which offers let others wait too long, and the link by which a paused one comes back."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Max
from django.utils import timezone

from tandem.domain.lifecycle import etiquette
from tandem.matching.models import Introduction, IntroductionStep, Offer, Posting, Side
from tandem.matching.permissions import WRITERS
from tandem.matching.queries.etiquette import public_holidays

#: States in which those who asked have gone away themselves.
WENT_AWAY = ("withdrawn", "released")
#: What the link is for, and how long it works.
PURPOSE = "tandem.matching.resume"
LINK_LASTS = timedelta(days=60)


def silent_offers(at: datetime) -> list[Offer]:
    """Published offers that were asked and gave no sign of life since: no answer, no change. Counted from the first
    request that was left waiting, without the public holidays of the offer's country. An offer that nobody asks
    is not silent."""
    longest_ago = at - timedelta(days=etiquette.SILENT_DAYS)
    asked = Introduction.objects.filter(
        proposed_by=Side.NEED, offer__state=Posting.State.PUBLISHED, created__lt=longest_ago
    ).exclude(state__in=WENT_AWAY)
    requests: dict[int, list[datetime]] = defaultdict(list)
    for offer, created in asked.values_list("offer", "created"):
        requests[offer].append(created)
    offers = Offer.objects.filter(pk__in=requests).select_related("organisation").order_by("pk")
    answered = dict(
        IntroductionStep.objects.filter(side=Side.OFFER, introduction__offer__in=requests)
        .values_list("introduction__offer")
        .annotate(last=Max("at"))
    )
    return [one for one in offers if _has_been_silent(one, requests[one.pk], answered.get(one.pk), at)]


def _has_been_silent(offer: Offer, requests: list[datetime], answered: datetime | None, at: datetime) -> bool:
    sign_of_life = max(filter(None, (offer.changed, offer.published_at, answered)))
    left_waiting = [one for one in requests if one > sign_of_life]
    if not left_waiting:
        return False
    since = timezone.localdate(min(left_waiting))
    return timezone.localdate(at) > etiquette.silent_until(since, public_holidays(offer.organisation.country))


def resume_key(offer: Offer, person: Any) -> str:
    """The secret part of a link that brings this offer back, once, for this person: it ends with the pause."""
    about = {"offer": offer.reference, "paused": offer.changed.isoformat(), "person": person.pk}
    return signing.dumps(about, salt=PURPOSE)


def paused_by_key(key: str) -> tuple[Offer, Any] | None:
    """The paused offer that a link speaks of and the person it was sent to; None when it was changed, is too old,
    belongs to an earlier pause or to somebody who no longer writes for the organisation."""
    try:
        about = signing.loads(key, salt=PURPOSE, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    offer = Offer.objects.select_related("organisation").filter(reference=about["offer"]).first()
    if offer is None or offer.state != Posting.State.PAUSED or offer.changed.isoformat() != about["paused"]:
        return None
    membership = offer.organisation.memberships.filter(person=about["person"], role__in=WRITERS).first()
    return (offer, membership.person) if membership else None


def offer_to_tell(pk: int) -> Offer:
    return Offer.objects.select_related("organisation").get(pk=pk)
