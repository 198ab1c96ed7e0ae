"""Columns of needs made of parts of others, and as plain arrays: what a snapshot is written and patched with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tandem.domain.matching.likeness import widened
from tandem.domain.matching.need_columns import NOT_SAID, Fetch, NeedColumns, Places

#: One column for each competence of a need, and what stands there beyond a need's own.
_BESIDE = {"asked": NOT_SAID, "asked_now": NOT_SAID, "asked_wanted": NOT_SAID, "asked_must": False}
#: One row for each need, copied as they are.
_BY_NEED = tuple(
    one.name for one in fields(NeedColumns) if one.name not in ("fetch", "hidden", "competence_keys", *_BESIDE)
)
#: The arrays of a snapshot.
ARRAYS = (*_BY_NEED, "competence_keys", *_BESIDE)


def joined(parts: Sequence[tuple[NeedColumns, Places]], fetch: Fetch) -> NeedColumns:
    """The needs of each part at its places (any order, each once), one part after the other.

    Equal to `NeedColumns.of` on the same needs in the same order, but for the numbering of the competences and for
    columns beyond those of the need that asks for most.
    """
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name)[places] for part, places in parts])
        for name in _BY_NEED
        if name != "texts"
    }
    columns["texts"] = widened([part.texts[places] for part, places in parts])
    keys, numbers = np.unique(np.concatenate([part.competence_keys for part, _ in parts]), return_inverse=True)
    ends = np.cumsum([len(part.competence_keys) for part, _ in parts])
    width = max(part.asked.shape[1] for part, _ in parts)
    for name, nothing in _BESIDE.items():
        rows = []
        for (part, places), end in zip(parts, ends, strict=True):
            own = getattr(part, name)[places]
            if name == "asked":
                now = np.append(numbers[end - len(part.competence_keys) : end], NOT_SAID)  # the last is that of -1
                own = now[own].astype(np.int32)
            rows.append(np.pad(own, ((0, 0), (0, width - own.shape[1])), constant_values=nothing))
        columns[name] = np.concatenate(rows)
    return NeedColumns(**columns, competence_keys=keys, fetch=fetch)


def as_arrays(columns: NeedColumns) -> dict[str, NDArray[Any]]:
    """Everything but `fetch` as arrays by name; `from_arrays` reads them back."""
    return {name: getattr(columns, name) for name in ARRAYS}


def from_arrays(arrays: Mapping[str, NDArray[Any]], fetch: Fetch) -> NeedColumns:
    """Columns on these arrays, which may be mapped from files: nothing is copied."""
    chosen: dict[str, Any] = {name: arrays[name] for name in ARRAYS}
    return NeedColumns(**chosen, fetch=fetch)
