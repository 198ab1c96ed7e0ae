"""Finding organisations and solutions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.directory import search
from tandem.directory.forms import here
from tandem.directory.queries import facts
from tandem.directory.queries.listing import listing
from tandem.directory.queries.mapping import map_of
from tandem.directory.views.roles import roles_of
from tandem.ui.access import public


@public
def organisations(request: HttpRequest) -> HttpResponse:
    shown = listing("organisation", request.user, request.GET, here())
    for row in shown.rows:
        row.shown_roles = roles_of(row.roles)
        row.where = facts.where(row, here())
    as_map = request.GET.get("view") == "map"
    return render(
        request,
        "directory/organisations.html",
        {
            "listing": shown,
            "others": _found_elsewhere("solution", shown.words),
            **_found_in_other_rooms(shown.words),
            "as_map": as_map,
            "map": map_of(request.user, request.GET, here()) if as_map and shown.total else None,
            "other_view": _other_view(request),
        },
    )


@public
def solutions(request: HttpRequest) -> HttpResponse:
    shown = listing("solution", request.user, request.GET, here())
    others = _found_elsewhere("organisation", shown.words)
    return render(
        request,
        "directory/solutions.html",
        {"listing": shown, "others": others, **_found_in_other_rooms(shown.words)},
    )


def _found_in_other_rooms(words: str) -> dict[str, int]:
    return {"pages_found": _found_elsewhere("content", words), "cases_found": _found_elsewhere("case", words)}


def _other_view(request: HttpRequest) -> str:
    """The same results, as a list when this is the map, else as a map."""
    changed = request.GET.copy()
    was_map = changed.pop("view", [""])[-1] == "map"
    changed.pop("around", None)
    if not was_map:
        changed["view"] = "map"
    return f"?{changed.urlencode()}#results"


def _found_elsewhere(kind: str, words: str) -> int:
    """How many of the other kind have these words; nothing is counted without words."""
    try:
        return search.count(kind, words) if words else 0
    except search.IndexMissing:
        return 0
