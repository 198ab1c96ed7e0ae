"""Gates and scores of one need against all offers at once, on `Columns`; equal to the plain path.

Equal because the same formulas fill the tables of `scorer`, and every contribution lies on the grid of nine
decimals, on which sums do not depend on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

import numpy as np

from tandem.domain.matching.columns import (
    ALWAYS,
    COUNTRY_CODES,
    FOREVER,
    LANGUAGE_CODES,
    Columns,
    Floats,
    Truths,
    mask,
    sets_with,
    tidy,
)
from tandem.domain.matching.gates import GATES
from tandem.domain.matching.model import Need
from tandem.domain.matching.scorer import Places, Scorer
from tandem.domain.matching.scoring import BAND, order_key
from tandem.domain.matching.weights import Weights

#: Offers scored together: their intermediate results stay in the processor's cache.
_BLOCK = 16_384


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
    ranks = rank_scores(*score(need, columns, weights, passing))
    return removed, best_places(ranks, passing, columns.id, top, seed)


def best_places(ranks: Floats, places: Places, identity: Callable[[int], str], top: int, seed: int | None) -> list[int]:
    """Of what stands at `places` with these rank scores, the `top` best, best first."""
    chosen = np.arange(len(ranks))
    if len(ranks) > top:
        # Everything that ties with the last place has to be compared by id or shuffle before the cut.
        level = ranks if seed is None else np.floor(ranks / BAND)
        chosen = np.flatnonzero(level >= np.partition(level, len(level) - top)[len(level) - top])
    candidates = [(order_key(float(ranks[i]), identity(int(places[i])), seed), int(places[i])) for i in chosen]
    return [place for _, place in sorted(candidates)[:top]]


def through_gates(need: Need, columns: Columns, relaxed: Collection[str] = ()) -> tuple[dict[str, int], Places]:
    """How many offers each gate removed first, and the places of those that pass."""
    removed = dict.fromkeys(GATES, 0)
    passing = np.ones(len(columns), np.bool_)
    passing[columns.hidden] = False
    left = len(columns) - len(columns.hidden)
    for name, closes in _GATES.items():
        closed = None if name in relaxed else closes(need, columns)
        if closed is not None:
            passing &= ~closed
            removed[name] = left - int(np.count_nonzero(passing))
            left -= removed[name]
    return removed, np.flatnonzero(passing)


def gates_closed(need: Need, columns: Columns) -> dict[str, Truths]:
    """For every gate, which offers it would remove on its own."""
    gates = {}
    for name, closes in _GATES.items():
        closed = closes(need, columns)
        gates[name] = np.zeros(len(columns), np.bool_) if closed is None else closed.copy()
        gates[name][columns.hidden] = False
    return gates


def passing_after(need: Need, columns: Columns, changes: Sequence[Need], relaxed: Collection[str] = ()) -> list[int]:
    """How many offers pass after each change of the need. Only the gates that a change touches are looked at again."""
    closed = {name: gate for name, gate in gates_closed(need, columns).items() if name not in relaxed}
    total = np.zeros(len(columns), np.uint8)
    for gate in closed.values():
        total += gate
    total[columns.hidden] = len(GATES)  # no change opens all of them
    counts = []
    for changed in changes:
        touched = [name for name in closed if _asked_by(name, need) != _asked_by(name, changed)]
        left = total
        for name in touched:
            left = left - closed[name]
        passing = left == 0
        for name in touched:
            closed_then = _GATES[name](changed, columns)
            if closed_then is not None:
                passing &= ~closed_then
        counts.append(int(np.count_nonzero(passing)))
    return counts


#: What of a need each gate looks at; `capacity` looks at nothing.
_LOOKS_AT: Mapping[str, tuple[str, ...]] = {
    "form": ("forms",),
    "language": ("language", "organisation"),
    "country": ("remote", "countries", "organisation"),
    "dates": ("start", "end"),
    "help": ("help",),
    "capacity": (),
    "must-have": ("competences",),
}


def _asked_by(gate: str, need: Need) -> tuple[object, ...]:
    return tuple(getattr(need, name) for name in _LOOKS_AT[gate])


def score(need: Need, columns: Columns, weights: Weights, places: Places | None = None) -> tuple[Floats, Floats]:
    """`score` and `score_for_offer` of the offers at these places (default: all), in their order."""
    size = len(columns) if places is None else len(places)
    scorer = Scorer(need, columns, weights)
    totals = scorer.competences(size, places)
    if weights.read_texts:
        totals += scorer.texts(places)
    compiled = _compiled() if columns.compiled else None
    if compiled is not None:
        compiled(scorer, totals, places)
        return totals[:, 0], totals[:, 1]
    for start in range(0, size, _BLOCK):
        block = slice(start, min(start + _BLOCK, size))
        totals[block] += scorer.totals(block if places is None else places[block])
    totals = tidy(totals)
    return totals[:, 0], totals[:, 1]


@cache
def _compiled() -> Callable[[Scorer, Floats, Places | None], None] | None:
    """The compiled path; None where numba is not installed or finds nowhere to keep what it compiles."""
    try:
        from tandem.domain.matching.compiled import add_totals
    except (ImportError, RuntimeError):
        return None
    return add_totals


def rank_scores(for_need: Floats, for_offer: Floats) -> Floats:
    """The harmonic mean of the two scores, 0 when either is 0."""
    both = (for_need != 0) & (for_offer != 0)
    total = np.where(both, for_need + for_offer, 1.0)
    return np.where(both, tidy(2 * for_need * for_offer / total), 0.0)


# Gates: which offers are removed; None when the need says nothing that could remove one.


def _gate_form(need: Need, columns: Columns) -> Truths | None:
    asked = mask("forms", need.forms)
    return (columns.forms != 0) & (columns.forms & np.uint16(asked) == 0) if asked else None


def _gate_language(need: Need, columns: Columns) -> Truths:
    return _take(~sets_with(columns.tongue_sets, LANGUAGE_CODES, need.languages), columns.tongues)


def _gate_country(need: Need, columns: Columns) -> Truths | None:
    if not need.places:
        return None
    said = np.any(columns.country_sets, axis=1)
    disjoint = said & ~sets_with(columns.country_sets, COUNTRY_CODES, need.places)
    closed = _take(disjoint, columns.countries)
    return closed & ~columns.remote if need.remote else closed


def _gate_dates(need: Need, columns: Columns) -> Truths | None:
    if need.start is None and need.end is None:
        return None
    start = ALWAYS if need.start is None else need.start.toordinal()
    end = FOREVER if need.end is None else need.end.toordinal()
    return (columns.available_from > end) | (columns.available_to < start)


def _gate_help(need: Need, columns: Columns) -> Truths:
    closed: Truths = (columns.help != 0) & (columns.help & np.uint8(mask("help", (need.help,))) == 0)
    return closed


def _gate_capacity(need: Need, columns: Columns) -> Truths:
    return columns.full


def _gate_must_have(need: Need, columns: Columns) -> Truths | None:
    closed = None
    for asked in need.competences:
        if asked.must:
            lacking = columns.competences_listed != 0
            postings = columns.postings.get(asked.key)
            if postings is not None:
                wanted = 0 if asked.level_wanted is None else asked.level_wanted
                lacking[postings.offers[(postings.levels < 0) | (postings.levels >= wanted - 1)]] = False
            closed = lacking if closed is None else closed | lacking
    return closed


_GATES: Mapping[str, Callable[[Need, Columns], Truths | None]] = {
    "form": _gate_form,
    "language": _gate_language,
    "country": _gate_country,
    "dates": _gate_dates,
    "help": _gate_help,
    "capacity": _gate_capacity,
    "must-have": _gate_must_have,
}


def _take(truths: Truths, places: Places) -> Truths:
    taken: Truths = truths.take(places)
    return taken
