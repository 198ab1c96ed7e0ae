"""Pages of a long list."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest


def pages_of(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What the component `pages` takes, the addresses keeping every other parameter."""

    def address(number: int) -> str:
        parameters = request.GET.copy()
        parameters["page"] = str(number)
        return f"?{parameters.urlencode()}"

    return {
        "has_other_pages": page.has_other_pages(),
        "number": page.number,
        "total": page.paginator.num_pages,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }
