"""The whole place in one file, and back into an empty one, on either database."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from tests.factories import NOON
from tests.matching.scenes import publish

from tandem.cli import archive
from tandem.domain.errors import BadInput
from tandem.matching.models import Need

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived_in(cast, settings, tmp_path):
    """A place with people, a need, and a file."""
    settings.UPLOADS_FOLDER = tmp_path / "files"
    publish(cast.client("alice"), "la-passerelle")
    kept = tmp_path / "files" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"\x00charter")
    return cast


def emptied(settings, tmp_path) -> None:
    for model in reversed(archive.tables()):
        model._base_manager.all()._raw_delete("default")
    settings.UPLOADS_FOLDER = tmp_path / "elsewhere"


def all_rows() -> dict[str, archive.Table]:
    return {model._meta.label: archive.count(model._meta.label) for model in archive.tables()}


def test_everything_comes_back_into_an_empty_place(lived_in, settings, tmp_path):
    before = all_rows()
    archive.write(tmp_path / "b.tar.gz", NOON)
    emptied(settings, tmp_path)
    archive.read(tmp_path / "b.tar.gz")
    assert all_rows() == before
    assert (tmp_path / "elsewhere" / "ab" / "abcd").read_bytes() == b"\x00charter"


def test_the_place_goes_on_after_it_came_back(lived_in, settings, tmp_path):
    """New rows get numbers of their own: the counters of the database were set."""
    archive.write(tmp_path / "b.tar.gz", NOON)
    emptied(settings, tmp_path)
    archive.read(tmp_path / "b.tar.gz")
    publish(lived_in.client("alice"), "la-passerelle")
    assert Need.objects.count() == 2


def test_every_table_is_in_it(lived_in, tmp_path):
    manifest = archive.write(tmp_path / "b.tar.gz", NOON)
    kept = {model._meta.label for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    made_anew = {label for label in kept if label.split(".")[0] in archive.MADE_BY_MIGRATIONS}
    assert set(manifest.tables) == kept - made_anew


def test_only_its_owner_may_read_it_and_no_key_is_in_it(lived_in, settings, tmp_path):
    file = tmp_path / "b.tar.gz"
    archive.write(file, NOON)
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as opened:
        texts = [opened.extractfile(one).read() for one in opened if one.isfile()]
    assert not any(settings.SECRET_KEY.encode() in text for text in texts)


def test_a_place_that_is_lived_in_is_left_alone(lived_in, tmp_path):
    archive.write(tmp_path / "b.tar.gz", NOON)
    before = all_rows()
    with pytest.raises(BadInput, match="not empty"):
        archive.read(tmp_path / "b.tar.gz")
    assert all_rows() == before


def damaged(file: Path, name: str, change) -> Path:
    """A copy of the archive in which one member is changed."""
    other = file.with_name("damaged.tar.gz")
    with tarfile.open(file) as old, tarfile.open(other, "w:gz") as new:
        for member in old:
            content = old.extractfile(member).read()
            if member.name == name:
                content = change(content)
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return other


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tables/accounts.Person.jsonl", lambda content: content.replace(b"Alice", b"Mallory")),
        ("tables/accounts.Person.jsonl", lambda content: content.splitlines(keepends=True)[0]),
        ("tables/accounts.Person.jsonl", lambda content: b"no JSON\n"),
        ("files/ab/abcd", lambda content: b"other"),
        ("manifest.json", lambda content: b"{}"),
        ("manifest.json", lambda content: content.replace(b'"accounts.0001', b'"accounts.9999')),
        ("manifest.json", lambda content: content.replace(b'"demonstration": false', b'"demonstration": true')),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_the_database_stays_empty(lived_in, settings, tmp_path, name, change):
    archive.write(tmp_path / "b.tar.gz", NOON)
    emptied(settings, tmp_path)
    with pytest.raises(BadInput):
        archive.read(damaged(tmp_path / "b.tar.gz", name, change))
    if not name.startswith("files/"):
        assert archive.is_empty()


def test_what_is_no_backup_is_named(db, tmp_path):
    file = tmp_path / "x.tar.gz"
    file.write_text("no archive")
    with pytest.raises(BadInput, match="no backup"):
        archive.read(file)


@pytest.fixture
def tandem_elsewhere(tmp_path):
    """The program in a place of its own, as an operator runs it."""

    def run(*arguments, data="a", **environment):
        set_by_tests = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        given = {name: value for name, value in os.environ.items() if name not in set_by_tests}
        return subprocess.run(
            [sys.executable, "-m", "tandem", *map(str, arguments)],
            env={**given, "TANDEM_DATA": str(tmp_path / data), "LC_ALL": "C.UTF-8", "PYTHONPATH": "src", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_an_operator_backs_up_and_restores(tandem_elsewhere, tmp_path):
    assert tandem_elsewhere("index", "update").returncode == 0
    with sqlite3.connect(tmp_path / "a" / "tandem.sqlite3") as opened:
        opened.execute(
            "INSERT INTO accounts_person (password, email, name, language, letters, is_active, is_steward, date_joined)"
            " VALUES ('', 'fatou@example.org', 'Fatou', 'fr', 1, 1, 0, '2026-03-02 12:00:00.123456')"
        )
    made = tandem_elsewhere("backup", tmp_path / "b.tar.gz")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["rows"] > 0
    back = tandem_elsewhere("restore", tmp_path / "b.tar.gz", data="b")
    assert back.returncode == 0, back.stderr
    with sqlite3.connect(tmp_path / "b" / "tandem.sqlite3") as opened:
        kept = opened.execute("SELECT name, date_joined FROM accounts_person").fetchall()
    assert kept == [("Fatou", "2026-03-02 12:00:00.123456")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL is the other half of it")
def test_a_database_moves_from_sqlite_to_postgresql(tandem_elsewhere, tmp_path):
    """Into a database of its own on the server of the tests."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE moved")
    try:
        here = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        tandem_elsewhere("setup")
        done = tandem_elsewhere("move-database", f"{here}/moved")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["verified"] is True
        again = tandem_elsewhere("setup", DATABASE_URL=f"{here}/moved")
        assert again.returncode == 0, again.stderr
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS moved WITH (FORCE)")


def test_the_address_of_no_database_is_refused_and_not_repeated(tandem_elsewhere):
    done = tandem_elsewhere("move-database", "mysql://me:secret@host/x")
    assert done.returncode == 2
    assert "secret" not in done.stderr
