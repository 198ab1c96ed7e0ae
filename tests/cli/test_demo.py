"""`tandem demo`, `setup` and the guard between a demonstration and a real place, as whole programs."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "TANDEM_DATA": str(data), **more}


def tandem(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tandem", *arguments],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def running_demo(data: Path) -> Iterator[tuple[str, int]]:
    """The demonstration, until the test has looked at it: (first line printed, port)."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tandem", "demo"],
        env=environment(data),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert started.stdout
        line = started.stdout.readline()
        found = re.search(r":(\d+)/", line)
        assert found, line
        yield line, int(found[1])
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.communicate(timeout=30)


def fetch(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("place")


def test_the_demonstration_prints_its_address_and_shows_invented_people(data):
    with running_demo(data) as (line, port):
        assert line.startswith("Tandem – demonstration: http://127.0.0.1:")
        status, page = fetch(port, "/fr/demo/people/")
        assert status == 200
        assert "Clémence Vanhoutte" in page
        assert "Démonstration" in page


def test_a_second_start_loads_nothing_again(data):
    before = (data / "demo/loaded.json").stat().st_mtime_ns
    with running_demo(data) as (_line, port):
        assert fetch(port, "/en/")[0] == 200
    assert (data / "demo/loaded.json").stat().st_mtime_ns == before


def test_the_database_of_a_demonstration_never_becomes_a_real_place(data, tmp_path):
    done = tandem(tmp_path, "setup", DATABASE_URL=f"sqlite:///{data}/demo/tandem.sqlite3")
    assert done.returncode == 2
    assert "can never become a real place" in done.stderr


def test_the_demonstration_leaves_a_real_place_alone(tmp_path):
    assert tandem(tmp_path, "setup").returncode == 0
    done = tandem(tmp_path, "demo", DATABASE_URL=f"sqlite:///{tmp_path}/tandem.sqlite3")
    assert done.returncode == 2
    assert "belongs to a real place" in done.stderr


def test_the_demonstration_refuses_another_database_than_sqlite(tmp_path):
    done = tandem(tmp_path, "demo", DATABASE_URL="postgres://nobody@localhost/nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("DATABASE_URL: ")


def test_setup_makes_a_secret_that_only_its_owner_reads(tmp_path):
    assert tandem(tmp_path, "setup").returncode == 0
    key = tmp_path / "secret-key"
    assert len(key.read_text().strip()) >= 50
    assert key.stat().st_mode & 0o077 == 0


def test_a_steward_must_have_an_account(tmp_path):
    done = tandem(tmp_path, "setup", "--steward", "nobody@example.org")
    assert done.returncode == 2
    assert done.stderr.strip().startswith("nobody@example.org: ")
