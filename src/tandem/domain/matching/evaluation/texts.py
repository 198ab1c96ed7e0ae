"""What weighing the likeness of texts changes in the invented world, weight by weight, against weight 0."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching.columns import Columns
from tandem.domain.matching.evaluation import measures, rankers
from tandem.domain.matching.evaluation.topics import TOPICS
from tandem.domain.matching.evaluation.world import LANGUAGES, World, invent
from tandem.domain.matching.likeness import TEXT
from tandem.domain.matching.model import Offer
from tandem.domain.matching.weights import PUBLISHED, SideWeights, Weights, weights_from

#: Gives needs or offers the readings of their texts.
ReadTexts = Callable[[Sequence[Any]], Sequence[Any]]

#: Points on both sides.
POINTS = (0.0, 2.0, 5.0, 10.0)
#: Offers tried in disguise, each alone among the others as they are.
SAMPLE = 60


@dataclass(frozen=True)
class _Run:
    """A world whose texts were read, and the disguised offers with the places of the honest ones."""

    world: World
    columns: Columns
    disguised: dict[str, Columns]
    honest: list[int]
    seed: int


def weigh_texts(needs: int, offers: int, seed: int, read: ReadTexts) -> dict[str, Any]:
    """For each of `POINTS`: quality, the gain over 0 with its interval, languages, and what disguised texts gain."""
    world = invent(needs, offers, seed)
    world = replace(world, needs=read(world.needs), offers=read(world.offers))
    honest = [place for place, truth in enumerate(world.truths) if not truth.damages][:SAMPLE]
    disguised = {
        name: Columns.of(read([disguise(world, place) for place in honest]))
        for name, disguise in (("every_word", _every_word), ("own_words", _own_words))
    }
    run = _Run(world, Columns.of(world.offers), disguised, honest, seed)
    nothing = _ndcg(rankers.engine(world.needs, run.columns, weighing(0))[0], world)
    return {
        "needs": needs,
        "offers": offers,
        "seed": seed,
        "weights": [_measured(run, points, nothing) for points in POINTS],
    }


def weighing(points: float) -> Weights:
    """The published weights scaled down alike, to leave these points to the texts on both sides.

    >>> weighing(10).need.weights["competences"]
    22.5
    """

    def side(one: SideWeights) -> dict[str, dict[str, float]]:
        rest = {name: weight * (100 - points) / 100 for name, weight in one.weights.items()}
        return {"weights": {**rest, TEXT: points}}

    return weights_from({"need": side(PUBLISHED.need), "offer": side(PUBLISHED.offer)})


def _measured(run: _Run, points: float, nothing: NDArray[np.float64]) -> dict[str, Any]:
    needs, offers, weights = run.world.needs, run.world.offers, weighing(points)
    ranks, _ = rankers.engine(needs, run.columns, weights)
    quality, top = _ndcg(ranks, run.world), measures.top_places(ranks)
    bare = np.array([not need.technology and not need.competences for need in needs])
    written = np.array([need.language for need in needs])
    shown = [(need, offers[place]) for need, row in zip(needs, top, strict=True) for place in row if place >= 0]
    return {
        "text": points,
        "ndcg_at_10": asdict(measures.estimate(quality, run.seed)),
        "gain": asdict(measures.estimate(quality - nothing, run.seed)),
        "needs_that_say_only_their_text": {"needs": int(bare.sum()), "ndcg_at_10": _mean(quality[bare])},
        "other_needs": {"needs": int((~bare).sum()), "ndcg_at_10": _mean(quality[~bare])},
        "language": {code: _mean(quality[written == code]) for code in LANGUAGES},
        "own_language_share": float(np.mean([need.language == offer.language for need, offer in shown])),
        "exposure_in_disguise": {
            name: _gain(run, ranks, rankers.engine(needs, columns, weights)[0])
            for name, columns in run.disguised.items()
        },
    }


def _ndcg(ranks: NDArray[np.float64], world: World) -> NDArray[np.float64]:
    return measures.ndcg(measures.top_places(ranks), world.grades)


def _mean(values: NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _gain(run: _Run, ranks: NDArray[np.float64], disguised: NDArray[np.float64]) -> float:
    """Exposure of the disguised offers ÷ that of the same offers as they are."""
    before = after = 0.0
    for column, place in enumerate(run.honest):
        others = np.delete(ranks, place, axis=1)
        before += _seen(ranks[:, place], others)
        after += _seen(disguised[:, column], others)
    return after / before if before else 1.0


def _seen(own: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    rank = (others > own[:, None]).sum(axis=1)
    shown = np.isfinite(own) & (rank < measures.DEPTH)
    return float((1 / np.log2(rank[shown] + 2)).sum())


def _every_word(world: World, place: int) -> Offer:
    """The offer with the words of all topics as its text."""
    offer = world.offers[place]
    return replace(offer, text=" ".join(word for topic in TOPICS for word in topic.words[offer.language]))


def _own_words(world: World, place: int) -> Offer:
    """The offer with nothing but the usual words of its own topics, three times over."""
    offer = world.offers[place]
    words = [word for topic in world.truths[place].abilities for word in TOPICS[topic].words[offer.language][:3]]
    return replace(offer, title="", text=" ".join(words * 3))
