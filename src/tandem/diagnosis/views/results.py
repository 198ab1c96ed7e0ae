"""What comes out of a diagnosis, and keeping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.diagnosis import actions, paper, permissions, queries
from tandem.diagnosis.views.asking import actor, language, visible
from tandem.directory.forms import WhichOrganisationForm
from tandem.ui.access import fetch, public, signed_in


@public
def result(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Subject by subject where one stands, what could come next, and never one mark."""
    diagnosis = fetch(visible(request), kind=kind, reference=reference)
    if request.user.is_authenticated and diagnosis.author_id is None and diagnosis.organisation_id is None:
        diagnosis = actions.adopt(diagnosis, actor=request.user, at=timezone.now())
    now = queries.standing(diagnosis)
    keep = reverse("diagnosis_keep", args=[kind, reference])
    page = queries.page_of(diagnosis, now, language())
    may_answer = permissions.can_answer(request.user, diagnosis).allowed
    may_decide = permissions.can_decide(request.user, diagnosis).allowed
    may_plan = may_decide and diagnosis.organisation_id is not None
    accompanied = may_plan and diagnosis.supporter_id is None
    context = {
        "kind": kind,
        "content": now.content,
        "diagnosis": diagnosis,
        "page": page,
        "core_left": now.core_left,
        "may_answer": may_answer,
        "may_decide": may_decide,
        "pdf": paper.is_possible(),
        "may_invite": permissions.can_invite_supporter(request.user, diagnosis).allowed,
        "through": permissions.answers_through(request.user, diagnosis),
        "standing": queries.who_sits_in(diagnosis.organisation) if accompanied else (),
        "may_plan": may_plan,
        "planned": queries.planned(diagnosis.organisation_id, kind) if may_plan else set(),
        "keep": keep,
        "signup": f"{reverse('account_signup')}?{urlencode({'next': keep})}",
        "login": f"{reverse('account_login')}?{urlencode({'next': keep})}",
        "prepared": queries.is_prepared(now),
    }
    return render(request, "diagnosis/result.html", context)


@public
def pdf(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """The result to hand round or file away, where Typst is installed."""
    diagnosis = fetch(visible(request), kind=kind, reference=reference)
    if not paper.is_possible():
        raise Http404
    now = queries.standing(diagnosis)
    file = paper.pdf(diagnosis, now, queries.page_of(diagnosis, now, language()), language())
    name = f'attachment; filename="{kind}-{diagnosis.changed:%Y-%m-%d}.pdf"'
    return HttpResponse(file, content_type="application/pdf", headers={"Content-Disposition": name})


@public
def peers(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Beside others, in groups of five or more."""
    diagnosis = fetch(visible(request), kind=kind, reference=reference)
    now = queries.standing(diagnosis)
    groups = queries.peers(diagnosis, now, language())
    shown = [group for group in groups if group.bands is not None]
    rows = [
        {
            "label": now.content.dimensions[one.id].name[language()],
            "you": now.content.bands[one.band][language()],
            "bands": [group.bands[place] for group in shown],
        }
        for place, one in enumerate(now.result.dimensions)
    ]
    context = {
        "kind": kind,
        "content": now.content,
        "diagnosis": diagnosis,
        "rows": rows,
        "shown": shown,
        "withheld": len(shown) < len(groups),
    }
    return render(request, "diagnosis/peers.html", context)


@signed_in
def keep(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Which organisation it is about: one of one's own, or a new one described here."""
    diagnosis = fetch(visible(request), permissions.can_decide, request.user, kind=kind, reference=reference)
    if diagnosis.organisation_id is not None:
        return redirect("diagnosis_result", kind, reference)
    form = WhichOrganisationForm(request.POST or None, mine=permissions.organisations_one_answers_for(request.user))
    if request.method == "POST":
        now = timezone.now()
        if chosen := form.chosen(actor=request.user, at=now):
            actions.keep(diagnosis, chosen, actor=request.user, at=now)
            messages.success(request, _("Kept. The members of %(name)s see it here.") % {"name": chosen.name})
            return redirect("diagnosis_result", kind, reference)
        if not form.is_bound:
            messages.error(request, form.nothing_chosen)
    context = {"kind": kind, "diagnosis": diagnosis, "form": form}
    return render(request, "diagnosis/keep.html", context)


@public
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Throw a diagnosis away, after one question."""
    diagnosis = fetch(visible(request), permissions.can_decide, request.user, kind=kind, reference=reference)
    if request.method == "POST":
        actions.discard(diagnosis, actor=actor(request), at=timezone.now())
        messages.success(request, _("The answers and the result are deleted."))
        return redirect("diagnosis", kind)
    return render(request, "diagnosis/discard.html", {"kind": kind, "diagnosis": diagnosis})
