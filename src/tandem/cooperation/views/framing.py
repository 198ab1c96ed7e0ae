"""Framing: both wordings side by side, each side's aims, the common goal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, queries
from tandem.cooperation.forms import AgreeForm, FramingForm, GoalForm
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.ui.access import signed_in

FIELDS = ("wording", "gain", "brings", "fears", "failure")


@signed_in
def framing(request: HttpRequest, reference: str) -> HttpResponse:
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    goal = getattr(shown, "goal", None)
    sides = queries.framed_sides(shown)
    context = {
        "room": shown,
        "own": own,
        "open": own is not None and shown.phase == "framing",
        "sides": sides,
        "goal": goal,
        "ready_for_goal": all(side["framing"] for side in sides),
        "agree": AgreeForm(initial={"seen": goal.version}) if goal else None,
        "asked": own is not None and queries.missing_in_framing(shown).get(own.side) == "agree",
    }
    return render(request, "cooperation/framing.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def side(request: HttpRequest, reference: str) -> HttpResponse:
    """Write one's own side."""
    shown, own = acted_in(request, reference)
    kept = getattr(own, "framing", None)
    first = {"wording": shown.introduction.need.text if own.side == "need" else "", "seen": 0}
    now = {name: getattr(kept, name) for name in FIELDS} | {"seen": kept.version} if kept else first
    form = FramingForm(own.side, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name].strip() for name in FIELDS}
        decision = actions.write_framing(
            shown, own, values, form.cleaned_data["seen"], actor=request.user, at=timezone.now()
        )
        if decision.reason is None:
            messages.success(request, _("Your words are saved. The others read them beside their own."))
            return redirect("framing", reference)
        form = again(FramingForm(own.side, with_seen(request, now["seen"])), decision.reason.render(_))
    context = {"room": shown, "own": own, "form": form, "title": _("Our side"), "stands": standing(form, kept, FIELDS)}
    return render(request, "cooperation/write.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, reference: str) -> HttpResponse:
    """Write or change the common goal."""
    shown, own = acted_in(request, reference)
    kept = getattr(shown, "goal", None)
    now = {"text": kept.text, "seen": kept.version} if kept else {"text": "", "seen": 0}
    form = GoalForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        text, seen = form.cleaned_data["text"].strip(), form.cleaned_data["seen"]
        decision = actions.write_goal(shown, own, text, seen, actor=request.user, at=timezone.now())
        if decision.reason is None:
            messages.success(request, _("The common goal is saved, and the others are asked whether they agree."))
            return redirect("framing", reference)
        form = again(GoalForm(with_seen(request, now["seen"])), decision.reason.render(_))
    context = {
        "room": shown,
        "own": own,
        "form": form,
        "title": _("The common goal"),
        "stands": standing(form, kept, ("text",)),
    }
    return render(request, "cooperation/write.html", context)


@signed_in
@require_POST
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree to the common goal as it was on the page."""
    shown, own = acted_in(request, reference)
    form = AgreeForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    decision = actions.agree_to_goal(shown, own, seen, actor=request.user, at=timezone.now())
    if decision.reason is None:
        messages.success(request, _("You agree to the common goal."))
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect("framing", reference)


def with_seen(request: HttpRequest, version: int) -> Any:
    """What was posted, now that the newest version has been shown."""
    data = request.POST.copy()
    data["seen"] = str(version)
    return data


def again(renewed: Any, reason: str) -> Any:
    """The form with the person's words kept, the newest version noted, and the reason on top."""
    renewed.is_valid()
    renewed.add_error(None, reason)
    return renewed


def standing(form: Any, kept: Any, names: tuple[str, ...]) -> list[dict[str, str]]:
    """What stands now, shown beside a form that was refused."""
    if kept is None or not form.is_bound or not form.non_field_errors():
        return []
    return [{"label": form.fields[name].label, "text": getattr(kept, name)} for name in names if getattr(kept, name)]
