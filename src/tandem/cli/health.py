"""What `tandem doctor` looks at: each finding says what was found and, unless all is well, what to do."""

from __future__ import annotations

import shutil
import smtplib
import ssl
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tandem.domain.messages import Message, gettext_noop

WELL, WARNING, BAD = "well", "warning", "bad"

SHORTEST_SECRET = 40
#: The worker's most frequent job runs each minute.
WORKER_IS_LATE = timedelta(minutes=5)
LITTLE_SPACE = 1_000_000_000
OLDEST_POSTGRES = 150_000
MANY_WAITING = 1_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: str
    found: Message
    advice: Message | None = None


def examine(at: datetime) -> Iterator[Finding]:
    """Everything, the database first: without it nothing below it can be looked at."""
    database = _database()
    yield database
    if database.state != BAD:
        yield from (_tables(), _index(), _worker(at), _stewards())
    yield from (check() for check in _WITHOUT_DATABASE)


def _well(name: str, text: str, **values: object) -> Finding:
    return Finding(name, WELL, Message(text, values))


def _database() -> Finding:
    try:
        connection.ensure_connection()
        version = connection.pg_version if connection.vendor == "postgresql" else None
    except DatabaseError as error:
        found = Message(gettext_noop("it does not answer: %(why)s"), {"why": str(error).strip().splitlines()[0]})
        return Finding("database", BAD, found, Message(gettext_noop("Start it, and look at DATABASE_URL.")))
    if version is not None and version < OLDEST_POSTGRES:
        found = Message(gettext_noop("PostgreSQL %(version)s is too old"), {"version": version // 10_000})
        return Finding("database", BAD, found, Message(gettext_noop("Move to PostgreSQL 15 or later.")))
    return _well("database", gettext_noop("%(kind)s answers"), kind=connection.display_name)


def _tables() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        found = Message(gettext_noop("%(count)s changes of this version are missing"), {"count": len(missing)})
        return Finding("tables", BAD, found, Message(gettext_noop("Run: tandem setup")))
    return _well("tables", gettext_noop("of this version"))


def _index() -> Finding:
    from tandem.directory import search
    from tandem.directory.search import outbox

    try:
        waiting = outbox.waiting()
        records = search.count("organisation")
    except search.IndexMissing:
        found = Message(gettext_noop("there is none"))
        return Finding("index", BAD, found, Message(gettext_noop("Run: tandem index rebuild")))
    except DatabaseError:
        return Finding("index", BAD, Message(gettext_noop("it cannot be looked at before the tables are made")))
    about = {"records": records, "waiting": waiting}
    found = Message(gettext_noop("%(records)s organisations; %(waiting)s changes wait"), about)
    if waiting > MANY_WAITING:
        return Finding(
            "index", WARNING, found, Message(gettext_noop("Is the worker running? Else: tandem index update"))
        )
    return Finding("index", WELL, found)


def _worker(at: datetime) -> Finding:
    from tandem.journal.queries import latest_job

    try:
        last = latest_job()
    except DatabaseError:
        return Finding("worker", BAD, Message(gettext_noop("it cannot be looked at before the tables are made")))
    advice = Message(gettext_noop("Start it: tandem worker (deploy/tandem-worker.service does)"))
    if settings.DEMO:
        return _well("worker", gettext_noop("not needed in the demonstration"))
    if last is None:
        return Finding("worker", BAD, Message(gettext_noop("it has never run: no e-mail leaves")), advice)
    ago = {"minutes": int((at - last).total_seconds() // 60)}
    if at - last > WORKER_IS_LATE:
        return Finding("worker", BAD, Message(gettext_noop("silent for %(minutes)s minutes"), ago), advice)
    return _well("worker", gettext_noop("at work"))


def _stewards() -> Finding:
    from tandem.accounts.queries import stewards

    try:
        found = list(stewards())
    except DatabaseError:
        return Finding("stewards", BAD, Message(gettext_noop("it cannot be looked at before the tables are made")))
    if not found and not settings.DEMO:
        advice = Message(gettext_noop("Create an account on the site, then run: tandem setup --steward EMAIL"))
        return Finding("stewards", WARNING, Message(gettext_noop("there is none: nobody answers reports")), advice)
    return _well("stewards", "%(count)s", count=len(found))


def _secret() -> Finding:
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_SECRET or len(set(key)) < SHORTEST_SECRET // 4:
        advice = Message(gettext_noop("Remove TANDEM_SECRET_KEY and run: tandem setup (everybody signs in again)"))
        return Finding("secret key", BAD, Message(gettext_noop("it can be guessed")), advice)
    return _well("secret key", gettext_noop("long enough"))


def _rights() -> Finding:
    private = [settings.SECRET_FILE, settings.SQLITE, Path(settings.UPLOADS_FOLDER)]
    open_to_all = [str(file) for file in private if file.exists() and file.stat().st_mode & 0o007]
    if open_to_all:
        values = {"files": ", ".join(open_to_all)}
        found = Message(gettext_noop("everybody on this machine may read %(files)s"), values)
        return Finding("files", WARNING, found, Message(gettext_noop("Run: chmod o= %(files)s"), values))
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        probe = settings.DATA / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError:
        found = Message(gettext_noop("%(folder)s cannot be written"), {"folder": str(settings.DATA)})
        return Finding("files", BAD, found, Message(gettext_noop("Give it to the account that runs Tandem.")))
    return _well("files", gettext_noop("private, and writable"))


def _space() -> Finding:
    free = shutil.disk_usage(settings.DATA if settings.DATA.exists() else settings.DATA.parent).free
    found = Message(gettext_noop("%(gigabytes)s GB free"), {"gigabytes": f"{free / 1e9:.1f}"})
    if free < LITTLE_SPACE:
        return Finding(
            "disk", BAD, found, Message(gettext_noop("Make room: nothing can be saved when the disk is full."))
        )
    return Finding("disk", WELL, found)


def _address() -> Finding:
    found = Message("%(address)s", {"address": settings.ADDRESS})
    local = any(name in settings.ADDRESS for name in ("127.0.0.1", "localhost"))
    if settings.DEBUG:
        said = Message(gettext_noop("TANDEM_DEBUG is on: errors show what nobody should see"))
        return Finding("address", BAD, said, Message(gettext_noop("Take TANDEM_DEBUG away.")))
    if not local and not settings.SECURE_ADDRESS:
        return Finding("address", BAD, found, Message(gettext_noop("Passwords travel in the clear: use https://")))
    host = settings.ADDRESS.partition("://")[2].split("/")[0].rsplit(":", 1)[0]
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        advice = Message(gettext_noop("Add %(host)s to TANDEM_HOSTS: pages answer 400 otherwise."), {"host": host})
        return Finding("address", BAD, found, advice)
    return Finding("address", WELL, found)


def _publisher() -> Finding:
    asked = {
        "TANDEM_OPERATOR": settings.OPERATOR,
        "TANDEM_HOSTED_BY": settings.HOSTED_BY,
        "TANDEM_HELP_EMAIL": settings.HELP_EMAIL,
    }
    missing = [name for name, value in asked.items() if not value]
    if missing:
        advice = Message(gettext_noop("Set them: the law asks who publishes, and people ask who helps."))
        return Finding("publisher", WARNING, Message(", ".join(missing)), advice)
    return _well("publisher", gettext_noop("named"))


def _mail() -> Finding:
    if not settings.EMAIL_HOST:
        found = Message(gettext_noop("kept in %(folder)s, not sent"), {"folder": str(settings.MAIL_FOLDER)})
        advice = Message(gettext_noop("Set TANDEM_SMTP_HOST and the names after it."))
        return Finding("mail", WELL if settings.DEMO else BAD, found, None if settings.DEMO else advice)
    try:
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        found = Message(gettext_noop("%(host)s refuses: %(why)s"), {"host": settings.EMAIL_HOST, "why": str(error)})
        return Finding("mail", BAD, found, Message(gettext_noop("Look at the settings TANDEM_SMTP_…")))
    return _well("mail", gettext_noop("%(host)s answers"), host=settings.EMAIL_HOST)


def _zone() -> Finding:
    try:
        zoneinfo.ZoneInfo(settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        found = Message(gettext_noop("“%(zone)s” is unknown"), {"zone": settings.TIME_ZONE})
        return Finding("time zone", BAD, found, Message(gettext_noop("Write TANDEM_TIME_ZONE like Europe/Paris.")))
    return _well("time zone", "%(zone)s", zone=settings.TIME_ZONE)


def _pages() -> Finding:
    if settings.STATIC_ROOT.joinpath("staticfiles.json").exists() or settings.DEMO:
        return _well("style sheets", gettext_noop("collected"))
    found = Message(gettext_noop("not collected: pages break"))
    return Finding("style sheets", BAD, found, Message(gettext_noop("Run: tandem setup")))


_WITHOUT_DATABASE: tuple[Callable[[], Finding], ...] = (
    _secret,
    _rights,
    _space,
    _address,
    _publisher,
    _mail,
    _zone,
    _pages,
)
