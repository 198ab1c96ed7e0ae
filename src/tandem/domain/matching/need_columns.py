"""Needs as columns: one row per need in every array, built once and read for every offer.

Closed lists are bit masks as in `columns`; languages and countries are rows of bits; the competences asked stand side
by side in the order of the need, so that sums are taken in the order of the plain path. Budgets and coordinates not
said are NaN, levels -1, competences beyond a need's own -1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching import formulas
from tandem.domain.matching.columns import (
    ALWAYS,
    COUNTRY_CODES,
    FOREVER,
    LANGUAGE_CODES,
    Floats,
    Truths,
    code_bits,
    goals_mask,
    mask,
)
from tandem.domain.matching.likeness import Vectors, vectors_of
from tandem.domain.matching.model import Need
from tandem.domain.vocabulary import HELP

Places = NDArray[np.intp]
Fetch = Callable[[Sequence[int]], Sequence[Need]]
NOT_SAID = -1
_HELP_CODES = {kind: place for place, kind in enumerate(HELP)}


@dataclass(frozen=True)
class NeedColumns:
    """N needs as arrays whose first axis has length N, in the order given. `NeedColumns.of` builds them.

    `fetch` gives the needs at some places, to be explained. Needs at the places `hidden`, ascending, are as if they
    were not there. `competence_keys` holds each competence asked once, as "framework" line break "id"; the matrices
    `asked…` have one column per competence of the need that asks for most.
    """

    ids: NDArray[np.bytes_]
    fetch: Fetch
    language: NDArray[np.int16]
    languages: NDArray[np.uint64]
    places: NDArray[np.uint64]
    remote: Truths
    help: NDArray[np.uint8]
    forms: NDArray[np.uint16]
    technology: NDArray[np.uint32]
    technology_listed: NDArray[np.uint8]
    values: NDArray[np.uint16]
    values_listed: NDArray[np.uint8]
    sdgs: NDArray[np.uint32]
    sdgs_listed: NDArray[np.uint8]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    budget: Floats
    points: Floats
    competences: NDArray[np.int16]
    competence_keys: NDArray[np.bytes_]
    asked: NDArray[np.int32]
    asked_now: NDArray[np.int8]
    asked_wanted: NDArray[np.int8]
    asked_must: Truths
    texts: Vectors
    hidden: Places = field(default_factory=lambda: np.zeros(0, np.intp))

    def __len__(self) -> int:
        return len(self.ids)

    def id(self, place: int) -> str:
        """The id of the need at `place`."""
        return bytes(self.ids[place]).decode()

    def without(self, places: Places) -> NeedColumns:
        """The same arrays with the needs at these places, ascending, left out of everything."""
        return replace(self, hidden=places)

    @classmethod
    def of(cls, needs: Sequence[Need]) -> NeedColumns:
        """The columns of `needs`, in their order."""
        count = len(needs)
        return cls(
            ids=np.array([need.id.encode() for need in needs], np.bytes_),
            fetch=lambda places: [needs[place] for place in places],
            language=np.array([LANGUAGE_CODES[need.language] for need in needs], np.int16),
            languages=_bits(LANGUAGE_CODES, [need.languages for need in needs]),
            places=_bits(COUNTRY_CODES, [need.places for need in needs]),
            remote=np.array([need.remote for need in needs], np.bool_),
            help=np.array([_HELP_CODES[need.help] for need in needs], np.uint8),
            forms=np.array([mask("forms", need.forms) for need in needs], np.uint16),
            technology=np.array([mask("technology", need.technology) for need in needs], np.uint32),
            technology_listed=np.array([len(need.technology) for need in needs], np.uint8),
            values=np.array([mask("values", need.organisation.values) for need in needs], np.uint16),
            values_listed=np.array([len(need.organisation.values) for need in needs], np.uint8),
            sdgs=np.array([goals_mask(need.organisation.sdgs) for need in needs], np.uint32),
            sdgs_listed=np.array([len(need.organisation.sdgs) for need in needs], np.uint8),
            start=np.array([ALWAYS if n.start is None else n.start.toordinal() for n in needs], np.int32),
            end=np.array([FOREVER if n.end is None else n.end.toordinal() for n in needs], np.int32),
            budget=np.array([np.nan if n.budget_eur is None else n.budget_eur for n in needs], np.float64),
            points=np.array([_point(need) for need in needs], np.float64).reshape(count, 3),
            competences=np.array([len(need.competences) for need in needs], np.int16),
            **_asked(needs),
            texts=vectors_of([need.meaning for need in needs]),
        )


def _bits(codes: Mapping[str, int], sets: Sequence[Any]) -> NDArray[np.uint64]:
    return np.array([code_bits(codes, members) for members in sets], np.uint64).reshape(len(sets), len(codes) // 64 + 1)


def _point(need: Need) -> tuple[float, float, float]:
    latitude, longitude = need.organisation.latitude, need.organisation.longitude
    if latitude is None or longitude is None:
        return (np.nan, np.nan, np.nan)
    return formulas.unit_vector(latitude, longitude)


def _asked(needs: Sequence[Need]) -> dict[str, Any]:
    numbers: dict[tuple[str, str], int] = {}
    shape = (len(needs), max((len(need.competences) for need in needs), default=0))
    keys, now, wanted = np.full(shape, -1, np.int32), np.full(shape, -1, np.int8), np.full(shape, -1, np.int8)
    must = np.zeros(shape, np.bool_)
    for row, need in enumerate(needs):
        for slot, one in enumerate(need.competences):
            keys[row, slot] = numbers.setdefault(one.key, len(numbers))
            now[row, slot] = NOT_SAID if one.level_now is None else one.level_now
            wanted[row, slot] = NOT_SAID if one.level_wanted is None else one.level_wanted
            must[row, slot] = one.must
    names = np.array(["\n".join(key).encode() for key in numbers], np.bytes_)
    return {"competence_keys": names, "asked": keys, "asked_now": now, "asked_wanted": wanted, "asked_must": must}
