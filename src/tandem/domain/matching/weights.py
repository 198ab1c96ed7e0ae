"""Weights and priors of the criteria, and their file WEIGHTS.toml.

The published ones follow from the product, by the reasoning of docs/algorithms/matching.md; they were fitted
to no data. A steward's file may replace any of them, as long as the weights of a side sum to 100.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tandem.domain import records
from tandem.domain.errors import BadInput
from tandem.domain.matching.criteria import FOR_NEED, FOR_OFFER
from tandem.domain.matching.likeness import TEXT
from tandem.domain.messages import Message, gettext_noop


@dataclass(frozen=True)
class SideWeights:
    """For each criterion of one side: its weight in points of 100, and the value taken when it is not said."""

    weights: Mapping[str, float]
    priors: Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    """The weights of both sides."""

    need: SideWeights
    offer: SideWeights

    @property
    def read_texts(self) -> bool:
        """Whether the likeness of texts counts on a side: it is no criterion where it has no weight."""
        return TEXT in self.need.weights or TEXT in self.offer.weights


#: The most that the likeness of texts may weigh on a side: it rewards those who write like their reader.
MOST_FOR_TEXT = 10.0
#: What it counts for where a text was not read: half of the pairs of texts are nearer than this.
TEXT_PRIOR = 0.2


PUBLISHED = Weights(
    need=SideWeights(
        weights={
            "competences": 25.0,
            "technology": 15.0,
            "help": 7.0,
            "form": 5.0,
            "language": 8.0,
            "distance": 7.0,
            "dates": 6.0,
            "values": 6.0,
            "sdgs": 4.0,
            "capacity": 4.0,
            "free-places": 3.0,
            "responsiveness": 10.0,
        },
        priors={
            "competences": 0.25,
            "technology": 0.25,
            "help": 0.6,
            "form": 0.6,
            "language": 0.6,
            "distance": 0.2,
            "dates": 0.6,
            "values": 0.25,
            "sdgs": 0.15,
            "capacity": 0.5,
            "free-places": 0.6,
            "responsiveness": 0.6,
        },
    ),
    offer=SideWeights(
        weights={
            "competences": 20.0,
            "technology": 14.0,
            "help": 8.0,
            "form": 10.0,
            "language": 8.0,
            "distance": 6.0,
            "dates": 6.0,
            "values": 8.0,
            "sdgs": 8.0,
            "capacity": 5.0,
            "budget": 7.0,
        },
        priors={
            "competences": 0.25,
            "technology": 0.25,
            "help": 0.6,
            "form": 0.6,
            "language": 0.6,
            "distance": 0.2,
            "dates": 0.6,
            "values": 0.25,
            "sdgs": 0.15,
            "capacity": 0.5,
            "budget": 0.4,
        },
    ),
)


def weights_from(value: object) -> Weights:
    """Weights out of a decoded WEIGHTS.toml; what the file leaves out keeps its published value.

    The file has up to four tables, `need.weights`, `need.priors`, `offer.weights` and `offer.priors`, from the
    name of a criterion to a number. `text` is a criterion of a side only where it has a weight, 10 at most. Raises
    `BadInput` for an unknown table or criterion, a weight below 0, a prior outside [0, 1], or weights of a side that
    do not sum to 100 (within 1e-6).

    >>> weights_from({"need": {"priors": {"distance": 0.3}}}).need.priors["distance"]
    0.3
    """
    sides = records.members(value, (), (), ("need", "offer"))
    return Weights(
        need=_side(sides.get("need", {}), "need", PUBLISHED.need, tuple(FOR_NEED)),
        offer=_side(sides.get("offer", {}), "offer", PUBLISHED.offer, tuple(FOR_OFFER)),
    )


def weights_record(weights: Weights) -> dict[str, dict[str, dict[str, float]]]:
    """The tables of a WEIGHTS.toml that says every weight and prior; `weights_from` reads them back.

    >>> weights_from(weights_record(PUBLISHED)) == PUBLISHED
    True
    """
    return {
        name: {"weights": dict(side.weights), "priors": dict(side.priors)}
        for name, side in (("need", weights.need), ("offer", weights.offer))
    }


def _side(value: object, name: str, published: SideWeights, criteria: tuple[str, ...]) -> SideWeights:
    tables = records.members(value, (name,), (), ("weights", "priors"))
    weights = _table(tables.get("weights", {}), (name, "weights"), {**published.weights, TEXT: 0.0}, criteria, math.inf)
    priors = _table(tables.get("priors", {}), (name, "priors"), {**published.priors, TEXT: TEXT_PRIOR}, criteria, 1)
    if not weights[TEXT]:
        del weights[TEXT], priors[TEXT]
    total = math.fsum(weights.values())
    if abs(total - 100) > 1e-6:
        text = gettext_noop("the weights sum to %(total)s instead of 100")
        raise BadInput(Message(text, {"total": f"{total:g}"}), (name, "weights"))
    return SideWeights(weights, priors)


def _table(
    value: object, place: tuple[str, ...], published: Mapping[str, float], criteria: tuple[str, ...], high: float
) -> dict[str, float]:
    given = records.members(value, place, (), (*criteria, TEXT))
    return {
        name: records.number(given[name], (*place, name), 0, min(high, MOST_FOR_TEXT) if name == TEXT else high)
        if name in given
        else published[name]
        for name in (*criteria, TEXT)
    }
