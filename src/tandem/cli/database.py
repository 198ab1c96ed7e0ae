"""The database, made ready for a command that needs one."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop


def ready(*, migrate: bool = False) -> None:
    """Set Django up and have a database of this version, for this purpose.

    A missing or empty SQLite file is created; anything else is migrated only when `migrate` says so
    (`tandem setup`, `tandem demo`). Raises `BadInput` with the command to run.
    """
    connect()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.utils import OperationalError

    if connection.vendor == "sqlite":
        settings.SQLITE.parent.mkdir(parents=True, exist_ok=True)
    try:
        empty = not connection.introspection.table_names()
    except OperationalError as error:
        raise BadInput(
            Message(gettext_noop("the database does not answer: %(why)s"), {"why": str(error).strip()}),
        ) from error
    missing = empty or _migrations_missing()
    if missing and (migrate or (empty and connection.vendor == "sqlite")):
        call_command("migrate", verbosity=0, interactive=False)
    elif missing:
        raise BadInput(Message(gettext_noop("the database is not ready for this version. Run: tandem setup")))
    from tandem.journal.actions import declare_purpose

    declare_purpose(demonstration=settings.DEMO, at=datetime.now(UTC))


def connect() -> None:
    """Set Django up, whatever state the database is in."""
    check_address(os.environ.get("DATABASE_URL", ""))
    make_secret()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.config.settings")
    import django

    django.setup()


def check_address(url: str) -> None:
    """`BadInput` for an address of no SQLite or PostgreSQL; it is not shown, for it may hold a password."""
    if not url:
        return
    import dj_database_url

    try:
        known = url.startswith(("postgres://", "postgresql://", "sqlite:///"))
        dj_database_url.parse(url)
    except ValueError:
        known = False
    if not known:
        text = gettext_noop("this is no address like postgres://user:password@host/name or sqlite:////folder/file")
        raise BadInput(Message(text), ("DATABASE_URL",))


def make_secret() -> None:
    """A random key of this place, in its data folder, unless the environment gives one."""
    from tandem.ui.environment import data_folder, flag

    file = data_folder() / ("demo" if flag("TANDEM_DEMO") else "") / "secret-key"
    if os.environ.get("TANDEM_SECRET_KEY") or file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(secrets.token_urlsafe(48) + "\n")


def _migrations_missing() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
