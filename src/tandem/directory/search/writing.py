"""The one indexer: drains the outbox into the index, or builds the index anew.

The folder holds `current`, a text file with the name of the folder in use, and that folder with one index per
kind. A rebuild writes a new folder and then replaces `current`, which is atomic.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import tantivy
from django.conf import settings

from tandem.directory.models import IndexChange
from tandem.directory.search import analysis, registry
from tandem.directory.search.schema import FORMAT, document, schema

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

AT_ONCE = 2_000
SMALL_HEAP = 20_000_000
LARGE_HEAP = 150_000_000
PATIENCE = 5.0


class Busy(Exception):
    """Another process writes the index. Nothing is lost: the outbox keeps what is due."""


def folder() -> Path:
    return Path(settings.INDEX_FOLDER)


def current() -> Path | None:
    """The folder of the index in use; None when there is none, or none that this version reads."""
    try:
        name = (folder() / "current").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    used = folder() / name
    return used if name.startswith(f"{FORMAT}-") and used.is_dir() else None


@contextlib.contextmanager
def only_writer(patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the writer; raise `Busy` when it is not free within `patience` seconds.

    The system frees it when the process ends, however it ends.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as handle:
        deadline = time.monotonic() + patience
        while fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Busy from None
                time.sleep(0.05)
        yield


def index_changes(patience: float = PATIENCE) -> int:
    """Index what the outbox holds, oldest first; return how many records. Builds the index when there is none.

    A row leaves the outbox only after the index with its record is on disk: killed in between, the next call does
    that record again, with the same result.
    """
    done = 0
    with only_writer(patience):
        used = current()
        if used is None or not _readable(used):
            _build()
            used = current()
            assert used is not None
        while rows := list(IndexChange.objects.order_by("pk")[:AT_ONCE]):
            due: dict[str, set[str]] = defaultdict(set)
            for row in rows:
                due[row.kind].add(row.record_id)
            for kind, ids in due.items():
                if kind in registry.kinds():
                    _replace(used / kind, kind, ids)
            IndexChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
            done += sum(len(ids) for ids in due.values())
    return done


def rebuild(patience: float = PATIENCE) -> dict[str, int]:
    """Build the index anew beside the one in use, then switch; return how many entries of each kind."""
    with only_writer(patience):
        return _build()


def _replace(place: Path, kind: str, ids: set[str]) -> None:
    index = _open(place)
    writer = index.writer(heap_size=SMALL_HEAP, num_threads=1)
    for one in ids:
        writer.delete_documents_by_term("key", one)
    for entry in registry.entries(kind, ids):
        writer.add_document(document(entry))
    writer.commit()
    writer.wait_merging_threads()


def _build() -> dict[str, int]:
    before = list(IndexChange.objects.values_list("pk", flat=True))
    made = folder() / f"{FORMAT}-{uuid4().hex}"
    counts = {}
    for kind in registry.kinds():
        writer = _open(made / kind).writer(heap_size=LARGE_HEAP, num_threads=1)
        counts[kind] = 0
        for entry in registry.entries(kind):
            writer.add_document(document(entry))
            counts[kind] += 1
        writer.commit()
        writer.wait_merging_threads()
    previous = current()
    _switch(made)
    for batch in range(0, len(before), AT_ONCE):
        IndexChange.objects.filter(pk__in=before[batch : batch + AT_ONCE]).delete()
    for old in folder().iterdir():  # the previous one stays for those who are reading it
        if old.is_dir() and old not in (made, previous):
            shutil.rmtree(old, ignore_errors=True)
    return counts


def _readable(used: Path) -> bool:
    """Whether the index of every kind can be opened: a damaged one is built again, it is only derived."""
    try:
        for kind in registry.kinds():
            tantivy.Index.open(str(used / kind))
    except (OSError, ValueError):
        return False
    return True


def _switch(made: Path) -> None:
    unfinished = folder() / "current.new"
    unfinished.write_text(made.name, encoding="ascii")
    unfinished.replace(folder() / "current")


def _open(place: Path) -> tantivy.Index:
    place.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema(), path=str(place), reuse=True)
    analysis.register(index)
    return index
