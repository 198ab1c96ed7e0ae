"""How a room hears of another: it registers here, in its `AppConfig.ready`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tandem.journal.models import Event

Handler = Callable[["Event"], None]

_handlers: dict[str, list[Handler]] = defaultdict(list)


def on(event_name: str) -> Callable[[Handler], Handler]:
    """Call the decorated function for each event of that name, in the transaction that records it."""

    def register(handler: Handler) -> Handler:
        if handler not in _handlers[event_name]:
            _handlers[event_name].append(handler)
        return handler

    return register


def handlers(event_name: str) -> list[Handler]:
    return _handlers[event_name]


@dataclass(frozen=True)
class Job:
    """A periodic job: `run(at)` is called once per `every`, by the worker."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


_jobs: dict[str, Job] = {}


def periodically(name: str, every: timedelta) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Have the worker call the decorated function once per `every`."""

    def register(run: Callable[[datetime], None]) -> Callable[[datetime], None]:
        _jobs[name] = Job(name, every, run)
        return run

    return register


def jobs() -> list[Job]:
    return list(_jobs.values())
