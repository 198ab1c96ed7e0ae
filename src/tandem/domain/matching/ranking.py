"""Rankings: the offers for one need, or the needs for one offer, with everything a person wants to know of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tandem.domain.matching.changes import Side, WouldChange, best_changes
from tandem.domain.matching.columns import Columns, Truths
from tandem.domain.matching.criteria import FOR_NEED, FOR_OFFER
from tandem.domain.matching.formulas import tidy
from tandem.domain.matching.gates import GATES, closed_gates, first_gate
from tandem.domain.matching.kernel import best_offers, gates_closed, passing_after
from tandem.domain.matching.model import Need, Offer
from tandem.domain.matching.need_columns import NeedColumns
from tandem.domain.matching.need_kernel import best_needs, needs_closed
from tandem.domain.matching.reasons import competence_name, missing, reason
from tandem.domain.matching.scoring import (
    contribution,
    harmonic_mean,
    order_key,
    score_for_need,
    score_for_offer,
    scores,
    side_score,
    side_values,
)
from tandem.domain.matching.weights import PUBLISHED, Weights
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.vocabulary import FORMS, HELP, label

#: From this many offers or needs on, rankings build columns and let the kernel score them.
KERNEL_FROM = 2_000
TOP = 20


@dataclass(frozen=True)
class CriterionResult:
    """One criterion of the viewer's side; `value` is None when it is not said, `contribution` holds the prior then."""

    name: str
    weight: float
    value: float | None
    contribution: float
    reason: Message


@dataclass(frozen=True)
class Result:
    """One pair as the viewer sees it: `score` is the viewer's, `score_for_other` the other side's, both 0-100."""

    need: Need
    offer: Offer
    rank_score: float
    score: float
    score_for_other: float
    completeness: float
    criteria: tuple[CriterionResult, ...]
    missing: tuple[Message, ...]
    would_change: tuple[WouldChange, ...]
    viewer: Side


