"""What the page of an organisation shows of its cooperations: facts computed from rooms, never words of its own."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any

from django.db.models import F, Q

from tandem.cooperation import phases
from tandem.cooperation.models import Cooperation, LevelRating, Party
from tandem.domain.lifecycle import ROOM, SESSION
from tandem.matching.queries.replies import days_to_reply

#: A time of reply concerns people: it is shown from this many answers on.
ENOUGH_REPLIES = 5


def cooperation_facts(organisation: Any) -> dict[str, Any]:
    """Cooperations whose work began, those brought to their end, sessions held, skills handed over, days to reply.

    What began after it had left does not count, nor does an end that it left before.
    A skill counts as handed over when every side that rated it saw a higher level at the end, and two sides did.
    `reply` is the median in whole days, absent with fewer than five answers.
    """
    rooms = Cooperation.objects.filter(parties__organisation=organisation)
    there = Q(parties__organisation=organisation) & (Q(parties__left=None) | Q(parties__left__gt=F("steps__at")))
    begun = Cooperation.objects.filter(there, machine=ROOM.id, steps__transition__in=phases.ways_into("work"))
    stayed = begun.filter(pk__in=Party.objects.filter(organisation=organisation).values("cooperation"))
    replies = days_to_reply(organisation)
    return {
        "begun": begun.distinct().count(),
        "finished": stayed.filter(phase="closed", steps__transition__in=phases.ways_into("closed")).distinct().count(),
        "sessions": rooms.filter(machine=SESSION.id, steps__transition="done").distinct().count(),
        "skills": _handed_over(organisation),
        "reply": max(1, round(median(replies))) if len(replies) >= ENOUGH_REPLIES else None,
    }


def _handed_over(organisation: Any) -> int:
    seen: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    ratings = LevelRating.objects.filter(
        line__cooperation__parties__organisation=organisation, line__cooperation__parties__transfers=True
    )
    for line, party, moment, level in ratings.values_list("line", "party", "moment", "level"):
        seen[line][party][moment] = level
    start, end = LevelRating.Moment.START, LevelRating.Moment.END
    whole = [[levels for levels in sides.values() if {start, end} <= levels.keys()] for sides in seen.values()]
    return sum(len(sides) > 1 and all(levels[end] > levels[start] for levels in sides) for sides in whole)
