"""The whole place in one file: every row and every file, readable on either database.

A compressed tar with `manifest.json` (what it is, counts and checksums), `tables/<label>.jsonl` (one row a line) and
`files/…`. The search index and static files are not in it: both are made anew. Neither is the secret key.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from tandem import __version__
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

FORMAT = 1
MADE_BY_MIGRATIONS = {"contenttypes", "auth"}
ROWS_AT_ONCE = 500
#: Sums of hashes stay below this: a checksum that does not depend on the order of rows.
_MODULUS = 2**256


@dataclass(frozen=True)
class Table:
    """How many rows a table has, and the sum of their SHA-256, which no order changes."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class Manifest:
    format: int
    tandem: str
    made: str
    database: str
    demonstration: bool
    migrations: list[str]
    tables: dict[str, Table]
    files: dict[str, str]

    @classmethod
    def read(cls, text: str) -> Manifest:
        try:
            table = json.loads(text)
            tables = {label: Table(**one) for label, one in table.pop("tables").items()}
            manifest = cls(**table, tables=tables)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadInput(Message(gettext_noop("this is no backup of Tandem")), ("manifest.json",)) from error
        if manifest.format != FORMAT:
            raise BadInput(Message(gettext_noop("this backup has a form that this version does not read")))
        return manifest


