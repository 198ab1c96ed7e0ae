"""The results of a search on a map: where they lie, as far as records say it, in circles that do not overlap."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

from django.http import QueryDict

from tandem.competences import queries as competences
from tandem.directory import search
from tandem.directory.permissions import visible_to
from tandem.directory.queries.listing import FACETS, chosen, words_of
from tandem.domain.geography import on_the_map

#: So many results of a country are placed one by one; of more, the first ones.
MOST_PLACED = 1_000
#: Of the frame's width: half a circle, so that one can be pressed on a telephone (24 px of 300).
RADIUS = 0.042
#: The narrowest piece of the map, in kilometres.
NARROWEST = 250
MOST_NAMED = 12
_OUTLINE = Path(__file__).resolve().parent.parent / "europe.json"


@dataclass(frozen=True)
class Circle:
    """One or several places that would overlap: where, how many, what it is called and where it leads."""

    x: float
    y: float
    count: int
    name: str
    address: str

    @property
    def short(self) -> str:
        """What fits into the circle: thousands from ten thousand on."""
        return str(self.count) if self.count < 10_000 else f"{self.count // 1000} k"


@dataclass(frozen=True)
class Elsewhere:
    """A country that is not on the map."""

    name: str
    count: int
    address: str


@dataclass(frozen=True)
class Map:
    """`without_place` are in the list and not drawn; `left_out` were not looked at, because they are too many."""

    frame: tuple[float, float, float, float]
    circles: tuple[Circle, ...]
    elsewhere: tuple[Elsewhere, ...] = ()
    without_place: int = 0
    left_out: int = 0
    wider: str = ""
    land: str = ""

    @property
    def box(self) -> str:
        return " ".join(f"{number:.0f}" for number in self.frame)

    @property
    def radius(self) -> float:
        return round(self.frame[2] * RADIUS, 1)

    @property
    def letters(self) -> float:
        return round(self.frame[2] * RADIUS * 0.78, 1)

    @property
    def drop(self) -> float:
        """How far below its middle a number is written, to stand in the middle."""
        return round(self.letters * 0.35, 1)


@dataclass
class _Spot:
    """What lies at one place of the map; merged with its neighbours as long as their circles overlap."""

    x: float
    y: float
    parts: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.parts.total()


@cache
def _outline() -> Mapping[str, Any]:
    outline: Mapping[str, Any] = json.loads(_OUTLINE.read_text("utf-8"))
    return outline


def map_of(user: Any, asked: QueryDict, language: str) -> Map | None:
    """The organisations of a search: by country, or by town once one country is chosen. None without an index."""
    filters = {name: values for name, _title, _list in FACETS["organisation"] if (values := chosen(asked, name))}
    countries = filters.get("country", [])
    try:
        if len(countries) == 1 and countries[0] in _outline()["centres"]:
            return _of_towns(user, asked, filters, countries[0], language)
        return _of_countries(asked, filters, language)
    except search.IndexMissing:
        return None


def _of_countries(asked: QueryDict, filters: dict[str, list[str]], language: str) -> Map:
    found = search.find("organisation", words_of(asked), filters, per_page=1)
    wanted = filters.get("country")
    counts = {
        code: count
        for code, count in found.facets.get("country", {}).items()
        if count and (not wanted or code in wanted)
    }
    centres = _outline()["centres"]
    width, height = _outline()["width"], _outline()["height"]
    spots = [_Spot(*centres[code], Counter({code: count})) for code, count in counts.items() if code in centres]
    names = competences.labels("countries", language)
    circles = [
        Circle(
            spot.x,
            spot.y,
            spot.count,
            _named(names.get(code, code) for code, _count in spot.parts.most_common()),
            _address(asked, country=sorted(spot.parts)),
        )
        for spot in _apart(spots, width * RADIUS)
    ]
    elsewhere = [
        Elsewhere(names.get(code, code), count, _address(asked, country=[code]))
        for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if code not in centres
    ]
    return Map(
        (0, 0, width, height),
        tuple(circles),
        tuple(elsewhere[:MOST_NAMED]),
        without_place=max(0, found.total - sum(counts.values())),
        land=_outline()["land"],
    )


def _of_towns(user: Any, asked: QueryDict, filters: dict[str, list[str]], country: str, language: str) -> Map:
    found = search.find("organisation", words_of(asked), filters, per_page=MOST_PLACED, facets=False)
    rows = list(visible_to(user).filter(pk__in=found.ids).order_by("pk").values_list("place", "latitude", "longitude"))
    towns = _towns(rows)
    around = asked.get("around", "")
    frame = _frame(towns, towns.get(around), _outline()["centres"][country])
    spots = [_Spot(x, y, Counter({name: count})) for name, (x, y, count) in towns.items() if _inside(frame, x, y)]
    circles = []
    for spot in _apart(spots, frame[2] * RADIUS):
        name = spot.parts.most_common(1)[0][0]
        alone = len(spot.parts) == 1
        address = _address(asked, q=[f"{words_of(asked)} {name}".strip()]) if alone else _address(asked, around=[name])
        named = _named(town for town, _count in spot.parts.most_common())
        x, y = _whole(frame, spot.x, spot.y)
        circles.append(Circle(x, y, spot.count, named, address))
    wider = {"around": []} if around in towns else {"country": [], "around": []}
    return Map(
        frame,
        tuple(circles),
        without_place=len(rows) - sum(circle.count for circle in circles),
        left_out=max(0, found.total - len(rows)),
        wider=_address(asked, **wider),
        land=_outline()["land"],
    )


def _towns(rows: Iterable[tuple[str, float | None, float | None]]) -> dict[str, tuple[float, float, int]]:
    """Each named town where its records with coordinates lie on average; the others of the town count with them."""
    here: dict[str, list[tuple[float, float]]] = {}
    counts: Counter[str] = Counter()
    for place, latitude, longitude in rows:
        name = place.strip()
        if not name:
            continue
        counts[name] += 1
        if latitude is not None and longitude is not None:
            here.setdefault(name, []).append(_placed(latitude, longitude))
    return {
        name: (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points), counts[name])
        for name, points in here.items()
    }


def _placed(latitude: float, longitude: float) -> tuple[float, float]:
    """In the units of the outline, whose corner is its north-western one."""
    east, north = on_the_map(latitude, longitude)
    scale = _outline()["units_per_km"]
    return (east - _outline()["west"]) * scale, (_outline()["north"] - north) * scale


def _frame(
    towns: Mapping[str, tuple[float, float, int]], around: tuple[float, float, int] | None, centre: tuple[float, float]
) -> tuple[float, float, float, float]:
    """The piece of the map that holds the towns with a margin: nine tenths of them, so that one far island does not
    make it small; or the surroundings of one town."""
    narrowest = NARROWEST * _outline()["units_per_km"]
    if around is not None:
        return (around[0] - narrowest / 2, around[1] - narrowest / 2, narrowest, narrowest)
    xs, ys = sorted(x for x, _, _ in towns.values()), sorted(y for _, y, _ in towns.values())
    if not xs:
        return (centre[0] - narrowest, centre[1] - narrowest, 2 * narrowest, 2 * narrowest)
    cut = len(xs) // 20
    west, east, top, foot = xs[cut], xs[-1 - cut], ys[cut], ys[-1 - cut]
    size = max(east - west, foot - top, narrowest) * 1.25
    return ((west + east - size) / 2, (top + foot - size) / 2, size, size)


def _inside(frame: tuple[float, float, float, float], x: float, y: float) -> bool:
    return frame[0] <= x <= frame[0] + frame[2] and frame[1] <= y <= frame[1] + frame[3]


def _whole(frame: tuple[float, float, float, float], x: float, y: float) -> tuple[float, float]:
    """Where a circle is drawn so that the frame does not cut it."""
    radius = frame[2] * RADIUS
    return (
        round(min(max(x, frame[0] + radius), frame[0] + frame[2] - radius), 1),
        round(min(max(y, frame[1] + radius), frame[1] + frame[3] - radius), 1),
    )


def _apart(spots: list[_Spot], radius: float) -> list[_Spot]:
    """The largest first, each takes in those whose circle it would touch; as often as there are some."""
    while True:
        kept: list[_Spot] = []
        for spot in sorted(spots, key=lambda one: (-one.count, one.x, one.y)):
            near = next((one for one in kept if hypot(one.x - spot.x, one.y - spot.y) < 2 * radius), None)
            if near is None:
                kept.append(_Spot(spot.x, spot.y, Counter(spot.parts)))
            else:
                share = spot.count / (near.count + spot.count)
                near.x, near.y = near.x + (spot.x - near.x) * share, near.y + (spot.y - near.y) * share
                near.parts.update(spot.parts)
        if len(kept) == len(spots):
            return kept
        spots = kept


def _named(names: Iterable[str]) -> str:
    shown = list(names)
    return ", ".join(shown[:MOST_NAMED]) + ("…" if len(shown) > MOST_NAMED else "")


def _address(asked: QueryDict, **changes: list[str]) -> str:
    """This page with other values of some parameters, from its first page on."""
    changed = asked.copy()
    for gone in ("page", "around"):
        changed.pop(gone, None)
    for name, values in changes.items():
        changed.setlist(name, values)
    return f"?{changed.urlencode()}"
