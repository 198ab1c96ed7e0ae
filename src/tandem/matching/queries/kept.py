"""Rankings that were kept: what they hold, and showing them again from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from tandem.domain import matching as engine
from tandem.domain.matching.likeness import likeness, shared_concepts
from tandem.matching.models import Introduction, KeptRanking, Need, Offer, Side
from tandem.matching.queries.compared import domain_need, domain_offers
from tandem.matching.queries.ranking import Ranked
from tandem.matching.queries.texts import with_readings


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

    Titles and texts stay out; where their likeness counts, what was found is kept (`texts`), value and what was named.
    """
    viewer = "need" if isinstance(posting, Need) else "offer"
    results = [match.result for match in ranked.matches]
    others = [result.offer if viewer == "need" else result.need for result in results]
    reads = ranked.rules.weights.read_texts
    (own,) = _domain([posting], reads)
    if opposite is not None and opposite.reference not in {other.id for other in others}:
        others += _domain([opposite], reads)
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
    if reads:
        pairs = [(own, other) if viewer == "need" else (other, own) for other in others]
        inputs["texts"] = [[likeness(*pair), list(shared_concepts(*pair))] for pair in pairs]
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
    read = reader.offer if inputs["viewer"] == "need" else reader.need
    others: list[Any] = [read(one) for one in inputs["others"]]
    if "texts" in inputs:
        told = [engine.Told(value, tuple(concepts)) for value, concepts in inputs["texts"]]
        others = [replace(other, meaning=one) for other, one in zip(others, told, strict=True)]
    listed, aside = others[: inputs["shown"]], others[inputs["shown"] :]
    if inputs["viewer"] == "need":
        own = reader.need(inputs["own"])
        results = list(engine.rank_offers(own, listed, weights, **options).results)
        results += [engine.explain(own, one, weights, relaxed=relaxed) for one in aside]
    else:
        offered = reader.offer(inputs["own"])
        results = list(engine.rank_needs(offered, listed, weights, **options).results)
        results += [engine.explain(one, offered, weights, relaxed=relaxed, viewer="offer") for one in aside]
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


def _domain(postings: list[Any], reads: bool) -> list[Any]:
    """Postings of one kind as the engine compares them, with the readings of their texts where these count."""
    things: list[Any] = [domain_need(one) if isinstance(one, Need) else domain_offers([one])[0] for one in postings]
    return with_readings(things) if reads else things


def _record(one: Any) -> dict[str, Any]:
    if isinstance(one, engine.Need):
        return engine.need_record(replace(one, title="", problem=""))
    return engine.offer_record(replace(one, title="", text=""))
