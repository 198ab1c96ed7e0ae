"""The snapshots of published offers and needs on disk: columns as files, memory-mapped, one folder per generation.

`current` names the generation in use and is replaced at once; a generation is never changed. Whoever reads holds the
arrays it opened, so that a folder may be removed under it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid4

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from tandem.domain.matching import Columns, NeedColumns, joining, need_joining

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: Another number when the arrays change their meaning: older folders are then not read.
FORMAT = 1
#: The generation in use and the one before: a reader that has just read the name finds its folder.
KEPT = 2
_OWN = ("pks", "organisations")

FetchRows = Callable[[Sequence[int]], list[Any]]
C = TypeVar("C", Columns, NeedColumns)


class Busy(Exception):
    """Another process writes the snapshot."""


@dataclass(frozen=True)
class Generation(Generic[C]):
    """One generation: `pks`, ascending, and `organisations` say which row stands at which place of `columns`."""

    name: str
    columns: C
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


@dataclass(frozen=True)
class Store(Generic[C]):
    """The snapshot of one kind of posting: the folder `kind` beside the search index, and what makes its arrays
    columns again."""

    kind: str
    arrays: tuple[str, ...]
    from_arrays: Callable[[Mapping[str, NDArray[Any]], Callable[[Sequence[int]], list[Any]]], C]
    _opened: dict[Path, Generation[C]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return Path(settings.INDEX_FOLDER).parent / self.kind

    def current(self, fetch: FetchRows) -> Generation[C] | None:
        """The generation in use, None when there is none that can be read. `fetch` gives the rows of primary keys."""
        for _ in range(3):  # a folder may go between reading its name and opening it: then there is a newer one
            name = self._name()
            if name is None:
                return None
            kept = self._opened.get(self.folder)
            if kept is not None and kept.name == name:
                return kept
            with contextlib.suppress(OSError, ValueError, EOFError):
                self._opened[self.folder] = self._open(name, fetch)
                return self._opened[self.folder]
        return None

    def write(self, number: int, columns: Mapping[str, NDArray[Any]], own: Mapping[str, NDArray[Any]]) -> str:
        """Write a generation that nobody reads yet; return its name for `use`."""
        name = f"{FORMAT}-{number:08d}-{uuid4().hex[:8]}"
        place = self.folder / f"{name}.part"
        place.mkdir(parents=True)
        for file, array in (*columns.items(), *own.items()):
            with (place / f"{file}.npy").open("wb") as handle:
                np.save(handle, array, allow_pickle=False)
                handle.flush()
                os.fsync(handle.fileno())
        place.rename(self.folder / name)
        return name

    def use(self, name: str) -> None:
        """Make this generation the one in use, at once, and remove what is older than the one before."""
        pointer = self.folder / "current"
        fresh = pointer.with_suffix(".part")
        fresh.write_text(name, encoding="ascii")
        fresh.replace(pointer)
        whole = sorted(one.name for one in self.folder.iterdir() if one.is_dir() and not one.suffix)
        self._remove_all_but(whole[-KEPT:])

    def forget(self) -> None:
        """Remove the snapshot: every posting is read from the database again."""
        (self.folder / "current").unlink(missing_ok=True)
        self._remove_all_but([])

    @contextlib.contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the lock of the writer, which the system frees however the process ends; raise `Busy` when it is taken.

        What a writer left half done is removed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as handle:
            if fcntl is not None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise Busy from None
            for half in self.folder.glob("*.part"):
                shutil.rmtree(half) if half.is_dir() else half.unlink()
            yield

    def _remove_all_but(self, names: Sequence[str]) -> None:
        for one in self.folder.iterdir() if self.folder.is_dir() else ():
            if one.is_dir() and one.name not in names:
                shutil.rmtree(one, ignore_errors=True)

    def _name(self) -> str | None:
        try:
            name = (self.folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return name if name.startswith(f"{FORMAT}-") else None

    def _open(self, name: str, fetch: FetchRows) -> Generation[C]:
        """The arrays mapped, as plain arrays on the mapped memory.

        Raises `OSError`, `ValueError` or `EOFError` when one is missing or damaged.
        """
        mapped = {
            file: np.asarray(np.load(self.folder / name / f"{file}.npy", mmap_mode="r", allow_pickle=False))
            for file in (*self.arrays, *_OWN)
        }
        pks = mapped["pks"]
        columns = self.from_arrays(mapped, lambda places: fetch([int(pks[place]) for place in places]))
        return Generation(name, columns, pks, mapped["organisations"])


OFFERS: Store[Columns] = Store("offers", joining.ARRAYS, joining.from_arrays)
NEEDS: Store[NeedColumns] = Store("needs", need_joining.ARRAYS, need_joining.from_arrays)
