"""Gates and scores of one need against all offers at once, on `Columns`; equal to the plain path.

Equal because the same formulas fill the tables, the sums run in the same order, and every value keeps nine
decimals. Offers leave at the gates before anything is scored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching import formulas
from tandem.domain.matching.columns import (
    ALWAYS,
    COMMERCIAL,
    COUNTRY_CODES,
    FOREVER,
    LANGUAGE_CODES,
    Columns,
    Floats,
    Postings,
    Truths,
    code_bits,
    goals_mask,
    mask,
    tidy,
)
from tandem.domain.matching.criteria import day_number, help_fit
from tandem.domain.matching.gates import GATES
from tandem.domain.matching.model import Need
from tandem.domain.matching.scoring import BAND, order_key
from tandem.domain.matching.weights import SideWeights, Weights
from tandem.domain.vocabulary import FORM_FAMILIES, HELP

Places = NDArray[np.intp]
#: Which offers: their places, or all of them.
At = Places | slice
#: What a criterion contributes: one number per offer, or one for all.
Contribution = Floats | float

_EVERYBODY = slice(None)
_NOBODY_SAID = -1


def best_offers(
    need: Need,
    columns: Columns,
    weights: Weights,
    *,
    relaxed: Collection[str] = (),
    top: int,
    seed: int | None = None,
) -> tuple[dict[str, int], list[int]]:
    """What each gate removed, and the places of the `top` offers, best first."""
    removed, passing = through_gates(need, columns, relaxed)
    for_need, for_offer = score(need, columns, weights, passing)
    ranks = rank_scores(for_need, for_offer)
    if len(ranks) > top:
        # Everything that ties with the last place has to be compared by id or shuffle before the cut.
        level = ranks if seed is None else np.floor(ranks / BAND)
        last = np.partition(level, len(level) - top)[len(level) - top]
        chosen = np.flatnonzero(level >= last)
    else:
        chosen = np.arange(len(ranks))
    candidates = [
        (order_key(float(ranks[i]), columns.offer(int(passing[i])).id, seed), int(passing[i])) for i in chosen
    ]
    return removed, [place for _, place in sorted(candidates)[:top]]


def through_gates(need: Need, columns: Columns, relaxed: Collection[str] = ()) -> tuple[dict[str, int], Places]:
    """How many offers each gate removed first, and the places of those that pass."""
    removed = dict.fromkeys(GATES, 0)
    passing = np.arange(len(columns))
    at: At = _EVERYBODY
    for name, closes in _GATES.items():
        closed = None if name in relaxed else closes(need, columns, at)
        if closed is not None:
            kept = np.flatnonzero(~closed)
            removed[name] = len(passing) - len(kept)
            passing = kept if isinstance(at, slice) else passing[kept]
            at = passing
    return removed, passing


def gates_closed(need: Need, columns: Columns) -> dict[str, Truths]:
    """For every gate, which offers it would remove on its own."""
    nobody = np.zeros(len(columns), np.bool_)
    return {name: _or(closes(need, columns, _EVERYBODY), nobody) for name, closes in _GATES.items()}


def score(need: Need, columns: Columns, weights: Weights, at: At = _EVERYBODY) -> tuple[Floats, Floats]:
    """`score` and `score_for_offer` of the offers at these places."""
    size = len(columns) if isinstance(at, slice) else len(at)
    context = _Pairs(need, columns, at)
    totals = []
    for side, criteria in ((weights.need, _FOR_NEED), (weights.offer, _FOR_OFFER)):
        total = np.zeros(size)
        for name, contribute in criteria.items():
            total += contribute(context, _Terms(side, name))
        totals.append(tidy(total))
    return totals[0], totals[1]


def rank_scores(for_need: Floats, for_offer: Floats) -> Floats:
    """The harmonic mean of the two scores, 0 when either is 0."""
    both = (for_need != 0) & (for_offer != 0)
    total = np.where(both, for_need + for_offer, 1.0)
    return np.where(both, tidy(2 * for_need * for_offer / total), 0.0)


# Gates: which of the offers at these places are removed; None when the need says nothing that could remove one.


def _gate_form(need: Need, columns: Columns, at: At) -> Truths | None:
    asked = mask("forms", need.forms)
    if not asked:
        return None
    forms = columns.forms[at]
    closed: Truths = (forms != 0) & (forms & np.uint16(asked) == 0)
    return closed


def _gate_language(need: Need, columns: Columns, at: At) -> Truths:
    closed: Truths = ~_shares_language(need, columns)[columns.languages[at]]
    return closed


def _shares_language(need: Need, columns: Columns) -> Truths:
    """For each distinct set of languages, whether the need shares one."""
    shares: Truths = np.any(columns.language_sets & code_bits(LANGUAGE_CODES, need.languages), axis=1)
    return shares


def _gate_country(need: Need, columns: Columns, at: At) -> Truths:
    said = np.any(columns.country_sets, axis=1)
    disjoint = said & ~np.any(columns.country_sets & code_bits(COUNTRY_CODES, need.places), axis=1)
    closed: Truths = disjoint[columns.countries[at]]
    return closed & ~columns.remote[at] if need.remote else closed


def _gate_dates(need: Need, columns: Columns, at: At) -> Truths | None:
    closed = None
    if need.end is not None:
        closed = columns.available_from[at] > need.end.toordinal()
    if need.start is not None:
        gone = columns.available_to[at] < need.start.toordinal()
        closed = gone if closed is None else closed | gone
    return closed


def _gate_help(need: Need, columns: Columns, at: At) -> Truths:
    offered = columns.help[at]
    closed: Truths = (offered != 0) & (offered & np.uint8(mask("help", (need.help,))) == 0)
    return closed


def _gate_capacity(need: Need, columns: Columns, at: At) -> Truths:
    return columns.full[at]


def _gate_must_have(need: Need, columns: Columns, at: At) -> Truths | None:
    musts = [asked for asked in need.competences if asked.must]
    if not musts:
        return None
    filled = columns.competences_listed != 0
    closed = np.zeros(len(columns), np.bool_)
    for asked in musts:
        lacking = filled.copy()
        postings = columns.postings.get(asked.key)
        if postings is not None:
            wanted = 0 if asked.level_wanted is None else asked.level_wanted
            enough = (postings.levels == _NOBODY_SAID) | (postings.levels >= wanted - 1)
            lacking[postings.offers[enough]] = False
        closed |= lacking
    return closed[at]


_GATES: Mapping[str, Callable[[Need, Columns, At], Truths | None]] = {
    "form": _gate_form,
    "language": _gate_language,
    "country": _gate_country,
    "dates": _gate_dates,
    "help": _gate_help,
    "capacity": _gate_capacity,
    "must-have": _gate_must_have,
}


def _or(values: Truths | None, otherwise: Truths) -> Truths:
    return otherwise if values is None else values


class _Terms:
    """Weight and prior of one criterion on one side."""

    def __init__(self, side: SideWeights, name: str) -> None:
        self.weight = side.weights[name]
        self.not_said = formulas.tidy(self.weight * side.priors[name])

    def of(self, value: float | None) -> float:
        return self.not_said if value is None else formulas.tidy(self.weight * value)

    def of_each(self, values: Floats) -> Floats:
        return np.where(np.isnan(values), self.not_said, tidy(self.weight * values))


class _Pairs:
    """One need beside the offers at some places, with what several criteria share computed once."""

    def __init__(self, need: Need, columns: Columns, at: At) -> None:
        self.need, self.columns, self.at = need, columns, at
        self.listed = columns.competences_listed[at]
        self.competence_totals = self._competence_totals() if need.competences else None
        self.shared_language = _shares_language(need, columns)[columns.languages[at]]
        self.distances = self._distances()

    def _competence_totals(self) -> tuple[Floats, Floats]:
        """Sum of the level fits of each offer, with the weights of musts and without."""
        weighted, plain = np.zeros(len(self.columns)), np.zeros(len(self.columns))
        for asked in self.need.competences:
            postings = self.columns.postings.get(asked.key)
            if postings is not None:
                fits = _fits(postings, asked.level_now, asked.level_wanted)
                weighted[postings.offers] += (formulas.MUST_WEIGHT if asked.must else 1) * fits
                plain[postings.offers] += fits
        return weighted[self.at], plain[self.at]

    def _distances(self) -> Floats:
        """The value of the criterion, NaN when it is not said."""
        organisation, columns, at = self.need.organisation, self.columns, self.at
        nearness = np.full(len(self.listed), np.nan)
        if organisation.latitude is not None and organisation.longitude is not None:
            x, y, z = formulas.unit_vector(organisation.latitude, organisation.longitude)
            dx, dy, dz = x - columns.x[at], y - columns.y[at], z - columns.z[at]
            half_chord = np.sqrt(dx * dx + dy * dy + dz * dz) / 2
            km = 2 * formulas.EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, half_chord))
            nearness = np.exp2(-km / formulas.HALF_DISTANCE_KM)
        if not self.need.remote:
            return tidy(nearness)
        known = np.where(np.isnan(nearness), 0.0, nearness)
        remote = formulas.REMOTE_FLOOR + (1 - formulas.REMOTE_FLOOR) * known
        return tidy(np.where(columns.remote[at], remote, nearness))


def _fits(postings: Postings, now: int | None, wanted: int | None) -> Floats:
    """`level_fit` of each posting, from a table with the levels that occur; -1 stands for not said."""
    highest = int(postings.levels.max())
    table = [formulas.level_fit(now, wanted, None if level < 0 else level) for level in range(-1, highest + 1)]
    return _read(np.array(table), postings.levels + 1)


def _competences_for_need(pairs: _Pairs, terms: _Terms) -> Contribution:
    if pairs.competence_totals is None:
        return terms.of(1.0)
    asked = pairs.need.competences
    weight_of_all = float(sum(formulas.MUST_WEIGHT if one.must else 1 for one in asked))
    listed = np.maximum(pairs.listed, 1)
    plausible = np.minimum(1.0, (len(asked) + formulas.COMPETENCE_SLACK) / listed)
    values = tidy(pairs.competence_totals[0] / weight_of_all * plausible)
    return np.where(pairs.listed == 0, terms.not_said, tidy(terms.weight * values))


def _competences_for_offer(pairs: _Pairs, terms: _Terms) -> Contribution:
    if pairs.competence_totals is None:
        return terms.of(formulas.NOTHING_ASKED)
    usable = np.minimum(len(pairs.need.competences), np.maximum(pairs.listed, 1))
    values = tidy(np.minimum(1.0, pairs.competence_totals[1] / usable))
    return np.where(pairs.listed == 0, terms.not_said, tidy(terms.weight * values))


def _technology_for_need(pairs: _Pairs, terms: _Terms) -> Contribution:
    if not pairs.need.technology:
        return terms.of(1.0)
    return _technology(pairs, terms, "covered")


def _technology_for_offer(pairs: _Pairs, terms: _Terms) -> Contribution:
    if not pairs.need.technology:
        return terms.of(formulas.NOTHING_ASKED)
    return _technology(pairs, terms, "used")


def _technology(pairs: _Pairs, terms: _Terms, formula: str) -> Floats:
    asked = mask("technology", pairs.need.technology)
    return _overlap(
        pairs.columns.technology[pairs.at] & np.uint32(asked),
        pairs.columns.technology_listed[pairs.at],
        terms,
        _table(formula, len(pairs.need.technology)),
    )


def _overlap(shared: NDArray[np.integer], listed: NDArray[np.uint8], terms: _Terms, table: Floats) -> Floats:
    """Contributions read from a table by (number shared, number listed)."""
    return _read(terms.of_each(table), np.bitwise_count(shared).astype(np.intp) * _WIDTH + listed)


def _read(table: Floats, places: NDArray[np.integer]) -> Floats:
    """One number of `table` for each place."""
    numbers: Floats = table[places]
    return numbers


#: Wider than the longest closed list, so that (shared, listed) has one place in a table.
_WIDTH = 32


@cache
def _table(formula: str, asked: int) -> Floats:
    """The values of a formula of two lists for every (shared, listed), NaN where the list is empty."""
    compute = {
        "covered": formulas.technology_covered,
        "used": formulas.technology_used,
        "common": formulas.in_common,
    }[formula]
    table = np.full((asked + 1) * _WIDTH, np.nan)
    for shared in range(asked + 1):
        for listed in range(max(shared, 1), _WIDTH):
            table[shared * _WIDTH + listed] = compute(shared, asked, listed)
    return table


def _help(pairs: _Pairs, terms: _Terms) -> Contribution:
    return _read(terms.of_each(_help_table(pairs.need.help)), pairs.columns.help[pairs.at])


@cache
def _help_table(asked: str) -> Floats:
    """The value for every mask of kinds of help offered."""
    masks = range(1 << len(HELP))
    values = (help_fit(asked, tuple(kind for place, kind in enumerate(HELP) if m >> place & 1)) for m in masks)
    return np.array([np.nan if value is None else value for value in values])


def _form(pairs: _Pairs, terms: _Terms) -> Contribution:
    asked = mask("forms", pairs.need.forms)
    if not asked:
        return terms.not_said
    family = sum(members for members in (mask("forms", forms) for forms in FORM_FAMILIES.values()) if members & asked)
    forms = pairs.columns.forms[pairs.at]
    kinds = (forms != 0).astype(np.intp) + (forms & np.uint16(family) != 0) + (forms & np.uint16(asked) != 0)
    return _read(np.array([terms.not_said, terms.of(0.0), terms.of(formulas.SAME_FAMILY), terms.of(1.0)]), kinds)


def _language_for_need(pairs: _Pairs, terms: _Terms) -> Contribution:
    spoken = np.any(pairs.columns.language_sets & code_bits(LANGUAGE_CODES, (pairs.need.language,)), axis=1)
    return _language(spoken[pairs.columns.languages[pairs.at]], pairs.shared_language, terms)


def _language_for_offer(pairs: _Pairs, terms: _Terms) -> Contribution:
    understood = np.zeros(len(LANGUAGE_CODES), np.bool_)
    understood[[LANGUAGE_CODES[code] for code in pairs.need.languages]] = True
    return _language(understood[pairs.columns.language[pairs.at]], pairs.shared_language, terms)


def _language(own: Truths, shared: Truths, terms: _Terms) -> Floats:
    values = np.array([terms.of(0.0), terms.of(formulas.OTHER_LANGUAGE), terms.of(1.0), terms.of(1.0)])
    return _read(values, shared + 2 * own)


def _distance(pairs: _Pairs, terms: _Terms) -> Contribution:
    return terms.of_each(pairs.distances)


def _dates_for_need(pairs: _Pairs, terms: _Terms) -> Contribution:
    return _dates(pairs, terms, shortest=False)


def _dates_for_offer(pairs: _Pairs, terms: _Terms) -> Contribution:
    return _dates(pairs, terms, shortest=True)


def _dates(pairs: _Pairs, terms: _Terms, shortest: bool) -> Contribution:
    period = formulas.asked_period(day_number(pairs.need.start), day_number(pairs.need.end))
    if period is None:
        return terms.not_said
    first, last = pairs.columns.available_from[pairs.at], pairs.columns.available_to[pairs.at]
    shared = np.maximum(0, np.minimum(last, period[1]) - np.maximum(first, period[0]) + 1)
    length: NDArray[np.integer] | int = period[1] - period[0] + 1
    if shortest:
        # An open end is so far away that it never makes the offer's own period the shorter one.
        length = np.minimum(length, last - first + 1)
    not_said = (first == ALWAYS) & (last == FOREVER)
    return np.where(not_said, terms.not_said, tidy(terms.weight * tidy(shared / length)))


def _values(pairs: _Pairs, terms: _Terms) -> Contribution:
    own = pairs.need.organisation.values
    if not own:
        return terms.not_said
    shared = pairs.columns.values[pairs.at] & np.uint16(mask("values", own))
    return _overlap(shared, pairs.columns.values_listed[pairs.at], terms, _table("common", len(own)))


def _sdgs(pairs: _Pairs, terms: _Terms) -> Contribution:
    own = pairs.need.organisation.sdgs
    if not own:
        return terms.not_said
    shared = pairs.columns.sdgs[pairs.at] & np.uint32(goals_mask(own))
    return _overlap(shared, pairs.columns.sdgs_listed[pairs.at], terms, _table("common", len(own)))


def _capacity(pairs: _Pairs, terms: _Terms) -> Contribution:
    return terms.of_each(pairs.columns.hours_enough[pairs.need.help][pairs.at])


def _free_places(pairs: _Pairs, terms: _Terms) -> Contribution:
    return terms.of_each(pairs.columns.free_places[pairs.at])


def _responsiveness(pairs: _Pairs, terms: _Terms) -> Contribution:
    return terms.of_each(pairs.columns.reply_rate[pairs.at])


def _budget(pairs: _Pairs, terms: _Terms) -> Contribution:
    need = pairs.need
    if need.help == "funding":
        return terms.of(1.0)
    when_paid = terms.of(formulas.budget_enough(need.help, need.budget_eur))
    if need.help == "contract":
        return when_paid
    forms = pairs.columns.forms[pairs.at]
    kinds = (forms != 0).astype(np.intp) + (forms & np.uint16(~COMMERCIAL & 0xFFFF) != 0)
    return _read(np.array([terms.not_said, when_paid, terms.of(1.0)]), kinds)


_FOR_NEED: Mapping[str, Callable[[_Pairs, _Terms], Contribution]] = {
    "competences": _competences_for_need,
    "technology": _technology_for_need,
    "help": _help,
    "form": _form,
    "language": _language_for_need,
    "distance": _distance,
    "dates": _dates_for_need,
    "values": _values,
    "sdgs": _sdgs,
    "capacity": _capacity,
    "free-places": _free_places,
    "responsiveness": _responsiveness,
}
_FOR_OFFER: Mapping[str, Callable[[_Pairs, _Terms], Contribution]] = {
    "competences": _competences_for_offer,
    "technology": _technology_for_offer,
    "help": _help,
    "form": _form,
    "language": _language_for_offer,
    "distance": _distance,
    "dates": _dates_for_offer,
    "values": _values,
    "sdgs": _sdgs,
    "capacity": _capacity,
    "budget": _budget,
}
