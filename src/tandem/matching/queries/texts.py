"""Needs and offers with the readings of their texts, for rankings that weigh the likeness of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tandem.domain import matching as engine
from tandem.matching import readings, texts


def with_readings(things: Sequence[Any]) -> list[Any]:
    """Needs or offers of the engine, each with the reading of its very text when the worker has read it."""
    keys = [texts.key_of(one) for one in things]
    known = readings.known(keys)
    return [replace(one, meaning=_of(known.get(key))) for one, key in zip(things, keys, strict=True)]


def with_reading(thing: Any) -> Any:
    """One of them."""
    return with_readings([thing])[0]


def pool_with_readings(pool: Any) -> Any:
    """What a need or an offer is compared with. The vectors of a snapshot stand in its columns; what is fetched from it
    to be explained gets its reading too."""
    if not isinstance(pool, engine.Pool | engine.NeedPool):
        return with_readings(pool)
    columns = pool.columns
    fetched = replace(columns, fetch=lambda places: with_readings(columns.fetch(places)))
    return replace(pool, columns=fetched, beside=with_readings(pool.beside))


def _of(meaning: engine.Meaning | None) -> engine.Meaning | None:
    """None also for a text that was looked at and cannot be read."""
    return meaning if meaning and meaning.vector else None
