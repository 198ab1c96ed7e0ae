"""The short path of a one-hour session."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, queries
from tandem.cooperation.forms import SessionAnswerForm, TimeForm
from tandem.cooperation.models import Cooperation, Party
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.domain.calendar_file import calendar_file
from tandem.domain.decision import Decision
from tandem.domain.lifecycle import SESSION
from tandem.ui.access import signed_in


def _session(request: HttpRequest, reference: str) -> tuple[Cooperation, Party]:
    shown, own = acted_in(request, reference)
    if shown.machine != SESSION.id:
        raise Http404
    return shown, own


@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose a time."""
    shown, own = _session(request, reference)
    initial = {"time_zone": own.time_zone or settings.TIME_ZONE}
    form = TimeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        written = form.cleaned_data
        decision = actions.propose_time(
            shown,
            own,
            written["starts"],
            written["time_zone"],
            written["place"],
            actor=request.user,
            at=timezone.now(),
        )
        if decision.reason is None:
            messages.success(request, _("Your time is proposed. The other side confirms it, or proposes another."))
            return redirect("cooperation", reference)
        form.add_error(None, decision.reason.render(_))
    return render(request, "cooperation/write.html", {"room": shown, "form": form, "title": _("Propose a time")})


@signed_in
@require_POST
def confirm(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Agree to a time."""
    shown, own = _session(request, reference)
    decision = actions.confirm_time(shown, own, pk, actor=request.user, at=timezone.now())
    return _said(request, reference, decision, _("The time is agreed."))


def _said(request: HttpRequest, reference: str, decision: Decision, done: Any) -> HttpResponse:
    if decision.reason is None:
        messages.success(request, done)
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect("cooperation", reference)


@signed_in
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreed time as a calendar file."""
    shown = visible(request, reference)
    agreed = queries.agreed_time(shown)
    if agreed is None:
        raise Http404
    address = settings.ADDRESS + reverse("cooperation", args=[reference])
    text = calendar_file(queries.meeting_of(shown, agreed, address, timezone.now()))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tandem.ics"'
    return response


@signed_in
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Two questions, and “go further?”."""
    shown, own = _session(request, reference)
    form = SessionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = actions.answer_questions(shown, own, form.cleaned_data, actor=request.user, at=timezone.now())
        return _said(request, reference, decision, _("Thank you. Your answers are kept."))
    return render(request, "cooperation/write.html", {"room": shown, "form": form, "title": _("Two questions")})


@signed_in
@require_POST
def further(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a room for something bigger."""
    shown, _own = _session(request, reference)
    opened = actions.go_further(shown, actor=request.user, at=timezone.now())
    if isinstance(opened, Decision):
        return _said(request, reference, opened, "")
    return redirect("cooperation", opened.reference)
