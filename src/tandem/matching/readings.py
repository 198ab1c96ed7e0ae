"""The readings of texts, kept beside the snapshots by what was read: one file, written by the worker alone.

Derived like the index: a file that is missing or damaged is begun anew, and whoever reads meanwhile finds nothing read.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from django.conf import settings

from tandem.domain.matching import Meaning

#: Keys asked for at once.
_AT_ONCE = 900
_TABLES = """
    CREATE TABLE IF NOT EXISTS reading
        (key TEXT PRIMARY KEY, vector BLOB NOT NULL, concepts TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS progress (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def file() -> Path:
    return Path(settings.INDEX_FOLDER).parent / "texts.sqlite3"


def known(keys: Sequence[str]) -> dict[str, Meaning]:
    """The readings of these keys, as far as there are any."""
    if not keys or not file().exists():
        return {}
    found: dict[str, Meaning] = {}
    with contextlib.suppress(sqlite3.Error), _opened() as store:
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            places = ",".join("?" * len(some))
            rows = store.execute(f"SELECT key, vector, concepts FROM reading WHERE key IN ({places})", some)  # noqa: S608
            found |= {key: Meaning(vector, tuple(json.loads(concepts))) for key, vector, concepts in rows}
    return found


def add(readings: Mapping[str, Meaning | None]) -> None:
    """Keep these; a text that cannot be read is kept as such, so that nobody tries again."""
    rows = [(key, one.vector if one else b"", json.dumps(one.concepts if one else ())) for key, one in readings.items()]
    with _written() as store:
        store.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", rows)


def keep_only(keys: Collection[str]) -> int:
    """Forget every other reading; return how many are gone."""
    with _written() as store:
        gone = [(key,) for (key,) in store.execute("SELECT key FROM reading") if key not in keys]
        store.executemany("DELETE FROM reading WHERE key = ?", gone)
    return len(gone)


def progress(name: str) -> str:
    """How far the worker has come with something, empty when it has not begun."""
    if not file().exists():
        return ""
    with contextlib.suppress(sqlite3.Error), _opened() as store:
        row = store.execute("SELECT value FROM progress WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""
    return ""


def note_progress(name: str, value: str) -> None:
    with _written() as store:
        store.execute("INSERT OR REPLACE INTO progress VALUES (?, ?)", (name, value))


def forget() -> None:
    """Begin anew."""
    for one in file().parent.glob(f"{file().name}*"):
        one.unlink(missing_ok=True)


@contextlib.contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(file(), timeout=10)) as store:
        yield store


@contextlib.contextmanager
def _written() -> Iterator[sqlite3.Connection]:
    """The file in one transaction; made anew when it is no such file."""
    file().parent.mkdir(parents=True, exist_ok=True)
    try:
        with _opened() as store:
            store.executescript(_TABLES)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # busy, or the disk is full: no reason to lose what is there
            raise
        forget()
        with _opened() as store:
            store.executescript(_TABLES)
    with _opened() as store, store:
        yield store
