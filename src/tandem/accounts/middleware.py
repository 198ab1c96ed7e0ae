"""What a steward needs before anything else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

#: Their own account, and the pages that an installation owes to everybody.
OPEN = ("account/", "legal/", "privacy/", "accessibility/", "eco-design/")


class StewardsProveTwice:
    """A steward without a passkey or an app is led to set one up, whatever page they open: no page has to think
    of it. In the demonstration, where people are invented, stewards come in without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        person = request.user
        if settings.DEMO or not (person.is_authenticated and person.is_steward) or person.has_second_factor:
            return None
        _language, _slash, page = request.resolver_match.route.partition("/")
        if page.startswith(OPEN) or request.resolver_match.route.startswith(OPEN):
            return None
        return redirect("mfa_index")
