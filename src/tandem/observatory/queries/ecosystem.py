"""The figures of the ecosystem: what Tandem recorded, and what of it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from babel import Locale
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from tandem.cooperation.queries import recorded as cooperation
from tandem.diagnosis.queries import recorded as diagnosis
from tandem.directory.queries import recorded as directory
from tandem.domain.survey.slices.feasible import POOL
from tandem.domain.survey.slices.hiding import WIDE
from tandem.domain.survey.slices.records import Record, Table
from tandem.matching.queries import recorded as matching
from tandem.observatory.models import Telling, Told

Done = tuple[int, date, tuple[int, ...], int]
COUNTRY, SIZE, ROLE = range(3)
SLICES = ("country", "size", "role")
#: The most employees of each size but the last.
SIZES = (0, 9, 49, 249)
HOUR = 60


@dataclass(frozen=True)
class Measure:
    """Something that is counted. `unit` is what one counts: hours are kept in minutes and told in hours."""

    name: str
    title: str
    about: str
    whose: str
    read: Callable[[], Iterable[Done]]
    unit: int = 1

    @property
    def wide(self) -> int:
        return WIDE * self.unit


_OF_THE_NEED = gettext_noop("Country, size and role are those of the organisation whose need it was.")
_OF_WHO_DID = gettext_noop("Country, size and role are those of the organisation.")
MEASURES = {
    one.name: one
    for one in (
        Measure(
            "diagnoses",
            gettext_noop("Diagnoses made"),
            gettext_noop("An organisation looked at its digital practice, or at its readiness for a cooperation."),
            _OF_WHO_DID,
            diagnosis.diagnoses,
        ),
        Measure(
            "needs",
            gettext_noop("Needs published"),
            gettext_noop("An organisation said what does not work today, and asked for help."),
            _OF_WHO_DID,
            matching.needs,
        ),
        Measure(
            "offers",
            gettext_noop("Offers published"),
            gettext_noop("An organisation said what it gives: time, skills, tools or a contract."),
            _OF_WHO_DID,
            matching.offers,
        ),
        Measure(
            "cooperations",
            gettext_noop("Cooperations begun"),
            gettext_noop("Two organisations met and opened a room together."),
            _OF_THE_NEED,
            cooperation.cooperations,
        ),
        Measure(
            "transfers",
            gettext_noop("Skills handed over"),
            gettext_noop("Both sides saw a higher level at the end of the cooperation than at its start."),
            _OF_THE_NEED,
            cooperation.transfers,
        ),
        Measure(
            "hours",
            gettext_noop("Hours worked together"),
            gettext_noop("Time in cooperations that one side wrote down and the other confirmed."),
            _OF_THE_NEED,
            cooperation.minutes,
            HOUR,
        ),
    )
}


def recorded(measure: Measure) -> list[Record]:
    """Everything recorded, oldest first, with the country, the size and the role of the first organisation."""
    done = sorted(measure.read(), key=lambda one: (one[1], one[0]))
    facts = directory.facts_for_figures(parties[0] for _key, _day, parties, _value in done)
    return [
        Record(str(key), str(day.year), _levels(*facts[parties[0]]), value, tuple(map(str, parties)))
        for key, day, parties, value in done
    ]


def _levels(country: str, employees: int | None, roles: Sequence[str]) -> tuple[str, ...]:
    size = "unknown" if employees is None else str(sum(employees > most for most in SIZES))
    sides = [role for role in ("social", "tech") if role in roles]
    return country or POOL, size, "both" if len(sides) == 2 else (sides or ["other"])[0]


def told(measure: Measure) -> list[Record]:
    """What has been counted in a telling."""
    return [
        Record(one.key, one.year, tuple(one.levels), one.value, tuple(one.parties))
        for one in Told.objects.filter(measure=measure.name).order_by("pk").iterator()
    ]


def tellings(measure: Measure) -> list[Telling]:
    return list(Telling.objects.filter(measure=measure.name))


def tables_in(telling: Telling) -> tuple[Table, ...]:
    """The published tables as they were kept: what is blank was not kept."""
    found = []
    for one in telling.tables:
        blank = np.array([[value is None for value in row] for row in one["values"]], dtype=bool)
        values = np.array([[value or 0 for value in row] for row in one["values"]], dtype=np.int64)
        found.append(Table(tuple(one["levels"]), tuple(one["years"]), values, blank))
    return tuple(found)


def as_kept(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """The tables without what is blank."""
    return [
        {
            "levels": list(table.levels),
            "years": list(table.years),
            "values": [
                [None if blank else int(value) for value, blank in zip(*row, strict=True)]
                for row in zip(table.values, table.blank, strict=True)
            ],
        }
        for table in tables
    ]


def latest() -> dict[str, Telling]:
    """The newest telling of each thing, in one query."""
    return {one.measure: one for one in Telling.objects.order_by("number")}


def level_name(place: int, level: str) -> str:
    """How a level is called on the page."""
    if level == POOL:
        return (_("other countries, together"), _("other sizes, together"), _("other roles, together"))[place]
    if place == COUNTRY:
        territories: dict[str, str] = dict(Locale.parse((get_language() or "en")[:2]).territories)
        return territories.get(level, level)
    return {
        "0": _("nobody employed"),
        "1": _("1 to 9 employees"),
        "2": _("10 to 49 employees"),
        "3": _("50 to 249 employees"),
        "4": _("250 employees or more"),
        "unknown": _("size not told"),
        "social": _("social utility"),
        "tech": _("tech"),
        "both": _("social utility and tech"),
        "other": _("neither of the two"),
    }[level]


def slice_name(name: str) -> str:
    return {"country": _("By country"), "size": _("By size"), "role": _("By role")}[name]


def rows(measure: Measure, telling: Telling, place: int) -> dict[str, Any]:
    """One slice as a page prints it: a row per level, a column per year, totals last; None where nothing is told."""
    kept = telling.tables[place]
    names = [level_name(place, level) for level in kept["levels"]]
    values = [[_in_units(value, measure) for value in row] for row in kept["values"]]
    lines = [
        {"label": name, "values": row[:-1], "total": row[-1]} for name, row in zip(names, values[:-1], strict=True)
    ]
    if place != SIZE:
        lines.sort(key=lambda line: (line["total"] is None, -(line["total"] or 0), line["label"]))
    most = max((line["total"] or 0 for line in lines), default=0)
    for line in lines:
        line["percent"] = round(100 * (line["total"] or 0) / most) if most else 0
    return {
        "years": kept["years"],
        "lines": lines,
        "totals": values[-1][:-1],
        "total": values[-1][-1],
        "most": next((line for line in sorted(lines, key=lambda one: -(one["total"] or 0)) if line["total"]), None),
        "blank": sum(value is None for row in values for value in row),
    }


def _in_units(value: int | None, measure: Measure) -> int | None:
    return None if value is None else round(value / measure.unit)


def flat(measure: Measure, telling: Telling) -> Iterator[dict[str, Any]]:
    """Every figure of every slice, one a line; `value` is None where it is not told, level and year “*” for totals."""
    for name, kept in zip(SLICES, telling.tables, strict=True):
        for level, row in zip([*kept["levels"], "*"], kept["values"], strict=True):
            for year, value in zip([*kept["years"], "*"], row, strict=True):
                yield {"slice": name, "level": level, "year": year, "value": _in_units(value, measure)}
