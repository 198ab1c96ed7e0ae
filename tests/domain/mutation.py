"""Documents that are almost right: one place of a good one holds something else, is missing or is there anew."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["0", "a", "m", "2026-01-01", "\ud800", "x" * 5000, 10**400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, part in inner for place in _places(part, (*way, key)))]


@st.composite
def mutated(draw: st.DrawFn, document: Any) -> Any:
    """`document` with one change at one place."""
    *way, last = draw(st.sampled_from([place for place in _places(document) if place]))
    changed = copy.deepcopy(document)
    inner = changed
    for key in way:
        inner = inner[key]
    match draw(st.sampled_from(["replace", "replace", "remove", "add", "repeat"])):
        case "remove":
            del inner[last]
        case "add" if isinstance(inner, dict):
            inner[draw(st.text(max_size=5))] = draw(anything)
        case "repeat" if isinstance(inner, list):
            inner.append(copy.deepcopy(inner[last]))
        case _:
            inner[last] = draw(anything)
    return changed
