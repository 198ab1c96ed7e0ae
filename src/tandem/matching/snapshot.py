"""The snapshot of published offers on disk: columns as files, opened memory-mapped, one folder per generation.

`current` names the generation in use and is replaced at once; a generation is never changed. Whoever reads holds the
arrays it opened, so that a folder may be removed under it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tandem.domain.matching import Columns, Offer
from tandem.domain.matching.joining import ARRAYS, from_arrays

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: Another number when the arrays change their meaning: older folders are then not read.
FORMAT = 1
#: The generation in use and the one before: a reader that has just read the name finds its folder.
KEPT = 2
_OWN = ("pks", "organisations")

FetchRows = Callable[[Sequence[int]], list[Offer]]


class Busy(Exception):
    """Another process writes the snapshot."""


@dataclass(frozen=True)
class Generation:
    """One generation: `pks`, ascending, and `organisations` say which row stands at which place of `columns`."""

    name: str
    columns: Columns
    pks: NDArray[np.int64]
    organisations: NDArray[np.int64]

    @property
    def number(self) -> int:
        return int(self.name.split("-")[1])

    def places_of(self, pks: Sequence[int]) -> NDArray[np.intp]:
        """Where these rows stand, ascending; those that are not in it are left out."""
        wanted = np.unique(np.array(pks, np.int64))
        places = np.searchsorted(self.pks, wanted)
        found = places < len(self.pks)
        found[found] = self.pks[places[found]] == wanted[found]
        return places[found]


def folder() -> Path:
    return Path(settings.INDEX_FOLDER).parent / "offers"


_opened: dict[Path, Generation] = {}


def current(fetch: FetchRows) -> Generation | None:
    """The generation in use, None when there is none that can be read. `fetch` gives the rows of primary keys."""
    for _ in range(3):  # a folder may go between reading its name and opening it: then there is a newer one
        name = _name()
        if name is None:
            return None
        kept = _opened.get(folder())
        if kept is not None and kept.name == name:
            return kept
        with contextlib.suppress(OSError, ValueError, EOFError):
            _opened[folder()] = _open(name, fetch)
            return _opened[folder()]
    return None


def write(number: int, columns: Mapping[str, NDArray[Any]], own: Mapping[str, NDArray[Any]]) -> str:
    """Write a generation that nobody reads yet; return its name for `use`."""
    name = f"{FORMAT}-{number:08d}-{uuid4().hex[:8]}"
    place = folder() / f"{name}.part"
    place.mkdir(parents=True)
    for file, array in (*columns.items(), *own.items()):
        with (place / f"{file}.npy").open("wb") as handle:
            np.save(handle, array, allow_pickle=False)
            handle.flush()
            os.fsync(handle.fileno())
    place.rename(folder() / name)
    return name


def use(name: str) -> None:
    """Make this generation the one in use, at once, and remove what is older than the one before."""
    pointer = folder() / "current"
    fresh = pointer.with_suffix(".part")
    fresh.write_text(name, encoding="ascii")
    fresh.replace(pointer)
    _remove_all_but(sorted(one.name for one in folder().iterdir() if one.is_dir() and not one.suffix)[-KEPT:])


def forget() -> None:
    """Remove the snapshot: every offer is read from the database again."""
    (folder() / "current").unlink(missing_ok=True)
    _remove_all_but([])


@contextlib.contextmanager
def only_writer() -> Iterator[None]:
    """Hold the lock of the writer, which the system frees however the process ends; raise `Busy` when it is taken.

    What a writer left half done is removed.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as handle:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy from None
        for half in folder().glob("*.part"):
            shutil.rmtree(half) if half.is_dir() else half.unlink()
        yield


def _remove_all_but(names: Sequence[str]) -> None:
    for one in folder().iterdir() if folder().is_dir() else ():
        if one.is_dir() and one.name not in names:
            shutil.rmtree(one, ignore_errors=True)


def _name() -> str | None:
    try:
        name = (folder() / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if name.startswith(f"{FORMAT}-") else None


def _open(name: str, fetch: FetchRows) -> Generation:
    """The arrays mapped, as plain arrays on the mapped memory.

    Raises `OSError`, `ValueError` or `EOFError` when one is missing or damaged.
    """
    mapped = {
        file: np.asarray(np.load(folder() / name / f"{file}.npy", mmap_mode="r", allow_pickle=False))
        for file in (*ARRAYS, *_OWN)
    }
    pks = mapped["pks"]
    columns = from_arrays(mapped, lambda places: fetch([int(pks[place]) for place in places]))
    return Generation(name, columns, pks, mapped["organisations"])
