"""The evaluation and what still runs afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.cooperation import actions, queries
from tandem.cooperation.forms import EvaluationForm, FollowUpForm
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.ui.access import fetch, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def evaluation(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the grid; then, once it is open, read all sides."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    form = EvaluationForm(request.POST or None)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        if form.is_valid():
            decision = actions.evaluate(shown, own, form.answers(), actor=request.user, at=timezone.now())
            if decision.reason is None:
                messages.success(request, _("Thank you. Your answers are kept."))
            else:
                messages.warning(request, decision.reason.render(_))
            return redirect("evaluation", reference)
    answered = queries.own_evaluation(shown, own)
    now = queries.current_round(shown)
    context = {
        "room": shown,
        "own": own,
        "form": form,
        "answered": answered,
        "open": own is not None
        and now is not None
        and answered is None
        and shown.phase != "closed"
        and shown.is_past_work,
        "now": now,
        "rounds": [queries.side_by_side(one) for one in queries.opened_rounds(shown)],
    }
    return render(request, "cooperation/evaluation.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, reference: str, months: int) -> HttpResponse:
    """What still runs and who maintains it, some months after the end."""
    shown = visible(request, reference)
    asked = fetch(shown.follow_ups, months=months)
    own = queries.own_party(request.user, shown)
    said = list(asked.answers.select_related("party__organisation"))
    kept = next((answer for answer in said if own and answer.party_id == own.pk), None)
    now = {name: getattr(kept, name) for name in ("runs", "maintains", "words")} if kept else {}
    form = FollowUpForm(request.POST or None, initial=now)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        if form.is_valid():
            actions.say_what_runs(asked, own, **form.cleaned_data, actor=request.user, at=timezone.now())
            messages.success(request, _("Thank you. All of you read it in the room."))
            return redirect("cooperation", reference)
    context = {"room": shown, "own": own, "asked": asked, "said": said, "form": form}
    return render(request, "cooperation/follow_up.html", context)
