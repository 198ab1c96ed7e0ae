"""Milestones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, queries
from tandem.cooperation.forms import MilestoneForm
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.ui.access import signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest, reference: str) -> HttpResponse:
    """What is to be reached by when; set one below."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        if form.is_valid():
            text, due = form.cleaned_data["text"], form.cleaned_data["due"]
            decision = actions.set_milestone(shown, own, text, due, actor=request.user, at=timezone.now())
            if decision.reason is None:
                return redirect("milestones", reference)
            form.add_error(None, decision.reason.render(_))
    context = {
        "room": shown,
        "open": own is not None and bool(shown.awaited),
        "form": form,
        "lines": queries.milestones_of(shown, timezone.localdate()),
    }
    return render(request, "cooperation/milestones.html", context)


@signed_in
@require_POST
def change(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Note one as reached, or take it away (`drop`)."""
    shown, own = acted_in(request, reference)
    act = actions.drop_milestone if "drop" in request.POST else actions.reach_milestone
    decision = act(shown, own, pk, actor=request.user, at=timezone.now())
    if decision.reason is not None:
        messages.warning(request, decision.reason.render(_))
    return redirect("milestones", reference)
