"""What the page of an organisation shows of its cooperations."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tandem.cooperation import queries
from tandem.directory.panels import Panel

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
    return Panel(_("Told by both sides"), "cooperation/panel_cases.html", {"cases": found}) if found else None


def pairs(request: HttpRequest, organisation: Any) -> Panel | None:
    """For members: with whom it cooperates, each pair's history as one line."""
    user = request.user
    if not user.is_authenticated or not user.memberships.filter(organisation=organisation).exists():
        return None
    found = queries.histories_of(organisation)
    return Panel(_("Your cooperations"), "cooperation/panel_pairs.html", {"pairs": found}) if found else None
