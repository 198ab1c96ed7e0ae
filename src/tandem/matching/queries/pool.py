"""What a need or an offer is compared with: rows, or the snapshot with what changed since beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from tandem.domain import matching as engine
from tandem.matching import snapshot
from tandem.matching.models import (
    Need,
    NeedChange,
    NeedGeneration,
    Offer,
    OfferChange,
    OfferGeneration,
    Posting,
)
from tandem.matching.queries.compared import domain_need, domain_offers


@dataclass(frozen=True)
class Kept(Generic[snapshot.C]):
    """One kind of posting with its snapshot; `compared` makes of rows what the engine compares."""

    model: type[Offer] | type[Need]
    store: snapshot.Store[snapshot.C]
    changes: type[OfferChange] | type[NeedChange]
    generations: type[OfferGeneration] | type[NeedGeneration]
    compared: Callable[[Iterable[Any]], list[Any]]

    def published(self) -> QuerySet[Any]:
        """Those that may be found."""
        return self.model._default_manager.filter(state=Posting.State.PUBLISHED).select_related("organisation")

    def published_among(self, pks: Collection[int]) -> list[Any]:
        """Of these, those that may be found, by primary key.

        The state is looked at in the rows: asked for both, a database without statistics walks along all that is
        published, which takes as long as there are offers.
        """
        rows = self.model._default_manager.filter(pk__in=pks).select_related("organisation").order_by("pk")
        return [one for one in rows if one.state == Posting.State.PUBLISHED]

    def in_use(self) -> snapshot.Generation[snapshot.C] | None:
        """The snapshot in use, None when there is none or when it was made from another database."""
        generation = self.store.current(self._fetch)
        if generation is None or not self.generations._default_manager.filter(name=generation.name).exists():
            return None
        return generation

    def changed_since(self, number: int) -> list[int]:
        """Those that changed after this generation of the snapshot was read from the database."""
        unknown = self.changes._default_manager.filter(Q(generation=None) | Q(generation__gt=number))
        return sorted(set(unknown.values_list("posting_id", flat=True)))

    def of_others(self, organisation: int) -> list[Any]:
        """All that other organisations published, from the rows."""
        return self.compared(self.published().exclude(organisation=organisation))

    def beside(
        self, generation: snapshot.Generation[snapshot.C], organisation: int
    ) -> tuple[NDArray[np.intp], list[Any]]:
        """The places of the snapshot that do not count for this organisation (its own, and what changed since), and
        what changed as it is now."""
        changed = self.changed_since(generation.number)
        own = np.flatnonzero(generation.organisations == organisation)
        now = [one for one in self.published_among(changed) if one.organisation_id != organisation]
        return np.union1d(generation.places_of(changed), own), self.compared(now)

    def _fetch(self, pks: Sequence[int]) -> list[Any]:
        """These in this order, from their rows as they are now."""
        rows = {one.pk: one for one in self.published_among(pks)}
        return self.compared(rows[pk] for pk in pks if pk in rows)


OFFERS = Kept(Offer, snapshot.OFFERS, OfferChange, OfferGeneration, domain_offers)
NEEDS = Kept(Need, snapshot.NEEDS, NeedChange, NeedGeneration, lambda rows: [domain_need(need) for need in rows])


def offers_for(need: Need) -> Sequence[engine.Offer] | engine.Pool:
    """The published offers of other organisations, as they are now."""
    generation, home = OFFERS.in_use(), need.organisation_id
    if generation is None:
        return OFFERS.of_others(home)
    hidden, beside = OFFERS.beside(generation, home)
    return engine.Pool(generation.columns.without(hidden), beside)


def needs_for(offer: Offer) -> Sequence[engine.Need] | engine.NeedPool:
    """The published needs of other organisations, as they are now."""
    generation, home = NEEDS.in_use(), offer.organisation_id
    if generation is None:
        return NEEDS.of_others(home)
    hidden, beside = NEEDS.beside(generation, home)
    return engine.NeedPool(generation.columns.without(hidden), beside)
