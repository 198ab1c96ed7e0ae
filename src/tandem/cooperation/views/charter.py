"""The charter of cooperation, its versions, and who accepted it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.cooperation import content, queries
from tandem.ui.access import public
from tandem.ui.pages import pages_of

ON_A_PAGE = 50


@public
def charter(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """The newest version, or an older one as it was accepted."""
    newest = content.newest_charter()
    shown = newest if version is None else content.charter(version)
    if shown is None:
        raise Http404
    page = Paginator(queries.charter_signatures(shown.version), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "charter": shown,
        "newest": newest,
        "older": [one for one in reversed(content.charters()) if one.version != shown.version],
        "page": page,
        "pages": pages_of(request, page),
    }
    return render(request, "cooperation/charter.html", context)
