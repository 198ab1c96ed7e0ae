"""Both scores of one need against many offers in one pass, compiled: the tables of `scorer`, without the arrays
between its steps. Needs the extra `numba`; the numbers are those of the other paths.

Worth its start (a second, and some more where it is compiled for the first time) for who ranks many needs.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numba
import numpy as np
from numba import types

from tandem.domain.matching import formulas
from tandem.domain.matching.columns import ALWAYS, FOREVER, Floats, goals_mask, mask
from tandem.domain.matching.scorer import TABLE_WIDTH, Places, Scorer, form_masks, help_kinds
from tandem.domain.matching.scoring import contribution

#: A second thread doubles the pace; more would take the machine from those who read pages.
THREADS = 2
#: Offers for which a second thread is worth calling.
_SHARE = 16_384

_SCALE = 10.0**formulas.DECIMALS
_NO_TABLE = np.zeros((0, 2))


def _read(kind: Any, dimensions: int = 1) -> Any:
    """An array that is only read, so that arrays mapped from files need no second compilation."""
    return types.Array(kind, dimensions, "C", readonly=True)


_LISTS = types.Tuple([_read(types.float64, 2), _read(types.uint32), _read(types.uint8), types.uint64])
_SIGNATURE = types.void(
    types.Array(types.float64, 2, "C"),
    types.boolean,
    _read(types.intp),
    types.Tuple([_read(types.float64, 2), _read(types.uint16), _read(types.uint16), types.uint64, types.uint64]),
    types.Tuple([_read(types.uint8), _read(types.uint16), _read(types.uint8), _read(types.intp)]),
    _read(types.float64, 2),
    _LISTS,
    types.Tuple([_read(types.float64, 2), _read(types.uint16), _read(types.uint8), types.uint64]),
    _LISTS,
    types.Tuple([_read(types.float64, 2), _read(types.int32), _read(types.int32), types.int64, types.int64]),
    types.Tuple([_read(types.float64), _read(types.float64), _read(types.float64), _read(types.bool_)]),
    types.Tuple([types.boolean, types.boolean, *[types.float64] * 3]),
    types.Tuple([types.float64] * 5),
)


@numba.njit(inline="always")  # type: ignore[untyped-decorator]
def _tidy(value: Any) -> Any:
    return np.rint(value * _SCALE) / _SCALE


@numba.njit(inline="always")  # type: ignore[untyped-decorator]
def _row(asked: Any, has: Any, listed: Any) -> Any:
    """The row of a table by (number shared, number listed): the ones of a word of 32 bits, counted in parallel."""
    word = np.uint64(has) & asked
    word = word - ((word >> np.uint64(1)) & np.uint64(0x55555555))
    word = (word & np.uint64(0x33333333)) + ((word >> np.uint64(2)) & np.uint64(0x33333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F)
    shared = ((word * np.uint64(0x01010101)) & np.uint64(0xFFFFFFFF)) >> np.uint64(24)
    return np.intp(shared) * TABLE_WIDTH + np.intp(listed)


@numba.njit(_SIGNATURE, nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _add(
    totals: Any,
    whole: Any,
    places: Any,
    kinds: Any,
    kind_columns: Any,
    own: Any,
    technology: Any,
    values: Any,
    sdgs: Any,
    dates: Any,
    points: Any,
    home: Any,
    distance: Any,
) -> None:
    """Add to `totals` what `Scorer.totals` gives for the offers at `places` (`whole`: for a run from the first of
    them on), on both sides, and bring the sums back to the grid of nine decimals."""
    kinds_table, help_table, tongue_kinds, asked_forms, family_forms = kinds
    helps, forms, payment, tongues = kind_columns
    technology_table, technologies, technologies_listed, technology_asked = technology
    values_table, offer_values, values_listed, values_asked = values
    sdgs_table, offer_sdgs, sdgs_listed, sdgs_asked = sdgs
    dates_table, available_from, available_to, first_day, last_day = dates
    xs, ys, zs, remotes = points
    has_home, need_remote, home_x, home_y, home_z = home
    weight_for_need, prior_for_need, weight_for_offer, prior_for_offer, dates_weight = distance
    length = last_day - first_day + 1
    for row in range(len(totals)):
        at = places[0] + row if whole else places[row]
        offered = np.uint64(forms[at])
        kind = np.intp(help_table[helps[at]]) * 4
        kind += np.intp(offered != 0) + np.intp(offered & family_forms != 0) + np.intp(offered & asked_forms != 0)
        kind = (kind * 6 + np.intp(payment[at])) * 9 + np.intp(tongue_kinds[tongues[at]])
        for_need = totals[row, 0] + kinds_table[kind, 0] + own[at, 0]
        for_offer = totals[row, 1] + kinds_table[kind, 1] + own[at, 1]
        if len(technology_table):
            case = _row(technology_asked, technologies[at], technologies_listed[at])
            for_need += technology_table[case, 0]
            for_offer += technology_table[case, 1]
        if len(values_table):
            case = _row(values_asked, offer_values[at], values_listed[at])
            for_need += values_table[case, 0]
            for_offer += values_table[case, 1]
        if len(sdgs_table):
            case = _row(sdgs_asked, offer_sdgs[at], sdgs_listed[at])
            for_need += sdgs_table[case, 0]
            for_offer += sdgs_table[case, 1]
        if len(dates_table):
            first, last = np.int64(available_from[at]), np.int64(available_to[at])
            open_for = last - first
            shared = max(0, min(last, last_day) - max(first, first_day) + 1)
            case = length + 1 if open_for == FOREVER - ALWAYS else shared
            for_need += dates_table[case, 0]
            if open_for + 1 < length:
                for_offer += _tidy(dates_weight * _tidy(shared / (open_for + 1)))
            else:
                for_offer += dates_table[case, 1]
        near = np.nan
        if has_home:
            dx, dy, dz = home_x - xs[at], home_y - ys[at], home_z - zs[at]
            half_chord = np.sqrt(dx * dx + dy * dy + dz * dz) / 2
            if not np.isnan(half_chord):
                km = 2 * formulas.EARTH_RADIUS_KM * np.arcsin(min(1.0, half_chord))
                near = np.exp2(-km / formulas.HALF_DISTANCE_KM)
        if need_remote and remotes[at]:
            known = 0.0 if np.isnan(near) else near
            near = formulas.REMOTE_FLOOR + (1 - formulas.REMOTE_FLOOR) * known
        if np.isnan(near):
            for_need += prior_for_need
            for_offer += prior_for_offer
        else:
            near = _tidy(near)
            for_need += _tidy(weight_for_need * near)
            for_offer += _tidy(weight_for_offer * near)
        totals[row, 0] = _tidy(for_need)
        totals[row, 1] = _tidy(for_offer)


def add_totals(scorer: Scorer, totals: Floats, places: Places | None) -> None:
    """Add to `totals`, in place, the contributions of `Scorer.totals` for the offers at `places` (None: for all)."""
    arguments = _arguments(scorer)
    whole, size = places is None, len(totals)
    if not size:
        return
    parts = min(THREADS, 1 + size // _SHARE)
    cuts = [size * part // parts for part in range(parts + 1)]

    def one(low: int, high: int) -> None:
        where = np.array([low], np.intp) if places is None else places[low:high]
        _add(totals[low:high], whole, where, *arguments)

    if parts == 1:
        one(0, size)
        return
    with ThreadPoolExecutor(parts) as threads:
        for done in [threads.submit(one, *cut) for cut in pairwise(cuts)]:
            done.result()


def _arguments(scorer: Scorer) -> tuple[Any, ...]:
    columns, need, weights = scorer.columns, scorer.need, scorer.weights
    organisation, period = need.organisation, scorer.period or (0, 0)
    has_home = organisation.latitude is not None and organisation.longitude is not None
    home = formulas.unit_vector(organisation.latitude or 0.0, organisation.longitude or 0.0)
    masks = (mask("technology", need.technology), mask("values", organisation.values), goals_mask(organisation.sdgs))
    technology_asked, values_asked, sdgs_asked, *forms = map(np.uint64, (*masks, *form_masks(need)))
    distance = [
        number
        for side in (weights.need, weights.offer)
        for number in (float(side.weights["distance"]), contribution(side, "distance", None))
    ]
    return (
        (scorer.kinds, help_kinds(need.help), scorer.tongue_kinds, *forms),
        (columns.help, columns.forms, columns.payment_and_silence, columns.tongues),
        scorer.own,
        (_table(scorer.technology), columns.technology, columns.technology_listed, technology_asked),
        (_table(scorer.values), columns.values, columns.values_listed, values_asked),
        (_table(scorer.sdgs), columns.sdgs, columns.sdgs_listed, sdgs_asked),
        (_table(scorer.dates), columns.available_from, columns.available_to, *period),
        (columns.x, columns.y, columns.z, columns.remote),
        (has_home, need.remote, *home),
        (*distance, float(weights.offer.weights["dates"])),
    )


def _table(table: Floats | None) -> Floats:
    return _NO_TABLE if table is None else table
