"""The offers that a need is compared with: their rows, or the snapshot with what changed since beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from django.db.models import Q, QuerySet

from tandem.domain import matching as engine
from tandem.matching import snapshot
from tandem.matching.models import Need, Offer, OfferChange, OfferGeneration, Posting
from tandem.matching.queries.compared import domain_offers


def published_offers() -> QuerySet[Offer]:
    """Those that may be found."""
    return Offer.objects.filter(state=Posting.State.PUBLISHED).select_related("organisation")


def offers_for(need: Need) -> Sequence[engine.Offer] | engine.Pool:
    """The published offers of other organisations, as they are now."""
    generation = generation_in_use()
    if generation is None:
        return domain_offers(published_offers().exclude(organisation=need.organisation_id))
    changed = changed_since(generation.number)
    own = np.flatnonzero(generation.organisations == need.organisation_id)
    hidden = np.union1d(generation.places_of(changed), own)
    beside = [offer for offer in published_among(changed) if offer.organisation_id != need.organisation_id]
    return engine.Pool(generation.columns.without(hidden), domain_offers(beside))


def generation_in_use() -> snapshot.Generation | None:
    """The snapshot in use, None when there is none or when it was made from another database."""
    generation = snapshot.current(_fetch)
    if generation is None or not OfferGeneration.objects.filter(name=generation.name).exists():
        return None
    return generation


def changed_since(number: int) -> list[int]:
    """The offers that changed after this generation of the snapshot was read from the database."""
    unknown = OfferChange.objects.filter(Q(generation=None) | Q(generation__gt=number))
    return sorted(set(unknown.values_list("offer_id", flat=True)))


def published_among(pks: Collection[int]) -> list[Offer]:
    """Of these offers, those that may be found, by primary key.

    The state is looked at in the rows: asked for both, a database without statistics walks along all that is
    published, which takes as long as there are offers.
    """
    rows = Offer.objects.filter(pk__in=pks).select_related("organisation").order_by("pk")
    return [offer for offer in rows if offer.state == Posting.State.PUBLISHED]


def _fetch(pks: Sequence[int]) -> list[engine.Offer]:
    """These offers in this order, from their rows as they are now."""
    rows = {offer.pk: offer for offer in published_among(pks)}
    return domain_offers(rows[pk] for pk in pks if pk in rows)
