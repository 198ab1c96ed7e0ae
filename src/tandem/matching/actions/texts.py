"""Reading the texts of what is published, where the extra `text` is installed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from tandem.matching import readings, snapshot, texts
from tandem.matching.actions.snapshot import note_read
from tandem.matching.models import Need, Offer, Posting

#: The worker has other things to do: a run that has read for so long goes on a minute later.
SECONDS_A_RUN = 20
#: A change that is committed late has an older moment.
OVERLAP = timedelta(minutes=10)
#: Texts whose readings are kept: a paused offer comes back as it was.
READ = (Posting.State.PUBLISHED, Posting.State.PAUSED)


def read_texts(at: datetime) -> None:
    """Read what was published or changed since the last time, oldest first."""
    reader = texts.reader()
    if reader is None:
        return
    if readings.progress("edition") != texts.edition():
        # Readings of another model or other words are not comparable: begin anew, the snapshots too.
        readings.forget()
        for store in (snapshot.OFFERS, snapshot.NEEDS):
            store.forget()
        readings.note_progress("edition", texts.edition())
    until = time.monotonic() + SECONDS_A_RUN
    for model in (Need, Offer):
        for rows in _batches(_to_read(model)):
            if time.monotonic() > until:
                return
            _read(reader, model, rows, at)
            readings.note_progress(model._meta.label, rows[-1].changed.isoformat())


def forget_texts(at: datetime) -> None:
    """Forget the readings of texts that are no longer on the lists or were changed."""
    if texts.is_installed() and readings.file().exists():
        kept = {texts.key_of(one) for model in (Need, Offer) for one in model.objects.filter(state__in=READ).iterator()}
        readings.keep_only(kept)


def _to_read(model: type[Need] | type[Offer]) -> Iterator[Any]:
    """In the order of their changes, from a little before where the last run came to."""
    rows = model.objects.filter(state__in=READ).select_related("organisation").order_by("changed", "pk")
    since = readings.progress(model._meta.label)
    if since:
        rows = rows.filter(changed__gte=datetime.fromisoformat(since) - OVERLAP)
    return rows.iterator(texts.AT_ONCE)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, texts.AT_ONCE)):
        yield some


def _read(reader: texts.Reader, model: type[Need] | type[Offer], rows: Sequence[Any], at: datetime) -> None:
    """Read those of the rows whose text is not known yet, and tell the snapshot of them."""
    keys = [texts.key_of(row) for row in rows]
    known = readings.known(keys)
    fresh = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
    if not fresh:
        return
    read = reader.read([texts.text_of(row) for row in fresh.values()])
    readings.add(dict(zip(fresh, read, strict=True)))
    note_read(model, [row.pk for key, row in zip(keys, rows, strict=True) if key in fresh], at)
