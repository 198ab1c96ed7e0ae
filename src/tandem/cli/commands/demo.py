"""`tandem demo`: a finished-looking place with invented people, on this machine only."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tandem.cli import database
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.ui.environment import data_folder

PORTS = range(8000, 8020)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Default: the first free one from 8000.")
@click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of real files to add."
)
@click.option("--reset", is_flag=True, help="Forget what was entered in the demonstration and begin anew.")
def command(port: int | None, data: Path | None, reset: bool) -> None:
    """Start the demonstration on 127.0.0.1 and print its address."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite:"):
        raise BadInput(Message(gettext_noop("the demo only runs on SQLite: unset DATABASE_URL")), ("DATABASE_URL",))
    port = _free_port(port)
    os.environ["TANDEM_DEMO"] = "1"
    os.environ["TANDEM_ADDRESS"] = f"http://127.0.0.1:{port}"
    os.environ.setdefault("TANDEM_HELP_NAME", "Maison Tandem (fictive)")
    os.environ.setdefault("TANDEM_HELP_EMAIL", "aide@example.org")
    if reset:
        shutil.rmtree(data_folder() / "demo", ignore_errors=True)
    database.ready(migrate=True)

    from django.conf import settings

    from tandem.cli import demonstration

    demonstration.load(data, say=lambda line: print(line, file=sys.stderr))
    _serve(port, lambda server: print(f"Tandem – demonstration: {settings.ADDRESS}/", flush=True))


def _free_port(asked: int | None) -> int:
    for port in [asked] if asked else PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise BadInput(
        Message(gettext_noop("the port is taken by another program: choose one with --port")),
        (str(asked or f"{PORTS.start}-{PORTS.stop - 1}"),),
    )


def _serve(port: int, when_ready: Callable[[Any], None]) -> None:
    """One process, a few threads: the same server as in production. `when_ready` is called once it listens."""
    from django.conf import settings
    from django.db import connections
    from django.utils.module_loading import import_string
    from gunicorn.app.base import BaseApplication

    connections.close_all()  # the server forks: a connection must not be shared

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": f"127.0.0.1:{port}",
                "when_ready": when_ready,
                "workers": 1,
                "threads": 4,
                "worker_class": "gthread",
                "loglevel": "warning",
                "timeout": 120,
            }.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            return import_string(settings.WSGI_APPLICATION)

    Server().run()
