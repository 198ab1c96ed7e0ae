"""The formulas of the criteria on plain numbers: each gives a value in [0, 1].

Both implementations use them: the plain one on single pairs, the kernel to fill its tables. Every constant
is a decision of docs/algorithms/matching.md, which gives the reasons and what was refused.
"""

from __future__ import annotations

import math

#: Mean radius of the Earth in km (International Union of Geodesy and Geophysics, R1).
EARTH_RADIUS_KM = 6371.0088
#: Nearness halves with every such distance: about an hour on the road.
HALF_DISTANCE_KM = 100.0
#: What working at a distance is worth at the least when both accept it.
REMOTE_FLOOR = 0.8
#: A language that is shared but is not the one the other side writes in.
OTHER_LANGUAGE = 0.6
#: A form of the same family instead of the same form.
SAME_FAMILY = 0.5
#: The next kind of help on the ladder session, project, partnership.
NEXT_HELP = 0.4
#: A competence that is named without the level that the need wants to know.
LEVEL_NOT_SAID = 0.5
#: Where no present level is said, a helper this far below the wanted level brings nothing.
LEVELS_TO_NOTHING = 2.5
#: A must competence counts as much as this many others.
MUST_WEIGHT = 2
#: A list may be this much longer than what is asked before it counts less.
TECHNOLOGY_SLACK = 4
COMPETENCE_SLACK = 8
#: When only one end of a period is said, the period is this long.
DEFAULT_DAYS = 90
#: Seen from an offer, a need that asks for nothing in particular.
NOTHING_ASKED = 0.5
#: Hours that each kind of help usually takes, and what an hour costs when it is paid, in euros.
TYPICAL_HOURS = {"session": 2, "project": 30, "partnership": 100, "funding": 0, "contract": 100}
HOUR_EUR = 50
#: Places after the decimal point that values and scores keep, so that every implementation ties alike.
DECIMALS = 9

_SCALE = 10.0**DECIMALS


def tidy(value: float) -> float:
    """`value` to nine decimals, half to even.

    >>> tidy(0.1 + 0.2)
    0.3
    """
    return round(value * _SCALE) / _SCALE


def breadth(asked: int, listed: int, slack: int) -> float:
    """1 for a list of a plausible length, less beyond: min(1, (asked + slack) / listed).

    >>> breadth(2, 6, 4), breadth(2, 20, 4)
    (1.0, 0.3)
    """
    return min(1.0, (asked + slack) / listed)


def technology_covered(shared: int, asked: int, listed: int) -> float:
    """Share of the technologies asked that are listed, × breadth; `asked` and `listed` above 0.

    >>> technology_covered(1, 2, 3)
    0.5
    """
    return tidy(shared / asked * breadth(asked, listed, TECHNOLOGY_SLACK))


def technology_used(shared: int, asked: int, listed: int) -> float:
    """Seen from the offer: share of what could be used at most, shared / min(asked, listed), × breadth.

    >>> technology_used(1, 2, 1), technology_used(2, 2, 20)
    (1.0, 0.3)
    """
    return tidy(shared / min(asked, listed) * breadth(asked, listed, TECHNOLOGY_SLACK))


def level_fit(now: int | None, wanted: int | None, level: int | None) -> float:
    """How far a helper at `level` can lead from `now` to `wanted` (levels of one framework), in [0, 1].

    1 from the wanted level up. Below it, the share of the way: (level − base) / (wanted − base), not under 0,
    where base is `now` when it is below `wanted`, else `wanted` − 2.5. No level wanted: 1; level not said: 0.5.

    >>> level_fit(2, 5, 4), level_fit(None, 5, 4), level_fit(None, 5, None)
    (0.666666667, 0.6, 0.5)
    """
    if wanted is None:
        return 1.0
    if level is None:
        return LEVEL_NOT_SAID
    if level >= wanted:
        return 1.0
    base = now if now is not None and now < wanted else wanted - LEVELS_TO_NOTHING
    return tidy(max(0.0, (level - base) / (wanted - base)))


