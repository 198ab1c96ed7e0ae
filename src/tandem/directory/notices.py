"""The notices that every page shows, read once in a while and not once a page."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.utils import timezone

from tandem.directory import queries
from tandem.directory.models import Announcement

#: Seconds after which another process hears of a new notice.
REMEMBERED = 30.0

_memory: tuple[float, Sequence[Announcement]] = (-REMEMBERED, ())


def shown() -> list[Announcement]:
    """The notices of now, at most `REMEMBERED` seconds late."""
    read, rows = _memory
    if time.monotonic() - read > REMEMBERED:
        rows = list(queries.announcements())
        remember(rows)
    now = timezone.now()
    return [one for one in rows if one.starts <= now < one.ends]


def remember(rows: Sequence[Announcement]) -> None:
    global _memory
    _memory = (time.monotonic(), rows)


def forget() -> None:
    """Have the next page read them anew."""
    global _memory
    _memory = (-REMEMBERED, ())
