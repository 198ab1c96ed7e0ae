"""The organisation that the person acts for, on each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tandem.directory import queries


class CurrentOrganisation:
    """Sets `request.organisation`: the one chosen, else the oldest one, else None. Lazy: no query unless used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = SimpleLazyObject(
            lambda: queries.current_organisation(request.user, request.session.get("organisation"))
        )
        return self.get_response(request)
