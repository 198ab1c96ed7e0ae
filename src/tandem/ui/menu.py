"""The entries of the top menu. A room adds its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    label: Any
    url_name: str
    order: int
    visible: Callable[[HttpRequest], bool]


_entries: dict[str, Entry] = {}


def register(label: Any, url_name: str, *, order: int, visible: Callable[[HttpRequest], bool] = lambda request: True):
    """Show `label`, leading to `url_name`, to those for whom `visible(request)` holds; lowest `order` first."""
    _entries[url_name] = Entry(label, url_name, order, visible)


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    shown = sorted((entry for entry in _entries.values() if entry.visible(request)), key=lambda entry: entry.order)
    path = request.path
    return [
        {"label": entry.label, "url": (url := reverse(entry.url_name)), "current": path.startswith(url)}
        for entry in shown
    ]
