"""What published figures can be, for everybody: the field study; and for those signed in: their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tandem.observatory.forms.checking import CheckForm
from tandem.observatory.queries import checking
from tandem.ui.access import public, signed_in


@public
def study(request: HttpRequest) -> HttpResponse:
    """What the figures of the field study say of each other."""
    return render(request, "observatory/study.html", {"checked": checking.study()})


@signed_in
def check(request: HttpRequest) -> HttpResponse:
    """Check figures; nothing is kept."""
    form = CheckForm(request.POST or None, request.FILES or None)
    checked = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        checked = checking.check(form.figures, said["n"], said["rounding"])
    return render(request, "observatory/check.html", {"form": form, "checked": checked})
