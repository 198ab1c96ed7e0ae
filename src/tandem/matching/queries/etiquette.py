"""How long an introduction waits: when to remind whom, and the last day to answer."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

import holidays
from django.utils import timezone

from tandem.domain.lifecycle import THIRD_PARTY, etiquette, has_the_ball
from tandem.matching.models import OPEN_PAIR_STATES, OPEN_STATES, Introduction, Reminder, Side, ThirdPartyProposal
from tandem.matching.queries.introductions import awaited_side, with_parties

Due = Literal["remind", "close"]
OPEN_DAYS = etiquette.OPEN_DAYS


def last_day(introduction: Introduction) -> date | None:
    """The last day to answer, None when the introduction has ended."""
    return last_day_after(introduction.since) if introduction.state in OPEN_STATES else None


def last_day_after(at: datetime) -> date:
    """The last day to answer what was said at that moment, in the time zone of this place."""
    return etiquette.timetable(timezone.localdate(at)).last_day


def reminders_of_this_turn(introduction: Introduction) -> list[Reminder]:
    """Those sent since the ball came to where it lies."""
    return list(introduction.reminders.filter(since=introduction.since))


def due(introduction: Introduction, at: datetime) -> Due | None:
    """What is to be done now: remind the side that has the ball, on a business day of its country, or close."""
    side = awaited_side(introduction)
    if side is None:
        return None
    free_days = public_holidays(organisation_on(introduction, side).country)
    plan = etiquette.timetable(timezone.localdate(introduction.since), free_days)
    sent = [timezone.localdate(reminder.at) for reminder in reminders_of_this_turn(introduction)]
    return etiquette.due(plan, timezone.localdate(at), sent, free_days)


def all_due(at: datetime) -> Iterator[tuple[Introduction, Due]]:
    """Every open introduction for which something is to be done now."""
    quiet = timedelta(days=etiquette.QUIET_BUSINESS_DAYS)
    for introduction in with_parties(Introduction.objects.filter(state__in=OPEN_STATES, since__lt=at - quiet)):
        if what := due(introduction, at):
            yield introduction, what


def pair_reminder_due(proposal: ThirdPartyProposal, side: str, at: datetime) -> bool:
    """Whether this side, which has not answered a supporter's proposal, is to be reminded now: as of an introduction,
    and twice at most however long the proposal lives."""
    if side not in has_the_ball(THIRD_PARTY, proposal.state):
        return False
    free_days = public_holidays(organisation_on(proposal, side).country)
    plan = etiquette.timetable(timezone.localdate(proposal.since), free_days)
    sent = [timezone.localdate(reminder.at) for reminder in proposal.reminders.filter(side=side)]
    return etiquette.due(plan, timezone.localdate(at), sent, free_days) == "remind"


def pair_reminded_on(proposal: ThirdPartyProposal, side: str | None) -> list[date]:
    """The days on which this side was reminded, or either (None: for the supporter)."""
    sent = proposal.reminders.filter(side=side) if side else proposal.reminders.all()
    return sorted({timezone.localdate(reminder.at) for reminder in sent})


def pair_reminders_due(at: datetime) -> Iterator[tuple[ThirdPartyProposal, str]]:
    """Every open proposal of a supporter with each side that is to be reminded now."""
    quiet = timedelta(days=etiquette.QUIET_BUSINESS_DAYS)
    waiting = ThirdPartyProposal.objects.filter(state__in=OPEN_PAIR_STATES, since__lt=at - quiet).order_by("pk")
    for proposal in waiting.select_related("need__organisation", "offer__organisation"):
        for side in Side.values:
            if pair_reminder_due(proposal, side, at):
                yield proposal, side


def organisation_on(introduction: Introduction | ThirdPartyProposal, side: str) -> Any:
    return (introduction.need if side == Side.NEED else introduction.offer).organisation


@lru_cache(maxsize=64)
def public_holidays(country: str) -> Container[date]:
    """The national public holidays of a country (ISO 3166, two letters); none where they are not known.

    >>> date(2026, 7, 14) in public_holidays("FR"), date(2026, 7, 14) in public_holidays("PT")
    (True, False)
    """
    if country not in holidays.list_supported_countries():
        return etiquette.NO_HOLIDAYS
    return holidays.country_holidays(country)
