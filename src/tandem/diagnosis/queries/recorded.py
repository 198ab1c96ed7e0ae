"""The diagnoses that were made, for the figures of the ecosystem: when, and by which organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tandem.diagnosis.models import Diagnosis


def diagnoses() -> Iterator[tuple[int, date, tuple[int, ...], int]]:
    """Key, day, organisation, one each. What belongs to no organisation is not counted."""
    rows = Diagnosis.objects.filter(organisation__isnull=False).values_list("pk", "started", "organisation_id")
    for pk, started, organisation in rows.iterator():
        yield pk, started.date(), (organisation,), 1
