"""Rankings that were kept: what they hold, and showing them again from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from tandem.domain import matching as engine
from tandem.matching.models import Introduction, KeptRanking, Need, Offer, Side
from tandem.matching.queries.compared import domain_need, domain_offers
from tandem.matching.queries.ranking import Ranked


@dataclass(frozen=True)
class Replayed:
    """A kept ranking computed again. `results` in the order of then, each with the posting when it still exists;
    `pair` is the result for what was proposed; `same` says whether every number is the one of then."""

    results: list[tuple[Any, Any]]
    pair: tuple[Any, Any] | None
    same: bool
    considered: int
    removed: Mapping[str, int]
    relaxed: tuple[str, ...]


def to_keep(posting: Need | Offer, ranked: Ranked, opposite: Need | Offer | None = None) -> dict[str, Any]:
    """The inputs and the numbers of what is on the page of `posting` now, `opposite` being what is proposed.

    Titles and texts stay out: they are no criterion.
    """
    viewer = "need" if isinstance(posting, Need) else "offer"
    results = [match.result for match in ranked.matches]
    others = [result.offer if viewer == "need" else result.need for result in results]
    own = _domain(posting)
    if opposite is not None and opposite.reference not in {other.id for other in others}:
        others.append(_domain(opposite))
    inputs = {
        "viewer": viewer,
        "weights": engine.weights_record(ranked.rules.weights),
        "relaxed": list(ranked.all_relaxed),
        "seed": ranked.seed,
        "own": _record(own),
        "others": [_record(other) for other in others],
        "shown": len(results),
        "pair": opposite and opposite.reference,
        "considered": ranked.considered,
        "removed_by_gate": {one.gate: one.count for one in ranked.removed},
    }
    return {"inputs": inputs, "shown": [_numbers(result) for result in _computed(inputs)]}


def replayed(kept: KeptRanking) -> Replayed:
    """The ranking computed again from its inputs, with the weights of then."""
    inputs = kept.inputs
    results = _computed(inputs)
    model = Offer if inputs["viewer"] == "need" else Need
    ids = [_other_of(result).id for result in results]
    postings = model.objects.filter(reference__in=ids).select_related("organisation").in_bulk(field_name="reference")
    pairs = [(postings.get(identity), result) for identity, result in zip(ids, results, strict=True)]
    proposed = next((pair for pair in pairs if _other_of(pair[1]).id == inputs["pair"]), None)
    return Replayed(
        results=pairs[: inputs["shown"]],
        pair=proposed,
        same=[_numbers(result) for result in results] == kept.shown,
        considered=inputs["considered"],
        removed=inputs["removed_by_gate"],
        relaxed=tuple(inputs["relaxed"]),
    )


def kept_of(posting: Need | Offer) -> QuerySet[KeptRanking]:
    """The kept rankings of a posting, newest first."""
    return posting.kept_rankings.select_related("introduction")


def kept_for(introduction: Introduction, side: str) -> KeptRanking | None:
    """What this side saw when it proposed, None when it did not propose."""
    own = {"need": introduction.need_id} if side == Side.NEED else {"offer": introduction.offer_id}
    return KeptRanking.objects.filter(introduction=introduction, **own).first()


def _computed(inputs: Mapping[str, Any]) -> list[Any]:
    """Every record explained again: those of the ranking in its order, then the proposed one when it was not in it."""
    weights = engine.weights_from(inputs["weights"])
    reader, relaxed = engine.Reader(countries_known=False), inputs["relaxed"]
    options = {"relaxed": relaxed, "top": inputs["shown"] or 1, "seed": inputs["seed"]}
    listed, aside = inputs["others"][: inputs["shown"]], inputs["others"][inputs["shown"] :]
    if inputs["viewer"] == "need":
        own = reader.need(inputs["own"])
        results = list(engine.rank_offers(own, [reader.offer(one) for one in listed], weights, **options).results)
        results += [engine.explain(own, reader.offer(one), weights, relaxed=relaxed) for one in aside]
    else:
        offered = reader.offer(inputs["own"])
        results = list(engine.rank_needs(offered, [reader.need(one) for one in listed], weights, **options).results)
        results += [
            engine.explain(reader.need(one), offered, weights, relaxed=relaxed, viewer="offer") for one in aside
        ]
    return results


def _numbers(result: Any) -> dict[str, Any]:
    return {
        "id": _other_of(result).id,
        "rank_score": result.rank_score,
        "score": result.score,
        "score_for_other": result.score_for_other,
        "completeness": result.completeness,
        "criteria": {one.name: [one.value, one.contribution] for one in result.criteria},
        "would_change": [one.new_score for one in result.would_change],
    }


def _other_of(result: Any) -> Any:
    return result.offer if result.viewer == "need" else result.need


def _domain(posting: Need | Offer) -> Any:
    return domain_need(posting) if isinstance(posting, Need) else domain_offers([posting])[0]


def _record(one: Any) -> dict[str, Any]:
    if isinstance(one, engine.Need):
        return engine.need_record(replace(one, title="", problem=""))
    return engine.offer_record(replace(one, title="", text=""))
