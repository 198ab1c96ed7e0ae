"""What the page of an organisation shows of its needs and offers."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tandem.directory.panels import Panel
from tandem.matching import permissions, queries
from tandem.matching.models import Need, Offer, Posting

MOST = 10


def _panel(request: HttpRequest, organisation: object, model: type[Posting], title: str) -> Panel | None:
    """Published and visible to this person; a need that stays unnamed is not shown beside a name."""
    visible = queries.newest(permissions.visible_to(request.user, model)).filter(organisation=organisation)
    if not request.user.is_authenticated or not queries.belongs_to_organisation(request.user, organisation):
        visible = visible.exclude(visibility=Posting.Visibility.UNNAMED)
    postings = list(visible[:MOST])
    if not postings:
        return None
    return Panel(title, "matching/panel.html", {"postings": postings, "kind": model._meta.model_name})


def needs(request: HttpRequest, organisation: object) -> Panel | None:
    return _panel(request, organisation, Need, _("Its needs"))


def offers(request: HttpRequest, organisation: object) -> Panel | None:
    return _panel(request, organisation, Offer, _("Its offers"))
