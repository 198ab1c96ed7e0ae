"""What is kept about a person. Each room that keeps something registers here, in its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

_rooms: dict[str, Callable[[Any], Any]] = {}


def register(name: str, of: Callable[[Any], Any]) -> None:
    """`of(person)` gives all that the room keeps about a person: lists, dictionaries, texts, numbers and times."""
    _rooms[name] = of


def export(person: Any, at: datetime) -> dict[str, Any]:
    """Everything that this place keeps about `person`, room by room."""
    return {"exported": at, **{name: of(person) for name, of in sorted(_rooms.items())}}