def tables() -> list[type[models.Model]]:
    """What is kept: every table, those between two tables included, in a stable order."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in MADE_BY_MIGRATIONS
    ]
    return sorted(kept, key=lambda model: model._meta.label)


def write(out: Path, at: datetime) -> Manifest:
    """Write all that this place keeps to the new file `out`, as it is at one moment."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory() as name, one_moment():
            folder = Path(name)
            found = {model._meta.label: _dump(model, folder / f"{model._meta.label}.jsonl") for model in tables()}
            stored = _stored_files()
            manifest = Manifest(
                format=FORMAT,
                tandem=__version__,
                made=at.isoformat(timespec="seconds"),
                database=connection.vendor,
                demonstration=settings.DEMO,
                migrations=applied_migrations(),
                tables=found,
                files={place: _hash_of(file) for place, file in stored.items()},
            )
            unfinished.touch(mode=0o600)
            with tarfile.open(unfinished, "w:gz", compresslevel=6) as archive:
                _add_text(archive, "manifest.json", json.dumps(asdict(manifest), ensure_ascii=False, indent=1), at)
                for label in found:
                    archive.add(folder / f"{label}.jsonl", f"tables/{label}.jsonl")
                for place, file in stored.items():
                    archive.add(file, f"files/{place}")
        unfinished.rename(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def read(file: Path) -> Manifest:
    """Put what `file` holds into this place, which must be empty, and check every count and checksum."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            manifest = Manifest.read(_member(archive, "manifest.json").read().decode())
            _refuse_unless_fitting(manifest)
            with transaction.atomic():
                for model in reversed(tables()):
                    model._base_manager.all()._raw_delete(connection.alias)  # type: ignore[attr-defined]
                for label in manifest.tables:
                    _load(apps.get_model(label), _member(archive, f"tables/{label}.jsonl"), label)
                _reset_sequences()
                _refuse_differences(manifest)
            for place, checksum in manifest.files.items():
                _restore_file(archive, place, checksum)
    except (tarfile.TarError, EOFError, OSError, KeyError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and not isinstance(error, tarfile.TarError | EOFError) and error.filename:
            raise
        raise BadInput(Message(gettext_noop("this is no backup of Tandem, or it is damaged")), (file.name,)) from error
    return manifest


def is_empty() -> bool:
    """Nobody has an account here, no organisation is listed and no file is kept."""
    if any(apps.get_model(label)._base_manager.exists() for label in ("accounts.Person", "directory.Organisation")):
        return False
    return not _stored_files()


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def count(label: str) -> Table:
    """The count and checksum of a table as it is now."""
    return _sum(_lines(apps.get_model(label)))


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, and nobody who writes has to wait."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    if connection.in_atomic_block:  # a test's own transaction
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _lines(model: type[models.Model]) -> Iterator[str]:
    names = [field.attname for field in _fields(model)]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=2000):
        yield json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    """A value as JSON holds it, the same whichever database it came from.

    >>> _plain(3.0), _plain({"b": 1.0})
    (3, {'b': 1})
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def _sum(lines: Iterable[str]) -> Table:
    rows = total = 0
    for line in lines:
        rows += 1
        total = (total + int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")) % _MODULUS
    return Table(rows, f"{total:064x}")


def _dump(model: type[models.Model], file: Path) -> Table:
    with file.open("w", encoding="utf-8") as opened:

        def written() -> Iterator[str]:
            for line in _lines(model):
                opened.write(line + "\n")
                yield line

        return _sum(written())


def _load(model: type[models.Model], lines: IO[bytes], label: str) -> None:
    fields = _fields(model)
    at_once = max(1, min(ROWS_AT_ONCE, connection.ops.bulk_batch_size(fields, [None] * ROWS_AT_ONCE)))
    waiting: list[models.Model] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            waiting.append(model(**{field.attname: _value(field, row[field.attname]) for field in fields}))
        except (ValueError, TypeError, KeyError) as error:
            text = gettext_noop("this row does not fit this version")
            raise BadInput(Message(text), (f"tables/{label}.jsonl", str(number))) from error
        if len(waiting) == at_once:
            _insert(model, waiting, fields)
            waiting = []
    if waiting:
        _insert(model, waiting, fields)


def _value(field: models.Field[Any, Any], plain: Any) -> Any:
    if plain is None or isinstance(field, models.JSONField):
        return plain
    return field.target_field.to_python(plain) if field.is_relation else field.to_python(plain)


def _insert(model: type[models.Model], rows: list[models.Model], fields: list[models.Field[Any, Any]]) -> None:
    """As they were: `raw` keeps the times that a new row would set anew."""
    model._base_manager.all()._insert(rows, fields=fields, using=connection.alias, raw=True)  # type: ignore[attr-defined]


def _reset_sequences() -> None:
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _refuse_unless_fitting(manifest: Manifest) -> None:
    if not is_empty():
        raise BadInput(
            Message(
                gettext_noop("this place is not empty: a backup goes into a new one (another TANDEM_DATA or database)")
            )
        )
    if manifest.demonstration != settings.DEMO:
        raise BadInput(Message(gettext_noop("a demonstration and a real place never become each other")))
    if manifest.migrations != applied_migrations():
        text = gettext_noop("made by version %(made)s with other tables: restore with that version, then update")
        raise BadInput(Message(text, {"made": manifest.tandem}))


def _refuse_differences(manifest: Manifest) -> None:
    for label, expected in manifest.tables.items():
        if count(label) != expected:
            text = gettext_noop("what was put in differs from what was written down: nothing was kept")
            raise BadInput(Message(text), (label,))


def _stored_files() -> dict[str, Path]:
    root = Path(settings.UPLOADS_FOLDER)
    return {str(PurePosixPath(file.relative_to(root))): file for file in sorted(root.rglob("*")) if file.is_file()}


def _hash_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _restore_file(archive: tarfile.TarFile, place: str, checksum: str) -> None:
    root = Path(settings.UPLOADS_FOLDER).resolve()
    target = (root / place).resolve()
    content = _member(archive, f"files/{place}").read()
    if not target.is_relative_to(root) or hashlib.sha256(content).hexdigest() != checksum:
        raise BadInput(Message(gettext_noop("this file is damaged")), (place,))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_bytes(content)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    found = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _add_text(archive: tarfile.TarFile, name: str, text: str, at: datetime) -> None:
    content = text.encode()
    about = tarfile.TarInfo(name)
    about.size, about.mtime, about.mode = len(content), int(at.timestamp()), 0o600
    archive.addfile(about, io.BytesIO(content))
