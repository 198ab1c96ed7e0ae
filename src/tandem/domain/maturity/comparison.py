"""A diagnosis beside others: the same organisation last time, and organisations like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tandem.domain.maturity.questionnaire import Questionnaire
from tandem.domain.maturity.results import Diagnosis
from tandem.domain.maturity.scoring import scores

#: Fewer organisations than this are never described as a group.
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Change:
    """How many bands up (or, negative, down) a dimension moved; None when either side does not have it."""

    dimension: str
    bands: int | None
    narrower: bool


def changes(questionnaire: Questionnaire, before: Diagnosis, now: Diagnosis) -> tuple[Change, ...]:
    """What moved since last time, dimension by dimension.

    `narrower` says that more is known now. Both results stand on their own version: only the
    dimensions and bands that `questionnaire` (the present version) still has are compared.
    """
    place = {band.id: rank for rank, band in enumerate(questionnaire.bands)}
    earlier = {result.id: result for result in before.dimensions}
    moved = []
    for result in now.dimensions:
        past = earlier.get(result.id)
        if past is None or past.band not in place or result.band not in place:
            moved.append(Change(result.id, None, narrower=False))
        else:
            narrower = result.high - result.low < past.high - past.low
            moved.append(Change(result.id, place[result.band] - place[past.band], narrower))
    return tuple(moved)


@dataclass(frozen=True)
class PeerGroup:
    """A group of organisations: its size, and the middle one's band per dimension; None when withheld."""

    size: int | None
    median_band: tuple[str, ...] | None


def peer_groups(questionnaire: Questionnaire, nested: Sequence[npt.NDArray[np.int8]]) -> tuple[PeerGroup, ...]:
    """What may be said of groups of peers, each inside the one before it (all, same size, same size and role).

    `nested` holds the ranks of each group (see `ranks_of`), the own organisation left out. A group
    is withheld below five, and also when subtracting it from the last group told about would
    describe one to four organisations. The middle band of an even group is the lower one.
    """
    told: list[PeerGroup] = []
    widest: int | None = None
    for ranks in nested:
        size = ranks.shape[1]
        left_over = 0 if widest is None else widest - size
        if size < SMALLEST_GROUP or 0 < left_over < SMALLEST_GROUP:
            told.append(PeerGroup(None, None))
            continue
        widest = size
        middle = np.sort(scores(questionnaire, ranks).band, axis=1)[:, (size - 1) // 2]
        told.append(PeerGroup(size, tuple(questionnaire.bands[place].id for place in middle)))
    return tuple(told)
