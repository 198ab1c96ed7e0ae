"""Saying what is wrong on a page, and reading what was decided."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.directory import actions, permissions, queries, queue
from tandem.directory.forms import ContestForm, ReportForm, here, page_of_here
from tandem.ui.access import fetch, public


@public
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, initial={"page": page_of_here(request.GET.get("page", ""))})
    if request.method == "POST" and form.is_valid() and _too_many(request, form.cleaned_data["email"]):
        form.add_error(None, _("That was a lot of reports within an hour. Wait a little, then send this one again."))
    elif request.method == "POST" and form.is_valid():
        made = actions.report_content(**form.cleaned_data, language=here(), actor=request.user, at=timezone.now())
        request.session["report"] = made.case.reference
        request.session["report_has_email"] = bool(form.cleaned_data["email"])
        return redirect("report_sent")
    page = page_of_here(form["page"].value() or "")
    return render(request, "directory/report.html", {"form": form, "page": page})


def _too_many(request: HttpRequest, email: str) -> bool:
    """Nobody floods the stewards, or the mailbox of somebody else with receipts."""
    if not consume(request, action="report"):
        return True
    return bool(email) and not consume(request, action="receipt", key=email.lower())


@public
def report_sent(request: HttpRequest) -> HttpResponse:
    case = queries.cases().filter(reference=request.session.get("report", "")).first()
    has_email = request.session.get("report_has_email", False)
    return render(request, "directory/report_sent.html", {"has_email": has_email, "case": case})


@public
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """What was decided, why, and how to contest it, for whoever has this address. It never says who reported."""
    (case,) = queries.named([fetch(queries.cases(), reference=reference)])
    now = timezone.now()
    may = permissions.can_contest(case, now)
    form = ContestForm(request.POST if request.method == "POST" else None) if may.allowed else None
    if request.method == "POST" and form and form.is_valid():
        person = request.user if request.user.is_authenticated else None
        actions.contest(case, form.cleaned_data["text"], actor=person, at=now)
        messages.success(request, _("Your words are with the stewards, who decide anew."))
        return redirect("decision", case.reference)
    kind = queue.kind(case.kind)
    context = {
        "case": case,
        "kind": kind,
        "choice": kind.choice(case.decision) if case.decision else None,
        "form": form,
        "thing": queue.thing_on(case.page) if case.page else None,
    }
    return render(request, "directory/decision.html", context)
