"""Pages of the directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.ui.access import public


@public
def report(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/report.html")
