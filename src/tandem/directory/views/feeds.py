"""Results to take away (CSV) or to follow (Atom): only records that may be republished, each with its source."""

from __future__ import annotations

import csv
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from tandem.directory.forms import here
from tandem.directory.queries.listing import lately_changed, republishable
from tandem.ui.access import public
from tandem.ui.templatetags.tandem import in_language, language_shown

#: A program that opens tables runs what begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_IN_A_FEED = 100
COLUMNS = {
    "organisation": ("name", "roles", "country", "place", "website", "languages", "latitude", "longitude"),
    "solution": ("name", "kind", "licence", "country", "website", "repository", "languages"),
}


@public
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """The results of a search as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tandem-{kind}s.csv"'
    response.write("\ufeff")  # spreadsheets then read accents
    lines = csv.writer(response)
    columns = COLUMNS[kind]
    lines.writerow(
        [
            *columns,
            "summary",
            "summary_language",
            "translated_from",
            "source",
            "source_licence",
            "source_address",
            "page",
        ]
    )
    for row in republishable(kind, AnonymousUser(), request.GET):
        source = row.source
        shown = [getattr(row, name) for name in columns]
        more = [in_language(row.summary), language_shown(row.summary), _translated_from(row),
                source.name if source else "", source.licence if source else "",
                row.source_address, _page(row)]  # fmt: skip
        lines.writerow([_plain(value) for value in (*shown, *more)])
    return response


@public
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The results of a search as Atom, lately changed ones first."""
    titles = {"organisation": _("Organisations"), "solution": _("Solutions")}
    list_page = settings.ADDRESS + reverse(f"{kind}s")
    address = settings.ADDRESS + request.get_full_path()
    made = Atom1Feed(
        title=f"{titles[kind]} – Tandem", link=list_page, description="", language=here(), feed_url=address,
        feed_guid=address, author_name=settings.OPERATOR or "Tandem",
    )  # fmt: skip
    for row in lately_changed(kind, AnonymousUser(), request.GET, MOST_IN_A_FEED):
        made.add_item(
            title=row.name, link=_page(row), unique_id=_page(row), description=in_language(row.summary),
            pubdate=row.created, updateddate=row.changed,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _translated_from(row: Any) -> str:
    """The language that the text shown was translated from; empty for the organisation's own words."""
    told = getattr(row, "translations", {}).get(language_shown(row.summary)) or {}
    return str(told.get("from", ""))


def _page(row: Any) -> str:
    return str(settings.ADDRESS + row.get_absolute_url())


def _plain(value: Any) -> str:
    """A cell that no program takes for a formula."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(FORMULA) and not number else text
