"""On each request: the organisation that the person acts for, what all are told, and who is kept out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from tandem.directory import notices, permissions, queries


class CurrentOrganisation:
    """Sets `request.organisation`: the one chosen, else the oldest one, else None. Lazy: no query unless used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = SimpleLazyObject(
            lambda: queries.current_organisation(request.user, request.session.get("organisation"))
        )
        request.notices = SimpleLazyObject(notices.shown)
        return self.get_response(request)


#: What somebody kept out still reads: why, how to contest it, and what the law lets everybody read.
OPEN_TO_ALL = frozenset({"report", "report_sent", "decision", "legal", "privacy", "demo_people", "demo_mailbox"})


class KeptOut:
    """Somebody blocked from the place reads why and until when, reaches their account, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or _always_open(request):
            return None
        block = permissions.block_of_person(request.user)
        return render(request, "directory/blocked.html", {"ban": block}, status=403) if block else None


def _always_open(request: HttpRequest) -> bool:
    name = request.resolver_match.url_name or ""
    return name.startswith("account") or name in OPEN_TO_ALL
