"""A pair scored on both sides, in plain Python: the reference for every other implementation."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from tandem.domain.matching.criteria import FOR_NEED, FOR_OFFER, Criterion
from tandem.domain.matching.formulas import tidy
from tandem.domain.matching.likeness import TEXT, likeness
from tandem.domain.matching.model import Need, Offer
from tandem.domain.matching.weights import SideWeights, Weights

#: Scores this close together are a tie, to be shuffled fairly.
BAND = 0.5


@dataclass(frozen=True)
class Scores:
    """`for_need` and `for_offer` in [0, 100], `rank` their harmonic mean."""

    for_need: float
    for_offer: float
    rank: float


def side_values(
    side: SideWeights, criteria: Mapping[str, Criterion], need: Need, offer: Offer
) -> dict[str, float | None]:
    """The value of each criterion of one side, None when it is not said; that of the texts where it has a weight."""
    values = {name: value(need, offer) for name, value in criteria.items()}
    return {**values, TEXT: likeness(need, offer)} if TEXT in side.weights else values


def contribution(side: SideWeights, name: str, value: float | None) -> float:
    """weight × value to nine decimals, the prior standing for what is not said."""
    return tidy(side.weights[name] * (side.priors[name] if value is None else value))


def side_score(side: SideWeights, values: Mapping[str, float | None]) -> float:
    """Sum of the contributions.

    Each of them lies on the grid of nine decimals, so that the sum does too, in whatever order it is taken.
    """
    total = 0.0
    for name, value in values.items():
        total += contribution(side, name, value)
    return tidy(total)


def score_for_need(need: Need, offer: Offer, weights: Weights) -> float:
    """What the offer is worth to the need, in [0, 100]."""
    return side_score(weights.need, side_values(weights.need, FOR_NEED, need, offer))


def score_for_offer(need: Need, offer: Offer, weights: Weights) -> float:
    """What the need is worth to the offer, in [0, 100]."""
    return side_score(weights.offer, side_values(weights.offer, FOR_OFFER, need, offer))


def harmonic_mean(one: float, other: float) -> float:
    """2ab / (a + b) to nine decimals, 0 when either is 0.

    >>> harmonic_mean(60, 30), harmonic_mean(80, 0)
    (40.0, 0.0)
    """
    return tidy(2 * one * other / (one + other)) if one and other else 0.0


def scores(need: Need, offer: Offer, weights: Weights) -> Scores:
    """Both scores of a pair and the rank score."""
    one, other = score_for_need(need, offer, weights), score_for_offer(need, offer, weights)
    return Scores(one, other, harmonic_mean(one, other))


def order_key(rank_score: float, identity: str, seed: int | None) -> tuple[object, ...]:
    """Sorts results best first: by band, then by the shuffle of the seed; without a seed by rank score, then id.

    The shuffle is the sha256, in lowercase hexadecimal, of the seed in decimal followed by the id.
    """
    if seed is None:
        return (-rank_score, identity)
    shuffled = hashlib.sha256(f"{seed}{identity}".encode()).hexdigest()
    return (-math.floor(rank_score / BAND), shuffled, identity)
