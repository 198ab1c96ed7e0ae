"""Inviting the best five, then the next five, until enough have accepted.

All of a wave get the same words. The next wave comes when the owner asks for it, or by itself when nobody of
the waves before may still answer and the owner chose so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, TypeVar

#: How many are invited at once, and how many partners one may look for in one go.
WAVE = 5
MOST_WANTED = 5
OPEN = frozenset({"proposed", "question_asked", "answered"})

Standing = Literal["enough", "waiting", "invite", "ask the owner"]
T = TypeVar("T")
Home = TypeVar("Home")


def standing(states: Collection[str], wanted: int, goes_on: bool) -> Standing:
    """Where a round stands: `states` are those of the introductions of all its waves, `wanted` how many
    acceptances are enough (at least 1).

    "enough": stop, and close politely what is open. "waiting": somebody may still answer. Else everybody has
    refused, stayed silent or been withdrawn: "invite" the next wave when the owner chose that the round goes
    on by itself, otherwise "ask the owner".

    >>> standing(["declined", "accepted", "proposed"], 1, True), standing(["declined", "expired"], 1, True)
    ('enough', 'invite')
    """
    if sum(state == "accepted" for state in states) >= wanted:
        return "enough"
    if OPEN & set(states):
        return "waiting"
    return "invite" if goes_on else "ask the owner"


def next_wave(ranked: Iterable[tuple[T, Home]], asked: Collection[Home]) -> tuple[T, ...]:
    """Of `ranked`, offers with their organisations, best first: the best of each of the first five organisations
    that were not `asked` for this need before, with whatever offer.

    >>> next_wave([("a1", "a"), ("b1", "b"), ("a2", "a"), ("c1", "c")], {"b"})
    ('a1', 'c1')
    """
    best: dict[Home, T] = {}
    for offer, home in ranked:
        if home not in asked:
            best.setdefault(home, offer)
    return tuple(best.values())[:WAVE]
