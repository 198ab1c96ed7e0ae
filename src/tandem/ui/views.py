"""The page that shows every component with its contract and examples."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.ui.access import public
from tandem.ui.components import all_contracts


@public
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/components.html", {"contracts": all_contracts()})
