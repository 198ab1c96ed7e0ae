"""What the page of an organisation, and the portfolio of its supporter, show of its cooperations."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.cooperation import queries
from tandem.cooperation.models import Cooperation
from tandem.cooperation.queries.portfolio import is_stuck, open_rooms_of
from tandem.directory.panels import Line, Panel, Standing, in_portfolio
from tandem.matching import queries as matching
from tandem.ui.dates import date_format

MOST = 10


def facts(request: HttpRequest, organisation: Any) -> Panel | None:
    """Figures computed from its rooms: for tech actors, once there is one."""
    if "tech" not in organisation.roles:
        return None
    known = queries.cooperation_facts(organisation)
    if not (known["begun"] or known["sessions"]):
        return None
    return Panel(_("What its cooperations show"), "cooperation/panel_facts.html", known)


def cases(request: HttpRequest, organisation: Any) -> Panel | None:
    """The cases that it tells together with others."""
    found = list(queries.cases_of_organisation(organisation)[:MOST])
    return Panel(_("Told together"), "cooperation/panel_cases.html", {"cases": found}) if found else None


def pairs(request: HttpRequest, organisation: Any) -> Panel | None:
    """For members: with whom it cooperates, each pair's history as one line."""
    user = request.user
    if not user.is_authenticated or not user.memberships.filter(organisation=organisation).exists():
        return None
    found = queries.histories_of(organisation)
    return Panel(_("Your cooperations"), "cooperation/panel_pairs.html", {"pairs": found}) if found else None


@in_portfolio(40, "may_see")
def rooms_in_portfolio(request: HttpRequest, agreed: Sequence[Any]) -> Mapping[int, Standing]:
    """The phase of each open room and who has the ball since when: neither its words nor the other party."""
    rooms = open_rooms_of([one.organisation_id for one in agreed])
    return {
        one.pk: Standing(_("Rooms"), [_line_of(room, one.organisation_id) for room in rooms[one.organisation_id]])
        for one in agreed
        if one.organisation_id in rooms
    }


def _line_of(room: Cooperation, organisation: int) -> Line:
    own = {party.side for party in room.parties.all() if party.organisation_id == organisation}
    said = {
        "phase": matching.said(room.lifecycle.state(room.phase).label),
        "day": date_format(timezone.localdate(room.awaited_since)),
    }
    if own & set(room.awaited):
        text = gettext("%(phase)s: their turn, since %(day)s")
    elif room.awaited:
        text = gettext("%(phase)s: the turn of the others, since %(day)s")
    else:
        text = gettext("%(phase)s, since %(day)s")
    return Line(text % said, stuck=is_stuck(room, timezone.now()))
