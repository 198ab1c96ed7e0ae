"""Saying what is wrong on a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tandem.directory import actions
from tandem.directory.forms import ReportForm, page_of_here
from tandem.ui.access import public


@public
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, initial={"page": page_of_here(request.GET.get("page", ""))})
    if request.method == "POST" and form.is_valid():
        actions.report_content(**form.cleaned_data, actor=request.user, at=timezone.now())
        request.session["report_has_email"] = bool(form.cleaned_data["email"])
        return redirect("report_sent")
    return render(request, "directory/report.html", {"form": form, "page": page_of_here(form["page"].value() or "")})


@public
def report_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/report_sent.html", {"has_email": request.session.get("report_has_email", False)})