def in_common(shared: int, one: int, other: int) -> float:
    """Dice's coefficient 2·shared / (one + other) of two filled lists (Dice 1945).

    >>> in_common(2, 3, 5)
    0.5
    """
    return tidy(2 * shared / (one + other))


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in km between two points in degrees, by the haversine formula.

    Computed from the chord between the two points of the unit sphere, (chord / 2)² being the haversine of
    the angle: exact for near points, and the same operations as in the kernel.

    >>> round(distance_km(48.8566, 2.3522, 38.7223, -9.1393))
    1453
    """
    x, y, z = unit_vector(latitude, longitude)
    other_x, other_y, other_z = unit_vector(other_latitude, other_longitude)
    dx, dy, dz = x - other_x, y - other_y, z - other_z
    half_chord = math.sqrt(dx * dx + dy * dy + dz * dz) / 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, half_chord))


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point of the unit sphere at `latitude`, `longitude` in degrees.

    >>> unit_vector(0, 0)
    (1.0, 0.0, 0.0)
    """
    phi, lambda_ = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lambda_), math.cos(phi) * math.sin(lambda_), math.sin(phi)


def nearness(km: float) -> float:
    """2^(−km / 100): 1 next door, 0.5 at 100 km, 0.125 at 300 km.

    >>> nearness(200)
    0.25
    """
    return math.pow(2.0, -km / HALF_DISTANCE_KM)


def workable_distance(km: float | None, both_remote: bool) -> float | None:
    """Nearness, or at least 0.8 when both work at a distance; None when neither is known.

    >>> workable_distance(100, False), workable_distance(100, True), workable_distance(None, True)
    (0.5, 0.9, 0.8)
    """
    if both_remote:
        return tidy(REMOTE_FLOOR + (1 - REMOTE_FLOOR) * (0.0 if km is None else nearness(km)))
    return None if km is None else tidy(nearness(km))


def asked_period(start: int | None, end: int | None) -> tuple[int, int] | None:
    """First and last day of the period asked (day numbers); 90 days when only one end is said, None when neither.

    >>> asked_period(1000, None)
    (1000, 1089)
    """
    if start is None:
        return None if end is None else (end - DEFAULT_DAYS + 1, end)
    return (start, start + DEFAULT_DAYS - 1) if end is None else (start, end)


def shared_days(period: tuple[int, int], available_from: int | None, available_to: int | None) -> int:
    """Days of `period` on which the offer is available, an end not said being open.

    >>> shared_days((1, 10), 6, None)
    5
    """
    first = period[0] if available_from is None else max(period[0], available_from)
    last = period[1] if available_to is None else min(period[1], available_to)
    return max(0, last - first + 1)


def hours_enough(help_: str, capacity_hours: float | None) -> float | None:
    """Share of the hours that such help usually takes: min(1, capacity / typical); funding takes none.

    >>> hours_enough("project", 15)
    0.5
    """
    if TYPICAL_HOURS[help_] == 0:
        return 1.0
    return None if capacity_hours is None else tidy(min(1.0, capacity_hours / TYPICAL_HOURS[help_]))


def budget_enough(help_: str, budget_eur: float | None) -> float | None:
    """Share of the usual cost of paid help that the budget covers: min(1, budget / (typical hours × 50 €)).

    >>> budget_enough("project", 600)
    0.4
    """
    return None if budget_eur is None else tidy(min(1.0, budget_eur / (TYPICAL_HOURS[help_] * HOUR_EUR)))


def free_places(open_requests: int, max_requests: int | None) -> float | None:
    """Share of the requests accepted at once that is still free: (max − open) / max.

    >>> free_places(1, 4)
    0.75
    """
    if max_requests is None:
        return None
    return tidy(max(0, max_requests - open_requests) / max_requests) if max_requests else 0.0
