"""The etiquette of waiting: when to remind whoever has the ball, and when to close.

Reminders fall on business days of the country of those who are reminded: Monday to Friday, without the
public holidays. These come in as `holidays`, any container of dates: `frozenset({date(2026, 5, 1)})`, or
a calendar that answers `in`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

#: Nobody is reminded in these first business days, nor sooner than that after a reminder.
QUIET_BUSINESS_DAYS = 3
MOST_REMINDERS = 2
REMIND_AFTER = (5, 10)
OPEN_DAYS = 21
#: An offer that lets others wait so long, public holidays of its country not counted, is paused.
SILENT_DAYS = 45
NO_HOLIDAYS: frozenset[date] = frozenset()
SATURDAY = 5


@dataclass(frozen=True)
class Timetable:
    """What happens when nobody acts: the days of the reminders, and the last day to answer, shown to both."""

    reminders: tuple[date, ...]
    last_day: date


def is_business_day(day: date, holidays: Container[date] = NO_HOLIDAYS) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def business_days_after(start: date, days: int, holidays: Container[date] = NO_HOLIDAYS) -> date:
    """The `days`-th business day after `start`; `start` itself never counts.

    >>> business_days_after(date(2026, 4, 30), 1, {date(2026, 5, 1)})  # a Thursday before the first of May
    datetime.date(2026, 5, 4)
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_business_day(day, holidays)
    return day


def timetable(
    since: date, holidays: Container[date] = NO_HOLIDAYS, remind_after: Sequence[int] = REMIND_AFTER
) -> Timetable:
    """Reminders and last day for a ball that lies where it is since the day `since`.

    `remind_after`: in business days, at most two, growing, further apart than three and none in the first
    three (else `BadInput`). A reminder that would fall after the last day is left out. The last day is
    `since` + 21 calendar days; closing is due the day after.

    >>> timetable(date(2026, 11, 2))  # a Monday
    Timetable(reminders=(datetime.date(2026, 11, 9), datetime.date(2026, 11, 16)), last_day=datetime.date(2026, 11, 23))
    """
    gaps = [later - earlier for earlier, later in zip((0, *remind_after), remind_after, strict=False)]
    if len(remind_after) > MOST_REMINDERS or any(gap <= QUIET_BUSINESS_DAYS for gap in gaps):
        raise BadInput(
            Message(
                gettext_noop(
                    "at most %(most)s reminders, each more than %(quiet)s business days after the step before"
                ),
                {"most": MOST_REMINDERS, "quiet": QUIET_BUSINESS_DAYS},
            ),
            ("remind_after",),
        )
    last_day = since + timedelta(days=OPEN_DAYS)
    days = (business_days_after(since, after, holidays) for after in remind_after)
    return Timetable(tuple(day for day in days if day <= last_day), last_day)


def silent_until(since: date, holidays: Container[date] = NO_HOLIDAYS) -> date:
    """The last day of patience with an offer that has let somebody wait since the day `since`: the 45th day after
    it that is no public holiday. It is paused the day after.

    >>> silent_until(date(2026, 3, 2)), silent_until(date(2026, 4, 1), {date(2026, 4, 6), date(2026, 5, 1)})
    (datetime.date(2026, 4, 16), datetime.date(2026, 5, 18))
    """
    day, left = since, SILENT_DAYS
    while left > 0:
        day += timedelta(days=1)
        left -= day not in holidays
    return day


def due(
    plan: Timetable, today: date, sent: Sequence[date] = (), holidays: Container[date] = NO_HOLIDAYS
) -> Literal["remind", "close"] | None:
    """What to do `today`, knowing the days on which reminders were `sent`.

    A reminder that was missed (the machine slept) is caught up on the next business day, one at a time and
    with the quiet days between two; closing comes even when no reminder could be sent.

    >>> plan = timetable(date(2026, 11, 2))
    >>> due(plan, date(2026, 11, 6)), due(plan, date(2026, 11, 9)), due(plan, date(2026, 11, 24))
    (None, 'remind', 'close')
    """
    if today > plan.last_day:
        return "close"
    owed = sum(day <= today for day in plan.reminders) - len(sent)
    if owed <= 0 or not is_business_day(today, holidays):
        return None
    if sent and today <= business_days_after(max(sent), QUIET_BUSINESS_DAYS, holidays):
        return None
    return "remind"
