"""How alike the texts of a need and an offer are: the criterion `text`, an extra of small weight.

Whoever has a model reads a text into a `Meaning`, numbers and the things recognised in it; this file compares two of
them. The numbers are whole, so that their products sum to the same in whatever order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching.model import Meaning, Need, Offer, Told

#: The name of the criterion.
TEXT = "text"
#: Cosines of two centred readings: nothing in common up to the first; two authors seldom come nearer than the second.
FAR, NEAR = 0.1, 0.4
#: Places after the decimal point: more would tell the rounding of a processor.
STEPS = 100
#: No part of a vector is above this, so that 512 products sum exactly even in single precision.
LARGEST = 127
#: Rows compared together: they stay in the processor's cache.
_BLOCK = 2_048

Vectors = NDArray[np.int8]
Floats = NDArray[np.float64]


def whole(vectors: NDArray[np.floating]) -> Vectors:
    """Rows of numbers as directions of whole numbers up to ±127, the largest part of each row being 127; 0 stays 0.

    >>> whole(np.array([[0.5, -1.0], [0.0, 0.0]])).tolist()
    [[64, -127], [0, 0]]
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled: Vectors = np.rint(vectors * (LARGEST / np.where(largest == 0, 1.0, largest))).astype(np.int8)
    return scaled


def closeness(cosine: float) -> float:
    """0 up to a cosine of 0.1, 1 from 0.4 on, a line between, in hundredths.

    >>> closeness(0.25), closeness(-0.2)
    (0.5, 0.0)
    """
    return round(min(1.0, max(0.0, (cosine - FAR) / (NEAR - FAR))) * STEPS) / STEPS


def likeness(need: Need, offer: Offer) -> float | None:
    """The value of the criterion `text`, None when one of the texts was not read."""
    one, other = need.meaning, offer.meaning
    for told in (one, other):
        if isinstance(told, Told):
            return told.value
    if not isinstance(one, Meaning) or not isinstance(other, Meaning):
        return None
    own, theirs = memoryview(one.vector).cast("b").tolist(), memoryview(other.vector).cast("b").tolist()
    length = math.sqrt(sum(a * a for a in own)) * math.sqrt(sum(b * b for b in theirs))
    return closeness(sum(a * b for a, b in zip(own, theirs, strict=True)) / length) if length else None


def likenesses(own: Meaning | Told | None, vectors: Vectors, places: NDArray[np.intp] | None = None) -> Floats:
    """`likeness` of one reading and the rows of `vectors` at `places` (default: all), NaN where a text was not read."""
    size = len(vectors) if places is None else len(places)
    values = np.full(size, np.nan)
    if not isinstance(own, Meaning) or not vectors.shape[1]:
        return values
    mine = np.frombuffer(own.vector, np.int8).astype(np.float32)
    for start in range(0, size, _BLOCK):
        block = slice(start, start + _BLOCK)
        values[block] = _near(mine, vectors[block if places is None else places[block]].astype(np.float32))
    return values


def _near(mine: NDArray[np.float32], theirs: NDArray[np.float32]) -> Floats:
    length = math.sqrt(float(mine @ mine)) * np.sqrt(np.einsum("ij,ij->i", theirs, theirs).astype(np.float64))
    known = length > 0
    cosine = (theirs @ mine).astype(np.float64) / np.where(known, length, 1.0)
    near = np.rint(np.minimum(1.0, np.maximum(0.0, (cosine - FAR) / (NEAR - FAR))) * STEPS) / STEPS
    return np.where(known, near, np.nan)


def vectors_of(readings: Sequence[Meaning | Told | None]) -> Vectors:
    """One row for each reading, 0 for what was not read; rows without numbers when nothing was."""
    width = max((len(one.vector) for one in readings if isinstance(one, Meaning)), default=0)
    vectors = np.zeros((len(readings), width), np.int8)
    for row, one in enumerate(readings):
        if width and isinstance(one, Meaning):
            vectors[row] = np.frombuffer(one.vector, np.int8)
    return vectors


def widened(parts: Sequence[Vectors]) -> Vectors:
    """The rows of all parts, one after the other; parts of which nothing was read may be narrower."""
    width = max((part.shape[1] for part in parts), default=0)
    return np.concatenate([np.pad(part, ((0, 0), (0, width - part.shape[1]))) for part in parts])


def shared_concepts(need: Need, offer: Offer) -> tuple[str, ...]:
    """What was recognised in both texts, in the order of the need."""
    for told in (need.meaning, offer.meaning):
        if isinstance(told, Told):
            return told.concepts
    if not isinstance(need.meaning, Meaning) or not isinstance(offer.meaning, Meaning):
        return ()
    return tuple(one for one in need.meaning.concepts if one in offer.meaning.concepts)
