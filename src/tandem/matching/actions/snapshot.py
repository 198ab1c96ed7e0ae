"""Keeping the snapshot of published offers: noting what changed, building it, patching it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from numpy.typing import NDArray

from tandem.domain.matching import Columns
from tandem.domain.matching.joining import as_arrays, joined
from tandem.matching import snapshot
from tandem.matching.models import Offer, OfferChange, OfferGeneration
from tandem.matching.queries import pool
from tandem.matching.queries.compared import domain_offers

#: From this many published offers on there is a snapshot; below, every page reads the rows.
SNAPSHOT_FROM = 20_000
#: A patch is due when this many changes stand beside the snapshot, or when one of them is this old.
PATCH_FROM, PATCH_AFTER = 200, timedelta(minutes=5)
#: Without a snapshot nobody reads the changes; a build that has begun wants those of this long.
CHANGES_KEPT = timedelta(days=1)
#: Rows read at once.
AT_ONCE = 5_000

T = TypeVar("T")
#: What the snapshot has to hear of, from the journal.
OFFER_EVENTS = tuple(f"offer.{what}" for what in ("published", "changed", "closed", "paused", "resumed", "discarded"))


def note_offer(event: Any) -> None:
    """An offer was published, changed or withdrawn."""
    _note([int(event.subject_id)], event.at)


def note_introduction(event: Any) -> None:
    """A step of an introduction counts for every offer of the organisation: how it answers, what is open."""
    organisation = Offer.objects.filter(pk=event.data["offer"]).values("organisation")
    _note(Offer.objects.filter(organisation__in=organisation).values_list("pk", flat=True), event.at)


def note_restored(event: Any) -> None:
    """Stewards put an offer back on the lists."""
    if event.data["kind"] == "matching.offer":
        _note([int(event.data["id"])], event.at)


def note_organisations(ids: Iterable[int | str]) -> None:
    """The facts of organisations changed."""
    for some in _batches(ids):
        offers = Offer.objects.filter(organisation__in=[int(one) for one in some])
        _note(offers.values_list("pk", flat=True), timezone.now())


def _note(offers: Iterable[int], at: datetime) -> None:
    OfferChange.objects.bulk_create([OfferChange(offer_id=offer, at=at) for offer in offers], batch_size=1000)


def keep_snapshot(at: datetime) -> None:
    """Build the snapshot when there are enough offers, patch it when it is due, forget it when they are few."""
    if pool.published_offers().count() < SNAPSHOT_FROM:
        if pool.generation_in_use() is not None:
            snapshot.forget()
        OfferChange.objects.filter(at__lt=at - CHANGES_KEPT).delete()
    elif _is_due(at):
        try:
            write_snapshot(at)
        except snapshot.Busy:
            return  # the other one writes what is due


def write_snapshot(at: datetime) -> None:
    """Write the next generation: all of the published offers when there is none, else the last one patched.

    The changes it knows are those committed before it reads; they stay beside readers of older generations until two
    generations later. Killed at any moment, the generation before stays in use and nothing is lost.
    """
    with snapshot.only_writer():
        known = list(OfferChange.objects.filter(generation=None).values_list("pk", flat=True))
        before = pool.generation_in_use()
        changed = None if before is None else pool.changed_since(before.number)
        columns, own = _built() if before is None else _patched(before, changed or [])
        number = (OfferGeneration.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        name = snapshot.write(number, as_arrays(columns), own)
        OfferGeneration.objects.create(number=number, name=name, at=at)
        snapshot.use(name)
        with transaction.atomic():
            for some in _batches(known):
                OfferChange.objects.filter(pk__in=some).update(generation=number)
            OfferChange.objects.filter(generation__lte=number - snapshot.KEPT).delete()
            OfferGeneration.objects.filter(number__lt=number - snapshot.KEPT).delete()


def _is_due(at: datetime) -> bool:
    if pool.generation_in_use() is None:
        return True
    waiting = OfferChange.objects.filter(generation=None)
    return waiting.count() >= PATCH_FROM or waiting.filter(at__lte=at - PATCH_AFTER).exists()


def _built() -> tuple[Columns, dict[str, NDArray[Any]]]:
    parts, rows = [], []
    for some in _batches(pool.published_offers().order_by("pk").iterator(AT_ONCE)):
        parts.append(_whole(_columns_of(some)))
        rows += [(offer.pk, offer.organisation_id) for offer in some]
    columns = joined(parts or [_whole(_columns_of(()))], _nothing)
    return columns, _own(np.array(rows, np.int64).reshape(-1, 2))


def _patched(before: snapshot.Generation, changed: Collection[int]) -> tuple[Columns, dict[str, NDArray[Any]]]:
    """The generation before without what changed, and what changed as it is now, by primary key."""
    kept = np.ones(len(before.pks), np.bool_)
    kept[before.places_of(list(changed))] = False
    places = np.flatnonzero(kept)
    now = pool.published_among(changed)
    columns = joined([(before.columns, places), _whole(_columns_of(now))], _nothing)
    fresh = np.array([(offer.pk, offer.organisation_id) for offer in now], np.int64).reshape(-1, 2)
    rows = np.concatenate([np.column_stack([before.pks[places], before.organisations[places]]), fresh])
    order = np.argsort(rows[:, 0])
    if np.any(np.diff(order) < 0):
        columns, rows = joined([(columns, order)], _nothing), rows[order]
    return columns, _own(rows)


def _columns_of(offers: Collection[Offer]) -> Columns:
    """Columns that hold no offers: what is read back from disk fetches them."""
    return replace(Columns.of(domain_offers(offers)), fetch=_nothing)


def _whole(columns: Columns) -> tuple[Columns, NDArray[np.intp]]:
    return columns, np.arange(len(columns))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _own(rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    return {"pks": rows[:, 0].copy(), "organisations": rows[:, 1].copy()}


def _nothing(places: Any) -> list[Any]:
    raise LookupError("these columns only go to disk")
