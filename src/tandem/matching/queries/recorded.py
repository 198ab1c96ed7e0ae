"""The needs and offers that were published, for the figures of the ecosystem: when, and by which organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tandem.matching.models import Need, Offer

Done = tuple[int, date, tuple[int, ...], int]


def needs() -> Iterator[Done]:
    """Key, day, organisation, one each; drafts are nobody's business."""
    return _published(Need)


def offers() -> Iterator[Done]:
    return _published(Offer)


def _published(model: type[Need] | type[Offer]) -> Iterator[Done]:
    rows = model.objects.filter(published_at__isnull=False, organisation__isnull=False)
    for pk, at, organisation in rows.values_list("pk", "published_at", "organisation_id").iterator():
        yield pk, at.date(), (organisation,), 1
