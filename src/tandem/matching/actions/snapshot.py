"""Keeping the snapshots of published offers and needs: noting what changed, building it, patching it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from types import ModuleType
from typing import Any, TypeVar

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from numpy.typing import NDArray

from tandem.domain.matching import Columns, NeedColumns, joining, need_joining
from tandem.matching import snapshot, texts
from tandem.matching.models import Need, NeedChange, Offer, OfferChange
from tandem.matching.queries import pool
from tandem.matching.queries.texts import with_readings

#: From this many published offers (or needs) on there is a snapshot of them; below, every page reads the rows.
SNAPSHOT_FROM = 20_000
#: A patch is due when this many changes stand beside the snapshot, or when one of them is this old.
PATCH_FROM, PATCH_AFTER = 200, timedelta(minutes=5)
#: Without a snapshot nobody reads the changes; a build that has begun wants those of this long.
CHANGES_KEPT = timedelta(days=1)
#: Rows read at once.
AT_ONCE = 5_000

T = TypeVar("T")
#: What the snapshots have to hear of, from the journal.
OFFER_EVENTS = tuple(f"offer.{what}" for what in ("published", "changed", "closed", "paused", "resumed", "discarded"))
NEED_EVENTS = tuple(f"need.{what}" for what in ("published", "changed", "closed", "discarded", "author_left"))
_CHANGES: dict[str, type[OfferChange] | type[NeedChange]] = {"matching.offer": OfferChange, "matching.need": NeedChange}


@dataclass(frozen=True)
class Writer:
    """How the snapshot of one kind is written: the type of its columns, and what joins them and makes them arrays."""

    kept: pool.Kept[Any]
    columns: type[Columns] | type[NeedColumns]
    joining: ModuleType


OFFERS = Writer(pool.OFFERS, Columns, joining)
NEEDS = Writer(pool.NEEDS, NeedColumns, need_joining)


def note_offer(event: Any) -> None:
    """An offer was published, changed or withdrawn."""
    _note(OfferChange, [int(event.subject_id)], event.at)


def note_need(event: Any) -> None:
    """A need was published, changed or withdrawn, or the organisation that leads a shared one changed."""
    _note(NeedChange, [int(event.subject_id)], event.at)


def note_introduction(event: Any) -> None:
    """A step of an introduction counts for every offer of the organisation: how it answers, what is open."""
    organisation = Offer.objects.filter(pk=event.data["offer"]).values("organisation")
    offers = Offer.objects.filter(organisation__in=organisation)
    _note(OfferChange, offers.values_list("pk", flat=True), event.at)


def note_restored(event: Any) -> None:
    """Stewards put an offer or a need back on the lists."""
    if event.data["kind"] in _CHANGES:
        _note(_CHANGES[event.data["kind"]], [int(event.data["id"])], event.at)


def note_organisations(ids: Iterable[int | str]) -> None:
    """The facts of organisations changed."""
    for some in _batches(ids):
        homes = [int(one) for one in some]
        offers, needs = (model.objects.filter(organisation__in=homes) for model in (Offer, Need))
        _note(OfferChange, offers.values_list("pk", flat=True), timezone.now())
        _note(NeedChange, needs.values_list("pk", flat=True), timezone.now())


def note_read(model: type[Offer] | type[Need], postings: Iterable[int], at: datetime) -> None:
    """The texts of these were read: the snapshot, where there is one, is to hold what was read."""
    writer = OFFERS if model is Offer else NEEDS
    if writer.kept.in_use() is not None:
        _note(writer.kept.changes, postings, at)


def _note(changes: type[OfferChange] | type[NeedChange], postings: Iterable[int], at: datetime) -> None:
    rows: list[Any] = [changes(posting_id=posting, at=at) for posting in postings]
    changes._default_manager.bulk_create(rows, batch_size=1000)


def keep_snapshots(at: datetime) -> None:
    """Build each snapshot when there is enough, patch it when it is due, forget it when there is little."""
    for writer in (OFFERS, NEEDS):
        kept = writer.kept
        if kept.published().count() < SNAPSHOT_FROM:
            if kept.in_use() is not None:
                kept.store.forget()
            kept.changes._default_manager.filter(at__lt=at - CHANGES_KEPT).delete()
        elif _is_due(kept, at):
            # When it is busy, the other one writes what is due.
            with contextlib.suppress(snapshot.Busy):
                write_snapshot(writer, at)


def write_snapshot(writer: Writer, at: datetime) -> None:
    """Write the next generation: all that is published when there is none, else the last one patched.

    The changes it knows are those committed before it reads; they stay beside readers of older generations until two
    generations later. Killed at any moment, the generation before stays in use and nothing is lost.
    """
    kept = writer.kept
    changes, generations = kept.changes._default_manager, kept.generations._default_manager
    with kept.store.only_writer():
        known = list(changes.filter(generation=None).values_list("pk", flat=True))
        before = kept.in_use()
        changed = None if before is None else kept.changed_since(before.number)
        columns, own = _built(writer) if before is None else _patched(writer, before, changed or [])
        number = (generations.aggregate(last=Max("number"))["last"] or 0) + 1
        name = kept.store.write(number, writer.joining.as_arrays(columns), own)
        generations.create(number=number, name=name, at=at)
        kept.store.use(name)
        with transaction.atomic():
            for some in _batches(known):
                changes.filter(pk__in=some).update(generation=number)
            changes.filter(generation__lte=number - snapshot.KEPT).delete()
            generations.filter(number__lt=number - snapshot.KEPT).delete()


def _is_due(kept: pool.Kept[Any], at: datetime) -> bool:
    if kept.in_use() is None:
        return True
    waiting = kept.changes._default_manager.filter(generation=None)
    return waiting.count() >= PATCH_FROM or waiting.filter(at__lte=at - PATCH_AFTER).exists()


def _built(writer: Writer) -> tuple[Any, dict[str, NDArray[Any]]]:
    parts, rows = [], []
    for some in _batches(writer.kept.published().order_by("pk").iterator(AT_ONCE)):
        parts.append(_columns_of(writer, some))
        rows += [(one.pk, one.organisation_id) for one in some]
    columns = writer.joining.joined(parts or [_columns_of(writer, ())], _nothing)
    return columns, _own(np.array(rows, np.int64).reshape(-1, 2))


def _patched(
    writer: Writer, before: snapshot.Generation[Any], changed: Collection[int]
) -> tuple[Any, dict[str, NDArray[Any]]]:
    """The generation before without what changed, and what changed as it is now, by primary key."""
    places = np.ones(len(before.pks), np.bool_)
    places[before.places_of(list(changed))] = False
    same = np.flatnonzero(places)
    now = writer.kept.published_among(changed)
    columns = writer.joining.joined([(before.columns, same), _columns_of(writer, now)], _nothing)
    fresh = np.array([(one.pk, one.organisation_id) for one in now], np.int64).reshape(-1, 2)
    rows = np.concatenate([np.column_stack([before.pks[same], before.organisations[same]]), fresh])
    order = np.argsort(rows[:, 0])
    if np.any(np.diff(order) < 0):
        columns, rows = writer.joining.joined([(columns, order)], _nothing), rows[order]
    return columns, _own(rows)


def _columns_of(writer: Writer, rows: Collection[Any]) -> tuple[Any, NDArray[np.intp]]:
    """All of the columns of these rows, which hold no posting: what is read back from disk fetches them."""
    compared = writer.kept.compared(rows)
    read = with_readings(compared) if texts.is_installed() else compared
    columns = replace(writer.columns.of(read), fetch=_nothing)
    return columns, np.arange(len(columns))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _own(rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    return {"pks": rows[:, 0].copy(), "organisations": rows[:, 1].copy()}


def _nothing(places: Any) -> list[Any]:
    raise LookupError("these columns only go to disk")
