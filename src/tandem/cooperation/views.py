"""Pages of the room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.cooperation import permissions, queries
from tandem.ui.access import fetch, signed_in


@signed_in
def room(request: HttpRequest, reference: str) -> HttpResponse:
    """Where we are, and who we are."""
    shown = fetch(permissions.visible_to(request.user), reference=reference)
    context = {"room": shown, "phases": queries.phases(shown), "sides": queries.sides(shown)}
    return render(request, "cooperation/room.html", context)
