"""Gates and scores of one offer against all needs at once, on `NeedColumns`; equal to the plain path.

Equal because every value is computed by the operations of `formulas` in their order, and every contribution lies on the
grid of nine decimals, on which sums do not depend on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching import formulas
from tandem.domain.matching.columns import (
    ALWAYS,
    COMMERCIAL,
    COUNTRY_CODES,
    FOREVER,
    LANGUAGE_CODES,
    Floats,
    Truths,
    code_bits,
    goals_mask,
    mask,
    tidy,
)
from tandem.domain.matching.criteria import help_fit
from tandem.domain.matching.gates import GATES
from tandem.domain.matching.kernel import best_places, rank_scores
from tandem.domain.matching.likeness import TEXT, likenesses
from tandem.domain.matching.model import Offer
from tandem.domain.matching.need_columns import NOT_SAID, NeedColumns, Places
from tandem.domain.matching.scorer import side_contributions
from tandem.domain.matching.weights import SideWeights, Weights
from tandem.domain.vocabulary import FORM_FAMILIES, HELP

#: No framework has more levels.
_HIGHEST_LEVEL = 8
#: A competence that the offer does not hold, in the place of a level.
_NOT_HELD = -2


def best_needs(
    offer: Offer,
    columns: NeedColumns,
    weights: Weights,
    *,
    relaxed: Collection[str] = (),
    top: int,
    seed: int | None = None,
) -> tuple[dict[str, int], list[int]]:
    """What each gate removed, and the places of the `top` needs, best first."""
    removed = dict.fromkeys(GATES, 0)
    passing = np.ones(len(columns), np.bool_)
    passing[columns.hidden] = False
    left = len(columns) - len(columns.hidden)
    for name, closes in _GATES.items():
        if name not in relaxed:
            passing &= ~closes(offer, columns)
            removed[name] = left - int(np.count_nonzero(passing))
            left -= removed[name]
    places = np.flatnonzero(passing)
    ranks = rank_scores(*score_needs(offer, columns, weights, places))
    return removed, best_places(ranks, places, columns.id, top, seed)


def needs_closed(offer: Offer, columns: NeedColumns) -> dict[str, Truths]:
    """For every gate, which needs it would remove on its own."""
    closed = {name: closes(offer, columns) for name, closes in _GATES.items()}
    for gate in closed.values():
        gate[columns.hidden] = False
    return closed


def score_needs(
    offer: Offer, columns: NeedColumns, weights: Weights, places: Places | None = None
) -> tuple[Floats, Floats]:
    """`score` and `score_for_offer` of the needs at these places (default: all), in their order."""
    at = np.arange(len(columns)) if places is None else places
    values = {name: compute(offer, columns, at) for name, compute in _VALUES.items()}
    if weights.read_texts:
        values[TEXT] = _twice(likenesses(offer.meaning, columns.texts, at))
    return _side(weights.need, values, 0), _side(weights.offer, values, 1)


def _side(side: SideWeights, values: Mapping[str, tuple[Floats, Floats]], which: int) -> Floats:
    return tidy(sum((side_contributions(side, name, values[name][which]) for name in side.weights), np.zeros(1)))


# Gates: which needs are removed.


def _gate_form(offer: Offer, columns: NeedColumns) -> Truths:
    offered = mask("forms", offer.forms)
    if not offered:
        return _none(columns)
    closed: Truths = (columns.forms != 0) & (columns.forms & np.uint16(offered) == 0)
    return closed


def _gate_language(offer: Offer, columns: NeedColumns) -> Truths:
    return ~_shares(columns.languages, LANGUAGE_CODES, offer.languages)


def _gate_country(offer: Offer, columns: NeedColumns) -> Truths:
    if not offer.countries:
        return _none(columns)
    closed: Truths = np.any(columns.places, axis=1) & ~_shares(columns.places, COUNTRY_CODES, offer.countries)
    return closed & ~columns.remote if offer.remote else closed


def _gate_dates(offer: Offer, columns: NeedColumns) -> Truths:
    first, last = _available(offer)
    closed: Truths = (columns.end < first) | (columns.start > last)
    return closed


def _gate_help(offer: Offer, columns: NeedColumns) -> Truths:
    return np.array([bool(offer.help) and kind not in offer.help for kind in HELP]).take(columns.help)


def _gate_capacity(offer: Offer, columns: NeedColumns) -> Truths:
    full = offer.max_requests is not None and offer.organisation.open_requests >= offer.max_requests
    return np.full(len(columns), full)


def _gate_must_have(offer: Offer, columns: NeedColumns) -> Truths:
    closed = _none(columns)
    if not offer.competences:
        return closed
    held = _held(offer, columns)
    for slot in range(columns.asked.shape[1]):
        level, wanted = held.take(columns.asked[:, slot]), columns.asked_wanted[:, slot]
        far_below = (level >= 0) & (wanted != NOT_SAID) & (level < wanted - 1)
        closed |= columns.asked_must[:, slot] & ((level == _NOT_HELD) | far_below)
    return closed


_GATES: Mapping[str, Callable[[Offer, NeedColumns], Truths]] = {
    "form": _gate_form,
    "language": _gate_language,
    "country": _gate_country,
    "dates": _gate_dates,
    "help": _gate_help,
    "capacity": _gate_capacity,
    "must-have": _gate_must_have,
}


# Values of the criteria on both sides, NaN being not said.


def _competences(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    asked = columns.competences.take(at).astype(np.intp)
    nothing = asked == 0
    if not offer.competences:
        return np.where(nothing, 1.0, np.nan), np.where(nothing, formulas.NOTHING_ASKED, np.nan)
    held, fits = _held(offer, columns), _fits()
    weighted, plain, weights = np.zeros(len(at)), np.zeros(len(at)), np.zeros(len(at))
    for slot in range(columns.asked.shape[1]):
        keys = columns.asked[:, slot].take(at)
        now, wanted = columns.asked_now[:, slot].take(at), columns.asked_wanted[:, slot].take(at)
        weight = np.where(columns.asked_must[:, slot].take(at), formulas.MUST_WEIGHT, 1)
        fit = fits[held.take(keys) + 2, now + 1, wanted + 1]
        weighted += weight * fit
        plain += fit
        weights += np.where(keys < 0, 0, weight)
    listed, some = len(offer.levels), np.maximum(asked, 1)
    plausible = np.minimum(1.0, (asked + formulas.COMPETENCE_SLACK) / listed)
    for_need = tidy(weighted / np.maximum(weights, 1.0) * plausible)
    for_offer = tidy(np.minimum(1.0, plain / np.minimum(some, listed)) * plausible)
    return np.where(nothing, 1.0, for_need), np.where(nothing, formulas.NOTHING_ASKED, for_offer)


def _technology(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    asked, listed = columns.technology_listed.take(at).astype(np.intp), len(offer.technology)
    nothing, some = asked == 0, np.maximum(asked, 1)
    if not listed:
        return np.where(nothing, 1.0, np.nan), np.where(nothing, formulas.NOTHING_ASKED, np.nan)
    shared = np.bitwise_count(columns.technology.take(at) & np.uint32(mask("technology", offer.technology)))
    plausible = np.minimum(1.0, (asked + formulas.TECHNOLOGY_SLACK) / listed)
    covered, used = tidy(shared / some * plausible), tidy(shared / np.minimum(some, listed) * plausible)
    return np.where(nothing, 1.0, covered), np.where(nothing, formulas.NOTHING_ASKED, used)


def _help(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    return _twice(_numbers([help_fit(kind, offer.help) for kind in HELP]).take(columns.help.take(at)))


def _form(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    offered, asked = mask("forms", offer.forms), columns.forms.take(at)
    if not offered:
        return _twice(np.full(len(at), np.nan))
    family = sum(m for m in (mask("forms", members) for members in FORM_FAMILIES.values()) if m & offered)
    fit = np.where(asked & np.uint16(family) != 0, formulas.SAME_FAMILY, 0.0)
    fit = np.where(asked & np.uint16(offered) != 0, 1.0, fit)
    return _twice(np.where(asked == 0, np.nan, fit))


def _language(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    sets, known = columns.languages.take(at, axis=0), np.zeros(len(LANGUAGE_CODES), np.bool_)
    known[[LANGUAGE_CODES[code] for code in offer.languages]] = True
    shared = np.where(_shares(sets, LANGUAGE_CODES, offer.languages), formulas.OTHER_LANGUAGE, 0.0)
    for_need = np.where(known.take(columns.language.take(at)), 1.0, shared)
    return for_need, np.where(_shares(sets, LANGUAGE_CODES, (offer.language,)), 1.0, shared)


def _distance(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    latitude, longitude = offer.organisation.latitude, offer.organisation.longitude
    if latitude is None or longitude is None:
        nearness = np.full(len(at), np.nan)
    else:
        dx, dy, dz = (columns.points.take(at, axis=0) - np.array(formulas.unit_vector(latitude, longitude))).T
        half_chord = np.sqrt(dx * dx + dy * dy + dz * dz) / 2
        km = 2 * formulas.EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, half_chord))
        nearness = np.exp2(-km / formulas.HALF_DISTANCE_KM)
    if offer.remote:
        known = np.where(np.isnan(nearness), 0.0, nearness)
        floor = formulas.REMOTE_FLOOR
        nearness = np.where(columns.remote.take(at), floor + (1 - floor) * known, nearness)
    return _twice(tidy(nearness))


def _dates(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    if offer.available_from is None and offer.available_to is None:
        return _twice(np.full(len(at), np.nan))
    start, end = columns.start.take(at), columns.end.take(at)
    no_start, no_end = start == ALWAYS, end == FOREVER
    first = np.where(no_start, end - formulas.DEFAULT_DAYS + 1, start)
    last = np.where(no_end, start + formulas.DEFAULT_DAYS - 1, end)
    from_, to = _available(offer)
    shared = np.maximum(0, np.minimum(last, to) - np.maximum(first, from_) + 1)
    unsaid = no_start & no_end
    length = np.where(unsaid, 1, last - first + 1)
    shorter = np.minimum(length, to - from_ + 1)
    return (
        np.where(unsaid, np.nan, tidy(shared / length)),
        np.where(unsaid, np.nan, tidy(shared / shorter)),
    )


def _values(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    own = offer.organisation.values
    shared = columns.values.take(at) & np.uint16(mask("values", own))
    return _in_common(shared, columns.values_listed.take(at), len(own))


def _sdgs(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    own = offer.organisation.sdgs
    shared = columns.sdgs.take(at) & np.uint32(goals_mask(own))
    return _in_common(shared, columns.sdgs_listed.take(at), len(own))


def _capacity(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    enough = _numbers([formulas.hours_enough(kind, offer.capacity_hours) for kind in HELP])
    return _twice(enough.take(columns.help.take(at)))


def _free_places(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    free = formulas.free_places(offer.organisation.open_requests, offer.max_requests)
    return _twice(np.full(len(at), np.nan if free is None else free))


def _responsiveness(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    rate = offer.organisation.reply_rate
    return _twice(np.full(len(at), np.nan if rate is None else formulas.tidy(rate)))


def _budget(offer: Offer, columns: NeedColumns, at: Places) -> tuple[Floats, Floats]:
    forms, help_ = mask("forms", offer.forms), columns.help.take(at)
    usual = np.array([formulas.TYPICAL_HOURS[kind] * formulas.HOUR_EUR or 1 for kind in HELP])
    enough = tidy(np.minimum(1.0, columns.budget.take(at) / usual.take(help_)))
    if not forms:
        otherwise = np.full(len(at), np.nan)
    else:
        otherwise = enough if forms & ~COMMERCIAL == 0 else np.ones(len(at))
    paid = np.where(help_ == HELP.index("contract"), enough, otherwise)
    return _twice(np.where(help_ == HELP.index("funding"), 1.0, paid))


_VALUES: Mapping[str, Callable[[Offer, NeedColumns, Places], tuple[Floats, Floats]]] = {
    "competences": _competences,
    "technology": _technology,
    "help": _help,
    "form": _form,
    "language": _language,
    "distance": _distance,
    "dates": _dates,
    "values": _values,
    "sdgs": _sdgs,
    "capacity": _capacity,
    "free-places": _free_places,
    "responsiveness": _responsiveness,
    "budget": _budget,
}


def _available(offer: Offer) -> tuple[int, int]:
    first, last = offer.available_from, offer.available_to
    return ALWAYS if first is None else first.toordinal(), FOREVER if last is None else last.toordinal()


def _held(offer: Offer, columns: NeedColumns) -> NDArray[np.intp]:
    """The level at which the offer holds each competence asked, -1 when it does not say; `_NOT_HELD` last, for none."""
    levels = {"\n".join(key).encode(): level for key, level in offer.levels.items()}
    held = [levels.get(key, _NOT_HELD) for key in columns.competence_keys.tolist()]
    return np.array([NOT_SAID if level is None else level for level in (*held, _NOT_HELD)], np.intp)


def _fits() -> Floats:
    """`level_fit` by (level held + 2, level now + 1, level wanted + 1); nothing for what is not held."""
    said = [None, *range(_HIGHEST_LEVEL + 1)]
    table = [[[formulas.level_fit(now, wanted, level) for wanted in said] for now in said] for level in said]
    return np.array([np.zeros((len(said), len(said))), *table])


def _in_common(shared: NDArray[np.integer], listed: NDArray[np.uint8], own: int) -> tuple[Floats, Floats]:
    if not own:
        return _twice(np.full(len(listed), np.nan))
    both = 2 * np.bitwise_count(shared).astype(np.intp) / (listed.astype(np.intp) + own)
    return _twice(np.where(listed == 0, np.nan, tidy(both)))


def _shares(sets: NDArray[np.uint64], codes: Mapping[str, int], members: Collection[str]) -> Truths:
    bits = code_bits(codes, members)
    shares = np.zeros(len(sets), np.bool_)
    for word in np.flatnonzero(bits):
        shares |= sets[:, word] & bits[word] != 0
    return shares


def _numbers(values: list[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values])


def _twice(values: Floats) -> tuple[Floats, Floats]:
    return values, values


def _none(columns: NeedColumns) -> Truths:
    return np.zeros(len(columns), np.bool_)
