"""What rooms above show on the page of an organisation and in the portfolio of its supporter: a room registers here, in
its `AppConfig.ready`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from tandem.directory.models import Accompaniment, Organisation


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


@dataclass(frozen=True)
class Line:
    """One sentence of where an organisation stands. `stuck`: somebody has waited for long."""

    text: str
    href: str = ""
    stuck: bool = False


@dataclass(frozen=True)
class Standing:
    """What a room says in a portfolio: its title, its lines, and what the supporter may do there (text, address)."""

    title: Any
    lines: Sequence[Line] = ()
    ways: Sequence[tuple[str, str]] = ()


#: Gives the standing of each of these accompaniments, by its key: asked once for a whole page of them.
StandingMaker = Callable[[HttpRequest, Sequence[Accompaniment]], Mapping[int, Standing]]

_standings: list[tuple[int, str, StandingMaker]] = []


def in_portfolio(order: int, scope: str) -> Callable[[StandingMaker], StandingMaker]:
    """Show what the decorated function gives in the portfolio of a supporter, lowest `order` first. It is asked only
    about organisations that agreed to this `scope` (one of `permissions.SCOPES`)."""

    def register(maker: StandingMaker) -> StandingMaker:
        if all(known is not maker for _, _, known in _standings):
            _standings.append((order, scope, maker))
            _standings.sort(key=lambda entry: entry[0])
        return maker

    return register


def of_portfolio(request: HttpRequest, agreed: Sequence[Accompaniment]) -> dict[int, list[Standing]]:
    """Where each organisation stands, as far as it agreed to show it."""
    shown: dict[int, list[Standing]] = defaultdict(list)
    for _order, scope, maker in _standings:
        open_ones = [one for one in agreed if getattr(one, scope)]
        for key, standing in maker(request, open_ones).items() if open_ones else ():
            shown[key].append(standing)
    return shown
