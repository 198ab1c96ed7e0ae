"""The plan of an organisation, for its members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.diagnosis import actions, permissions, queries
from tandem.diagnosis.forms import PlanStepForm
from tandem.diagnosis.views.asking import language, visible
from tandem.directory.panels import Panel, on_organisation
from tandem.ui.access import fetch, public, signed_in


@signed_in
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = fetch(permissions.plans_visible_to(request.user), slug=slug)
    rows = queries.plan_of(organisation, language())
    may_plan = permissions.can_plan(request.user, organisation).allowed
    if may_plan:
        for row in rows:
            step = row["step"]
            row["form"] = PlanStepForm(initial={"state": step.state, "note": step.note}, auto_id=f"s{step.pk}_%s")
    context = {
        "organisation": organisation,
        "rows": rows,
        "last": queries.latest_of(organisation, "maturity"),
        "may_plan": may_plan,
        "followed_up": queries.is_followed_up(organisation),
    }
    return render(request, "diagnosis/plan.html", context)


@signed_in
@require_POST
def add(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Put one of the next steps of a result on the plan."""
    diagnosis = fetch(visible(request), permissions.can_decide, request.user, kind=kind, reference=reference)
    if diagnosis.organisation is None:
        return redirect("diagnosis_keep", kind, reference)
    wanted = request.POST.get("step", "")
    if wanted not in {one.id for one in queries.standing(diagnosis).result.recommendations}:
        raise BadRequest(wanted)
    actions.plan(diagnosis, wanted, actor=request.user, at=timezone.now())
    messages.success(request, _("It is on the plan of %(name)s.") % {"name": diagnosis.organisation.name})
    return redirect("plan", diagnosis.organisation.slug)


@signed_in
@require_POST
def move(request: HttpRequest, slug: str, step: int) -> HttpResponse:
    """Say how a step goes."""
    organisation = fetch(permissions.plans_visible_to(request.user), permissions.can_plan, request.user, slug=slug)
    found = queries.step_of_plan(organisation, step)
    if found is None:
        raise Http404
    form = PlanStepForm(request.POST)
    if not form.is_valid():
        raise BadRequest(str(form.errors))
    actions.move(found, form.cleaned_data["state"], form.cleaned_data["note"], actor=request.user, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("plan", slug)


@signed_in
@require_POST
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the members wish to be asked, once a month at most, how the plan goes."""
    organisation = fetch(permissions.plans_visible_to(request.user), permissions.can_plan, request.user, slug=slug)
    stopped = "stop" in request.POST
    actions.stop_follow_up(organisation, stopped, actor=request.user, at=timezone.now())
    messages.success(request, _("No more e-mails about this plan.") if stopped else _("You will be asked again."))
    return redirect("plan", slug)


@public
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """From the link of an e-mail, without signing in: one button, and it is over."""
    organisation = queries.organisation_of_token(token)
    if organisation is None:
        raise Http404
    if request.method == "POST":
        actions.stop_follow_up(organisation, True, actor=None, at=timezone.now())
    stopped = not queries.is_followed_up(organisation)
    return render(request, "diagnosis/plan_stop.html", {"organisation": organisation, "stopped": stopped})


@on_organisation(order=30)
def panel(request: HttpRequest, organisation: Any) -> Panel | None:
    """Where the organisation stands and what it plans, for its members alone."""
    user = request.user
    if not user.is_authenticated or not permissions.plans_visible_to(user).filter(pk=organisation.pk).exists():
        return None
    kind = "maturity" if "social" in organisation.roles or "tech" not in organisation.roles else "readiness"
    context = {
        "organisation": organisation,
        "kind": kind,
        "last": queries.latest_of(organisation, kind),
        "counts": queries.counts(organisation),
    }
    return Panel(_("Where you stand, for members only"), "diagnosis/panel.html", context)