@dataclass(frozen=True)
class Ranking:
    """The best results, and what happened to the others: `removed_by_gate` names every gate, in order."""

    viewer: Side
    considered: int
    removed_by_gate: Mapping[str, int]
    relaxed: tuple[str, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Pool:
    """Offers of which most stand in columns and some, told apart, beside them: those that changed since."""

    columns: Columns
    beside: Sequence[Offer]


@dataclass(frozen=True)
class NeedPool:
    """Needs of which most stand in columns and some, told apart, beside them: those that changed since."""

    columns: NeedColumns
    beside: Sequence[Need]


#: What a need can be compared with.
Offers = Sequence[Offer] | Columns | Pool


#: What an offer can be compared with.
Needs = Sequence[Need] | NeedColumns | NeedPool


@dataclass(frozen=True)
class Addition:
    """A change of the need that lets `added` more offers pass the gates."""

    action: Message
    need: Need
    added: int


def rank_offers(
    need: Need,
    offers: Offers,
    weights: Weights = PUBLISHED,
    *,
    relaxed: Collection[str] = (),
    top: int = TOP,
    seed: int | None = None,
) -> Ranking:
    """The `top` offers for `need`, best first, each explained.

    `offers` may be `Columns` built once for many needs, or a `Pool` of columns and what changed since. `seed` shuffles
    offers whose rank scores lie in the same band of half a point; without it they stay in the order of their rank
    scores, then ids.
    """
    relaxed = _in_order(relaxed)
    if isinstance(offers, Pool):
        parts = [rank_offers(need, part, weights, relaxed=relaxed, top=top, seed=seed) for part in _parts(offers)]
        return _merged(parts, top, seed)
    if not isinstance(offers, Columns) and len(offers) >= KERNEL_FROM:
        offers = Columns.of(offers)
    if isinstance(offers, Columns):
        removed, best = best_offers(need, offers, weights, relaxed=relaxed, top=top, seed=seed)
        chosen = list(offers.fetch(best))
    else:
        removed, passing = _through_gates(((need, offer) for offer in offers), relaxed)
        ranked = sorted(passing, key=lambda pair: order_key(scores(pair[0], pair[1], weights).rank, pair[1].id, seed))
        chosen = [offer for _, offer in ranked[:top]]
    results = tuple(explain(need, offer, weights, relaxed=relaxed) for offer in chosen)
    return Ranking("need", _considered(offers), removed, relaxed, results)


def rank_needs(
    offer: Offer,
    needs: Needs,
    weights: Weights = PUBLISHED,
    *,
    relaxed: Collection[str] = (),
    top: int = TOP,
    seed: int | None = None,
) -> Ranking:
    """The `top` needs for `offer`, best first, each explained from the offer's side.

    `needs` may be `NeedColumns`, made once for many offers (making them takes longer than ranking a list once), or a
    `NeedPool` of columns and what changed since.
    """
    relaxed = _in_order(relaxed)
    if isinstance(needs, NeedPool):
        sides = (needs.columns, needs.beside)
        return _merged(
            [rank_needs(offer, part, weights, relaxed=relaxed, top=top, seed=seed) for part in sides], top, seed
        )
    if isinstance(needs, NeedColumns):
        removed, best = best_needs(offer, needs, weights, relaxed=relaxed, top=top, seed=seed)
        chosen = list(needs.fetch(best))
    else:
        removed, passing = _through_gates(((need, offer) for need in needs), relaxed)
        ranked = sorted(passing, key=lambda pair: order_key(scores(pair[0], pair[1], weights).rank, pair[0].id, seed))
        chosen = [need for need, _ in ranked[:top]]
    results = tuple(explain(need, offer, weights, relaxed=relaxed, viewer="offer") for need in chosen)
    return Ranking("offer", _considered(needs), removed, relaxed, results)


def explain(
    need: Need, offer: Offer, weights: Weights = PUBLISHED, *, relaxed: Collection[str] = (), viewer: Side = "need"
) -> Result:
    """One pair with its parts, what is missing and what would change it, as `viewer` sees it."""
    for_need = side_values(weights.need, FOR_NEED, need, offer)
    for_offer = side_values(weights.offer, FOR_OFFER, need, offer)
    need_score, offer_score = side_score(weights.need, for_need), side_score(weights.offer, for_offer)
    seen_from_need = viewer == "need"
    own, values = (weights.need, for_need) if seen_from_need else (weights.offer, for_offer)
    score: Callable[[Need, Offer, Weights], float] = score_for_need if seen_from_need else score_for_offer
    return Result(
        need=need,
        offer=offer,
        rank_score=harmonic_mean(need_score, offer_score),
        score=need_score if seen_from_need else offer_score,
        score_for_other=offer_score if seen_from_need else need_score,
        completeness=tidy(math.fsum(own.weights[name] for name, value in values.items() if value is not None) / 100),
        criteria=tuple(
            CriterionResult(
                name, own.weights[name], value, contribution(own, name, value), reason(name, value, need, offer)
            )
            for name, value in values.items()
        ),
        missing=missing(need, offer, tuple(name for name, value in values.items() if value is None)),
        would_change=best_changes(need, offer, lambda n, o: score(n, o, weights), relaxed),
        viewer=viewer,
    )


def gains_of_relaxing(need: Need, offers: Offers, relaxed: Collection[str] = ()) -> dict[str, int]:
    """For each gate in force, how many offers relaxing it (and no other) would add to those that pass."""
    if isinstance(offers, Pool):
        parts = [gains_of_relaxing(need, part, relaxed) for part in _parts(offers)]
        return {name: sum(part[name] for part in parts) for name in parts[0]}
    if isinstance(offers, Columns):
        return _gains_in_columns(gates_closed(need, offers), relaxed)
    return _gains(((need, offer) for offer in offers), relaxed)


def gains_of_relaxing_for_offer(offer: Offer, needs: Needs, relaxed: Collection[str] = ()) -> dict[str, int]:
    """The same seen from an offer: how many needs relaxing each gate would add."""
    if isinstance(needs, NeedPool):
        parts = [gains_of_relaxing_for_offer(offer, part, relaxed) for part in (needs.columns, needs.beside)]
        return {name: sum(part[name] for part in parts) for name in parts[0]}
    if isinstance(needs, NeedColumns):
        return _gains_in_columns(needs_closed(offer, needs), relaxed)
    return _gains(((need, offer) for need in needs), relaxed)


def additions(need: Need, offers: Offers, relaxed: Collection[str] = (), limit: int = 3) -> tuple[Addition, ...]:
    """The single changes of the need that let most more offers pass, best first; each was counted after the change."""
    wider = list(_wider(need))
    now, *after = _passing(need, offers, relaxed, [need, *(changed for _, changed in wider)])
    found = [Addition(action, changed, count - now) for (action, changed), count in zip(wider, after, strict=True)]
    return tuple(sorted((one for one in found if one.added > 0), key=lambda one: -one.added)[:limit])


def _wider(need: Need) -> Iterator[tuple[Message, Need]]:
    if not need.remote:
        yield Message(gettext_noop("accept remote work")), replace(need, remote=True)
    if need.start is not None or need.end is not None:
        yield Message(gettext_noop("leave the dates open")), replace(need, start=None, end=None)
    for form in FORMS if need.forms else ():
        if form not in need.forms:
            text = gettext_noop("also accept this form of cooperation: %(form)s")
            yield Message(text, {"form": label(form)}), replace(need, forms=(*need.forms, form))
    for help_ in HELP:
        if help_ != need.help:
            text = gettext_noop("ask for another kind of help: %(help)s")
            yield Message(text, {"help": label(help_)}), replace(need, help=help_)
    for place, asked in enumerate(need.competences):
        if asked.must:
            optional = (*need.competences[:place], replace(asked, must=False), *need.competences[place + 1 :])
            text = gettext_noop("make %(competence)s a wish instead of a must")
            yield Message(text, {"competence": competence_name(asked.key)}), replace(need, competences=optional)


def _considered(others: Sequence[Offer] | Sequence[Need] | Columns | NeedColumns) -> int:
    return len(others) - (len(others.hidden) if isinstance(others, Columns | NeedColumns) else 0)


def _parts(pool: Pool) -> tuple[Columns, Sequence[Offer]]:
    return pool.columns, pool.beside


def _merged(parts: Sequence[Ranking], top: int, seed: int | None) -> Ranking:
    """The ranking of all from those of two sets of them without a common member."""
    results = sorted(
        (result for part in parts for result in part.results),
        key=lambda result: order_key(
            result.rank_score, result.offer.id if result.viewer == "need" else result.need.id, seed
        ),
    )
    return Ranking(
        parts[0].viewer,
        sum(part.considered for part in parts),
        {gate: sum(part.removed_by_gate[gate] for part in parts) for gate in GATES},
        parts[0].relaxed,
        tuple(results[:top]),
    )


def _passing(need: Need, offers: Offers, relaxed: Collection[str], changes: Sequence[Need]) -> list[int]:
    """How many offers pass the gates after each change of the need."""
    if isinstance(offers, Pool):
        parts = [_passing(need, part, relaxed, changes) for part in _parts(offers)]
        return [sum(counts) for counts in zip(*parts, strict=True)]
    if isinstance(offers, Columns):
        return passing_after(need, offers, changes, relaxed)
    return [sum(first_gate(changed, offer, relaxed) is None for offer in offers) for changed in changes]


def _through_gates(
    pairs: Iterable[tuple[Need, Offer]], relaxed: Collection[str]
) -> tuple[dict[str, int], list[tuple[Need, Offer]]]:
    removed, passing = dict.fromkeys(GATES, 0), []
    for need, offer in pairs:
        gate = first_gate(need, offer, relaxed)
        if gate is None:
            passing.append((need, offer))
        else:
            removed[gate] += 1
    return removed, passing


def _gains(pairs: Iterable[tuple[Need, Offer]], relaxed: Collection[str]) -> dict[str, int]:
    gains = {name: 0 for name in GATES if name not in relaxed}
    for need, offer in pairs:
        closed = closed_gates(need, offer, relaxed)
        if len(closed) == 1:
            gains[closed[0]] += 1
    return gains


def _gains_in_columns(gates: Mapping[str, Truths], relaxed: Collection[str]) -> dict[str, int]:
    closed = {name: gate for name, gate in gates.items() if name not in relaxed}
    total = sum(closed.values(), np.zeros(1, np.int64))
    return {name: int(np.count_nonzero(gate & (total == 1))) for name, gate in closed.items()}


def _in_order(relaxed: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in GATES if name in relaxed)
