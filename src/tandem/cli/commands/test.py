"""`tandem test`: everything that has to hold, with one command. Installs nothing on the system."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from tandem.cli.output import ExitCode
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.ui.environment import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: What has no database in it runs once; the rest runs again on PostgreSQL.
WITHOUT_DATABASE = ("tests/domain", "tests/architecture", "tests/launcher")
OLDEST_POSTGRES = 15


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--without-browser", is_flag=True, help="Leave out the journeys in Chromium.")
@click.option("--without-postgres", is_flag=True, help="SQLite only.")
@click.argument("paths", nargs=-1, type=click.UNPROCESSED)
def command(without_browser: bool, without_postgres: bool, paths: tuple[str, ...]) -> int:
    """Check style, types, import directions, licences; run the tests on SQLite and PostgreSQL.

    PATHS (and options of pytest) narrow it to those tests.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("TANDEM_DEMO", None)
    environment.pop("DATABASE_URL", None)
    if not without_browser:
        environment["TANDEM_CHROMIUM"] = _browser()
    postgres = contextlib.nullcontext(None) if without_postgres else _postgres()
    failed: list[str] = []
    with postgres as postgres_url:
        if not paths:
            failed += [name for name, line in _checks() if not _run(name, line, environment)]
            if _has_known_weakness(environment):
                failed.append("known weaknesses")
        marks = ["-m", "not browser"] if without_browser else []
        pytest = [sys.executable, "-m", "pytest", "-q", *_workers(), *marks]
        if not _run("SQLite", [*pytest, *paths], environment):
            failed.append("SQLite")
        if postgres_url:
            environment["DATABASE_URL"] = postgres_url
            apart = [] if paths else [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
            if not _run("PostgreSQL", [*pytest, *apart, *paths], environment):
                failed.append("PostgreSQL")
    print("tandem test: " + ("everything holds" if not failed else "failed: " + ", ".join(failed)))
    return ExitCode.NO if failed else ExitCode.DONE


def _checks() -> list[tuple[str, list[str]]]:
    module = [sys.executable, "-m"]
    beside = Path(sys.executable).parent
    return [
        ("style", [*module, "ruff", "check", "."]),
        ("format", [*module, "ruff", "format", "--check", "."]),
        ("types", [*module, "mypy"]),
        ("import directions", [str(beside / "lint-imports"), "--no-cache"]),
        ("licences", [str(beside / "reuse"), "lint", "--quiet"]),
    ]


def _run(name: str, line: list[str], environment: dict[str, str]) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.run(line, cwd=ROOT, env=environment, check=False).returncode == 0


def _has_known_weakness(environment: dict[str, str]) -> bool:
    """Whether pip-audit knows of a weakness in a locked package. Where the index does not answer, that is said and
    nothing fails: no machine is asked for more than it can give."""
    print("== known weaknesses", flush=True)
    program = str(Path(sys.executable).parent / "pip-audit")
    line = [program, "--requirement", "requirements/base.txt", "--disable-pip", "--require-hashes", "--format", "json"]
    asked = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        print("not asked: the index did not answer")
        return False
    weak = [f"{one['name']} {one['version']}: {known['id']}" for one in packages for known in one.get("vulns", [])]
    print("\n".join(weak) or f"none known in {len(packages)} packages")
    return bool(weak)


def _workers() -> list[str]:
    return ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]


def _browser() -> str:
    named = os.environ.get("TANDEM_CHROMIUM")
    found = named if named and Path(named).exists() else next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise BadInput(
            Message(
                gettext_noop(
                    "no Chromium or Chrome found (Debian's package: chromium): install it, name it in TANDEM_CHROMIUM, "
                    "or use --without-browser"
                )
            )
        )
    return found


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    """The address of a PostgreSQL: the one that TANDEM_TEST_POSTGRES names, else one of our own for this run."""
    if os.environ.get("TANDEM_TEST_POSTGRES"):
        yield os.environ["TANDEM_TEST_POSTGRES"]
        return
    programs = _postgres_programs()
    with tempfile.TemporaryDirectory(prefix="tandem-postgres-") as name:
        folder = Path(name)
        account = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        if account:
            shutil.chown(folder, account)
        data = folder / "data"
        run = {"check": True, "user": account, "cwd": folder, "stdout": subprocess.DEVNULL}
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "tandem", "-A", "trust", "-E", "UTF8", "--no-sync"], **run
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **run)
        try:
            yield f"postgres://tandem@{str(folder).replace('/', '%2F')}/postgres"
        finally:
            subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)


def _postgres_programs() -> Path:
    """The newest folder that holds `initdb` of PostgreSQL 15 or later."""
    places = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"):
        places += Path("/").glob(pattern)
    new_enough = {version: place for place in places if (version := _version(place / "initdb")) >= OLDEST_POSTGRES}
    if not new_enough:
        raise BadInput(
            Message(
                gettext_noop(
                    "no PostgreSQL 15 or later found (Debian's package: postgresql): install it, name a server in "
                    "TANDEM_TEST_POSTGRES, or use --without-postgres"
                )
            )
        )
    return new_enough[max(new_enough)]


def _version(initdb: Path) -> int:
    if not initdb.exists():
        return 0
    said = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=False).stdout
    return int(said.split()[2].split(".")[0]) if len(said.split()) > 2 else 0
