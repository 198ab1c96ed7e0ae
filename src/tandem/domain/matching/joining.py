"""Columns made of parts of other columns, and columns as plain arrays: what a snapshot is written and patched with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching.columns import Columns, Postings
from tandem.domain.matching.likeness import widened
from tandem.domain.matching.model import Offer

Places = NDArray[np.intp]
Fetch = Callable[[Sequence[int]], Sequence[Offer]]

#: One value for each offer, copied as they are.
_BY_OFFER = tuple(
    one.name
    for one in fields(Columns)
    if one.name
    not in (
        "fetch",
        "tongues",
        "tongue_language",
        "tongue_sets",
        "countries",
        "country_sets",
        "postings",
        "hidden",
        "compiled",
        "_own_terms",
    )
)
_SETS = ("tongues", "tongue_language", "tongue_sets", "countries", "country_sets")
_POSTINGS = ("posting_keys", "posting_starts", "posting_offers", "posting_levels")


def joined(parts: Sequence[tuple[Columns, Places]], fetch: Fetch) -> Columns:
    """The offers of each part at its places (any order, each once), one part after the other.

    Equal to `Columns.of` on the same offers in the same order, but for the numbering of the distinct sets.
    """
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name)[places] for part, places in parts])
        for name in _BY_OFFER
        if name != "texts"
    }
    columns["texts"] = widened([part.texts[places] for part, places in parts])
    tongues = [np.column_stack([part.tongue_language.astype(np.uint64), part.tongue_sets]) for part, _ in parts]
    rows, columns["tongues"] = _renumbered(tongues, [part.tongues[places] for part, places in parts])
    columns["tongue_language"], columns["tongue_sets"] = rows[:, 0].astype(np.intp), rows[:, 1:].copy()
    columns["country_sets"], columns["countries"] = _renumbered(
        [part.country_sets for part, _ in parts], [part.countries[places] for part, places in parts]
    )
    return Columns(**columns, postings=_postings(parts), fetch=fetch)


def as_arrays(columns: Columns) -> dict[str, NDArray[Any]]:
    """Everything but `fetch` as arrays by name; `from_arrays` reads them back."""
    arrays = {name: getattr(columns, name) for name in (*_BY_OFFER, *_SETS)}
    postings = list(columns.postings.values())
    nothing = Postings(np.zeros(0, np.intp), np.zeros(0, np.int16))
    return arrays | {
        "posting_keys": np.array(["\n".join(key).encode() for key in columns.postings], np.bytes_),
        "posting_starts": np.cumsum([0, *(len(one.offers) for one in postings)]),
        "posting_offers": np.concatenate([one.offers for one in (*postings, nothing)]),
        "posting_levels": np.concatenate([one.levels for one in (*postings, nothing)]),
    }


def from_arrays(arrays: Mapping[str, NDArray[Any]], fetch: Fetch) -> Columns:
    """Columns on these arrays, which may be mapped from files: nothing is copied."""
    keys, starts, offers, levels = (arrays[name] for name in _POSTINGS)
    postings = {}
    for number, key in enumerate(keys.tolist()):
        framework, _, identity = key.decode().partition("\n")
        run = slice(int(starts[number]), int(starts[number + 1]))
        postings[framework, identity] = Postings(offers[run], levels[run])
    columns: dict[str, Any] = {name: arrays[name] for name in (*_BY_OFFER, *_SETS)}
    return Columns(**columns, postings=postings, fetch=fetch)


#: The arrays of a snapshot.
ARRAYS = (*_BY_OFFER, *_SETS, *_POSTINGS)


def _renumbered(
    sets: Sequence[NDArray[np.uint64]], numbers: Sequence[Places]
) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """The distinct rows of all parts, and for each offer the number of its row among them."""
    rows, inverse = np.unique(np.concatenate(sets), axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    starts = np.cumsum([0, *(len(one) for one in sets)])
    return rows, np.concatenate([inverse[start + own] for start, own in zip(starts[:-1], numbers, strict=True)]).astype(
        np.intp
    )


def _postings(parts: Sequence[tuple[Columns, Places]]) -> dict[tuple[str, str], Postings]:
    found: dict[tuple[str, str], list[tuple[Places, NDArray[np.int16]]]] = {}
    start = 0
    for part, places in parts:
        now = np.full(len(part), -1, np.intp)
        now[places] = np.arange(start, start + len(places))
        for key, one in part.postings.items():
            where = now[one.offers]
            kept = where >= 0
            if kept.any():
                found.setdefault(key, []).append((where[kept], one.levels[kept]))
        start += len(places)
    postings = {}
    for key, runs in found.items():
        offers, levels = (np.concatenate(column) for column in zip(*runs, strict=True))
        order = np.argsort(offers)
        postings[key] = Postings(offers[order], levels[order])
    return postings
