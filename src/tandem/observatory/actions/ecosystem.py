"""Telling the figures of the ecosystem anew, when enough has happened that two tellings give nobody away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from tandem.domain.survey.disclosure import FEWEST
from tandem.domain.survey.slices.feasible import POOL
from tandem.domain.survey.slices.hiding import hide
from tandem.domain.survey.slices.records import Record, Table, parties_of
from tandem.domain.survey.slices.telling import pool, to_add
from tandem.journal.actions import record
from tandem.observatory.models import Telling, Told
from tandem.observatory.queries import ecosystem
from tandem.observatory.queries.ecosystem import MEASURES, SLICES, Measure

#: Each telling has to hold against all those before it: one each quarter keeps them few.
BETWEEN = timedelta(days=90)


def tell_all(at: datetime) -> None:
    """Tell anew whatever has changed enough."""
    for measure in MEASURES.values():
        tell(measure, at)


def tell(measure: Measure, at: datetime) -> Telling | None:
    """Tell the figures of one thing anew; None when it is too soon, or too little has happened."""
    before = ecosystem.tellings(measure)
    if before and at - before[-1].at < BETWEEN:
        return None
    told = ecosystem.told(measure)
    tables = [ecosystem.tables_in(one) for one in before]
    alone = {
        place: [level for level in tables[-1][place].levels if level != POOL] if tables else []
        for place in range(len(SLICES))
    }
    added = to_add({one.id for one in told}, ecosystem.recorded(measure), alone)
    if parties_of(added) < FEWEST:
        return None
    shown = [*told, *added]
    for place, stood in alone.items():
        shown, _stand = pool(shown, place, stood)
    return _keep(measure, len(before) + 1, added, hide(shown, len(SLICES), tables, measure.wide), at)


@transaction.atomic
def _keep(measure: Measure, number: int, added: list[Record], tables: Sequence[Table], at: datetime) -> Telling:
    kept = ecosystem.as_kept(tables)
    telling = Telling.objects.create(measure=measure.name, number=number, at=at, tables=kept)
    Told.objects.bulk_create(
        [
            Told(
                measure=measure.name,
                key=one.id,
                year=one.year,
                levels=list(one.levels),
                value=one.value,
                parties=list(one.parties),
            )
            for one in added
        ],
        batch_size=500,
    )
    record("ecosystem.told", telling, actor=None, at=at, measure=measure.name, number=number)
    return telling
