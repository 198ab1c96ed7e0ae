"""What `tandem doctor` finds, and what it advises."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories import NOON, PersonFactory

from tandem.cli import health
from tandem.directory import search
from tandem.journal.models import ClockJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings, tmp_path):
    """A place in which all is well."""
    settings.SECRET_KEY = "kJ2nVb8XqPz5sRt0wLmY7cDfGhA3eU6iOv9Ny1Bx"
    settings.DATA, settings.SECRET_FILE = tmp_path, tmp_path / "secret-key"
    settings.SQLITE, settings.UPLOADS_FOLDER = tmp_path / "tandem.sqlite3", tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    settings.ADDRESS, settings.SECURE_ADDRESS, settings.ALLOWED_HOSTS = "https://t.example.org", True, ["t.example.org"]
    settings.OPERATOR = settings.HOSTED_BY = settings.HELP_EMAIL = "somebody@example.org"
    settings.EMAIL_HOST = "mail.example.org"
    search.rebuild()
    PersonFactory(is_steward=True)
    ClockJob.objects.create(name="x", last_run=NOON - timedelta(minutes=1))
    return settings


@pytest.fixture
def mail_answers(monkeypatch):
    class Server:
        def __init__(self, *_, **__): ...
        def __enter__(self):
            return self

        def __exit__(self, *_): ...
        def starttls(self, **_): ...

    monkeypatch.setattr(health.smtplib, "SMTP", Server)


def found() -> dict[str, health.Finding]:
    return {one.name: one for one in health.examine(NOON)}


def test_in_a_place_that_is_well_nothing_has_to_be_done(well, mail_answers):
    assert {name: one.state for name, one in found().items() if one.state != health.WELL} == {}


def short_key(settings):
    settings.SECRET_KEY = "short"


def monotonous_key(settings):
    settings.SECRET_KEY = "a" * 60


def silent_worker(settings):
    ClockJob.objects.update(last_run=NOON - timedelta(minutes=20))


def no_worker(settings):
    ClockJob.objects.all().delete()


def no_index(settings):
    settings.INDEX_FOLDER = Path(settings.DATA) / "nowhere"


def plain_address(settings):
    settings.ADDRESS, settings.SECURE_ADDRESS = "http://t.example.org", False


def other_host(settings):
    settings.ALLOWED_HOSTS = ["other.example.org"]


def debugging(settings):
    settings.DEBUG = True


def unknown_zone(settings):
    settings.TIME_ZONE = "Europe/Nowhere"


def no_style(settings):
    (settings.STATIC_ROOT / "staticfiles.json").unlink()


def no_mail_server(settings):
    settings.EMAIL_HOST = ""


def full_disk(settings):
    health.LITTLE_SPACE = float("inf")


@pytest.mark.parametrize(
    ("broken", "check", "advice"),
    [
        (short_key, "secret key", "tandem setup"),
        (monotonous_key, "secret key", "tandem setup"),
        (silent_worker, "worker", "tandem worker"),
        (no_worker, "worker", "tandem worker"),
        (no_index, "index", "tandem index rebuild"),
        (plain_address, "address", "https://"),
        (other_host, "address", "TANDEM_HOSTS"),
        (debugging, "address", "TANDEM_DEBUG"),
        (unknown_zone, "time zone", "Europe/Paris"),
        (no_style, "style sheets", "tandem setup"),
        (no_mail_server, "mail", "TANDEM_SMTP_HOST"),
        (full_disk, "disk", "Make room"),
    ],
)
def test_what_is_broken_is_named_with_what_to_do(well, mail_answers, monkeypatch, broken, check, advice):
    monkeypatch.setattr(health, "LITTLE_SPACE", health.LITTLE_SPACE)
    broken(well)
    finding = found()[check]
    assert finding.state == health.BAD
    assert advice in str(finding.advice)


def test_a_file_that_everybody_may_read_is_a_warning(well, mail_answers):
    well.SECRET_FILE.write_text("key")
    well.SECRET_FILE.chmod(0o644)
    finding = found()["files"]
    assert finding.state == health.WARNING
    assert "chmod o=" in str(finding.advice)


def test_without_publisher_and_stewards_there_is_a_warning(well, mail_answers):
    from tandem.accounts.models import Person

    well.OPERATOR = ""
    Person.objects.all().delete()
    states = found()
    assert states["publisher"].state == states["stewards"].state == health.WARNING


def test_the_program_answers_no_when_something_has_to_be_mended(tandem, well):
    answer = tandem("doctor", "--format", "json")
    assert answer.code == 1
    assert answer.json["well"] is False
    assert {"check", "state", "found", "advice"} == set(answer.json["checks"][0])
