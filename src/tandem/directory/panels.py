"""What rooms above show on the page of an organisation: a room registers here, in its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from tandem.directory.models import Organisation


@dataclass(frozen=True)
class Panel:
    """A part of a page: its title, the template of its body, and what that template needs (as `panel.context`)."""

    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


#: Gives the panel for this request, or None when there is nothing to show.
Maker = Callable[[HttpRequest, Organisation], Panel | None]

_makers: list[tuple[int, Maker]] = []


def on_organisation(order: int) -> Callable[[Maker], Maker]:
    """Show what the decorated function gives on each organisation's page, lowest `order` first."""

    def register(maker: Maker) -> Maker:
        if all(known is not maker for _, known in _makers):
            _makers.append((order, maker))
            _makers.sort(key=lambda pair: pair[0])
        return maker

    return register


def of(request: HttpRequest, organisation: Organisation) -> list[Panel]:
    made = (maker(request, organisation) for _, maker in _makers)
    return [panel for panel in made if panel is not None]
