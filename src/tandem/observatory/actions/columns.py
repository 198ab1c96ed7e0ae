"""Columns of codes for large waves, so that a table does not read a million rows again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tandem.observatory.models import Column, Wave
from tandem.observatory.queries.columns import coded_columns

#: Below so many answers, reading the rows takes less than a page has.
LARGE = 20_000


def keep_large(waves: Iterable[Wave]) -> None:
    """Keep the columns of the large waves among these whose columns are not those of the answers there are now.

    They hold nothing that the answers do not, go with them, and nobody did anything: no event is recorded.
    """
    for wave in waves:
        if wave.answers >= LARGE and wave.columned != wave.answers:
            _keep(wave)


@transaction.atomic
def _keep(wave: Wave) -> None:
    now = Wave.objects.select_for_update().get(pk=wave.pk)
    if now.columned != now.answers:
        made = coded_columns(now)
        Column.objects.filter(wave=now).delete()
        for name, coded in made.items():
            about = {
                "kind": coded.kind,
                "levels": list(coded.levels),
                "items": list(coded.items),
                "type": coded.codes.dtype.str,
            }
            Column.objects.create(wave=now, name=name, about=about, codes=coded.codes.tobytes())
        now.columned = now.answers
        now.save(update_fields=["columned"])
    wave.answers, wave.columned = now.answers, now.columned
