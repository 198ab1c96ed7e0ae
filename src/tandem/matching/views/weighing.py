"""How results are weighed here, changing it, and rankings that were kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.domain import matching as engine
from tandem.domain.errors import BadInput
from tandem.matching import actions, permissions, queries
from tandem.matching.forms import WeighingForm
from tandem.matching.models import KeptRanking, Posting
from tandem.matching.steps import FLOWS
from tandem.ui.access import fetch, public, require, signed_in


@public
def weighing(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """What counts, for how much, and why it was changed; the version in force or an older one."""
    now = queries.in_force()
    rules = now if number is None else queries.rules_numbered(number)
    if rules is None:
        raise Http404
    context = {
        "rules": rules,
        "current": rules.number == now.number,
        "criteria": queries.criteria_of(rules),
        "gates": queries.GATES,
        "versions": queries.versions(),
        "may_change": permissions.can_weigh(request.user).allowed,
    }
    return render(request, "matching/weighing.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Write another version, try it on real needs, then put it in force."""
    require(permissions.can_weigh(request.user))
    now = queries.in_force()
    start = queries.rules_numbered(_number(request.GET.get("from"))) or now
    names = {gate: queries.said(label) for gate, label in engine.GATE_LABELS.items()}
    form = WeighingForm(request.POST or None, rules=start, gate_names=names, initial={"after": now.number})
    context: dict[str, Any] = {"form": form, "start": start}
    if request.method == "POST" and form.is_valid():
        if "activate" in request.POST and form.cleaned_data["tried"] == form.digest():
            try:
                return _put_in_force(request, form)
            except BadInput as error:
                form.add_error(None, queries.said(error.message))
        proposed = queries.Rules(now.number, engine.weights_from(form.tables()), tuple(form.open_gates()))
        context |= {"tried": queries.tried_on_real_needs(proposed), "digest": form.digest()}
    return render(request, "matching/weighing_change.html", context)


def _put_in_force(request: HttpRequest, form: WeighingForm) -> HttpResponse:
    note = {language: form.cleaned_data[f"note_{language}"] for language in ("fr", "en")}
    actions.weigh_otherwise(
        form.tables(),
        form.open_gates(),
        note,
        after=form.cleaned_data["after"],
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("In force from now on. The versions before stay readable."))
    return redirect("weighing")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else -1


@signed_in
@require_POST
def keep(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Keep the ranking that is on the page of one's own need or offer."""
    flow = FLOWS[kind]
    visible = permissions.visible_to(request.user, flow.model).select_related("organisation")
    shown = fetch(visible, permissions.can_write, request.user, reference=reference)
    if shown.state != Posting.State.PUBLISHED:
        return redirect("posting", kind, reference)
    relaxed = [gate for gate in request.POST.getlist("relax") if gate in queries.GATES]
    ranked = (queries.ranked_offers if kind == "need" else queries.ranked_needs)(shown, relaxed=relaxed)
    kept = actions.keep_ranking(
        shown, ranked.rules.number, queries.to_keep(shown, ranked), actor=request.user, at=timezone.now()
    )
    messages.success(request, _("Kept. This page shows it as it is now, whatever changes later."))
    return redirect("ranking_then", kept.reference)


@signed_in
def then(request: HttpRequest, reference: str) -> HttpResponse:
    """Why these results then: a kept ranking, computed again from what was kept."""
    found = KeptRanking.objects.select_related("need__organisation", "offer__organisation", "introduction", "person")
    kept = fetch(found.filter(permissions.kept_by(request.user)), reference=reference)
    require(permissions.can_write(request.user, kept.posting))
    context = {
        "kept": kept,
        "posting": kept.posting,
        "kind": kept.posting._meta.model_name,
        "replayed": queries.replayed(kept),
    }
    return render(request, "matching/ranking_then.html", context)
