"""The entries of the top menu and of the foot of the page. A room adds its own in `AppConfig.ready`."""

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
    foot: bool


_entries: dict[tuple[str, ...], Entry] = {}


def register(
    label: Any,
    url_name: str,
    *args: str,
    order: int,
    visible: Callable[[HttpRequest], bool] = lambda request: True,
    foot: bool = False,
) -> None:
    """Show `label`, leading to `url_name`, to those for whom `visible(request)` holds; lowest `order` first.

    What people look up now and then stands at the `foot`: the top keeps to one line.
    """
    _entries[url_name, *args] = Entry(label, url_name, args, order, visible, foot)


def entries(request: HttpRequest, *, foot: bool = False) -> list[dict[str, Any]]:
    here = (entry for entry in _entries.values() if entry.foot == foot and entry.visible(request))
    shown = sorted(here, key=lambda entry: entry.order)
    lines = [{"label": entry.label, "url": reverse(entry.url_name, args=entry.args)} for entry in shown]
    # One entry may lie inside another: the nearest is where the person is.
    nearest = max((line["url"] for line in lines if request.path.startswith(line["url"])), key=len, default=None)
    return [{**line, "current": line["url"] == nearest} for line in lines]
