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
    args: tuple[str, ...]
    order: int
    visible: Callable[[HttpRequest], bool]


_entries: dict[tuple[str, ...], Entry] = {}


def register(
    label: Any, url_name: str, *args: str, order: int, visible: Callable[[HttpRequest], bool] = lambda request: True
) -> None:
    """Show `label`, leading to `url_name`, to those for whom `visible(request)` holds; lowest `order` first."""
    _entries[url_name, *args] = Entry(label, url_name, args, order, visible)


def entries(request: HttpRequest) -> list[dict[str, Any]]:
    shown = sorted((entry for entry in _entries.values() if entry.visible(request)), key=lambda entry: entry.order)
    lines = [{"label": entry.label, "url": reverse(entry.url_name, args=entry.args)} for entry in shown]
    return [{**line, "current": request.path.startswith(line["url"])} for line in lines]
