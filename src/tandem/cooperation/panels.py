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
