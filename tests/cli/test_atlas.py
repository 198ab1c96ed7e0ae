"""`tandem atlas import`, as somebody at a terminal uses it."""

import json

import pytest

from tandem.directory.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def makers(tmp_path):
    path = tmp_path / "makers.txt"
    path.write_text(
        json.dumps(
            [
                {"organisation_id": 1, "organisation_name": "Makers", "country": "Frace"},
                {"organisation_id": 2, "organisation_name": ""},
            ]
        )
    )
    return path


def test_the_report_counts_and_names_what_was_refused(tandem, makers):
    answer = tandem("atlas", "import", makers)
    assert answer.code == 0
    assert answer.json == {
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": [{"file": str(makers), "place": "record 2, organisation_name", "reason": "has to be filled"}],
        "warnings": [{"file": str(makers), "place": "record 1, country", "reason": "“Frace” read as FR"}],
    }


def test_it_speaks_french(tandem, makers):
    refused = tandem("atlas", "import", makers, "--lang", "fr").json["refused"]
    assert [(one["place"], one["reason"]) for one in refused] == [("fiche 2, organisation_name", "à remplir")]


def test_a_dry_run_writes_nothing(tandem, makers):
    assert tandem("atlas", "import", makers, "--dry-run").json["created"] == 1
    assert not Organisation.objects.exists()


def test_today_is_the_day_on_which_the_facts_were_read(tandem, makers):
    tandem("atlas", "import", makers, "--today", "2026-01-02")
    assert Organisation.objects.get().retrieved.isoformat() == "2026-01-02"


def test_a_table_holds_the_counts_and_the_troubles(tandem, makers):
    lines = tandem("atlas", "import", makers, "--format", "csv").out.splitlines()
    assert lines[:2] == ["result,count,file,place,reason", "created,1,,,"]
    assert lines[-1] == f'warning,,{makers},"record 1, country",“Frace” read as FR'


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "the file is empty"), (b"hello", "no importer knows this kind of file")]
)
def test_a_file_that_nobody_can_read_stops_everything_with_one_line(tandem, makers, tmp_path, content, reason):
    unknown = tmp_path / "unknown.json"
    unknown.write_bytes(content)
    answer = tandem("atlas", "import", makers, unknown)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"{unknown}: {reason}")
    assert answer.err.count("\n") == 1
    assert not Organisation.objects.exists()


def test_a_file_that_is_not_there_is_named(tandem, tmp_path):
    answer = tandem("atlas", "import", tmp_path / "nowhere.json")
    assert answer.code == 2
    assert "nowhere.json" in answer.err


@pytest.mark.parametrize(
    "url", ["mysql://db.example/x", "nonsense", "postgres://u:secret@db.example:port/x", "sqlite:x.db"]
)
def test_an_address_of_no_database_is_refused_without_its_password(tandem, makers, monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    answer = tandem("atlas", "import", makers)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("DATABASE_URL: ")
    assert "secret" not in answer.err
