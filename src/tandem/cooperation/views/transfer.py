"""The transfer plan and the steps of autonomy."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tandem.cooperation import actions, queries
from tandem.cooperation.forms import EvidenceForm, NothingForm, TransferLineForm
from tandem.cooperation.models import AutonomyStep, Cooperation, Party, TransferLine
from tandem.cooperation.views.framing import again, standing, with_seen
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.domain.decision import Decision
from tandem.domain.errors import BadInput
from tandem.ui.access import fetch, signed_in

#: More digits are no key of a row.
LONGEST_NUMBER = 19


@signed_in
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Every competence with every side's levels; then the four steps."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    context = {
        "room": shown,
        "open": own is not None and own.transfers and shown.phase not in ("meeting", "closed"),
        "outside": queries.stays_out(shown),
        "framing": shown.phase == "framing",
        "plan": getattr(shown, "transfer", None),
        "lines": queries.plan_lines(shown),
        "steps": queries.autonomy(shown),
    }
    return render(request, "cooperation/transfer.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Find a competence in everyday words, and add or remove one."""
    shown, own = acted_in(request, reference)
    if request.method == "POST":
        return _change(request, shown, own)
    words = request.GET.get("q", "").strip()
    had = shown.transfer_lines.values_list("framework", "competence")
    found = queries.competences_found(words, had) if words else []
    return render(request, "cooperation/competences.html", {"room": shown, "words": words, "found": found})


def _change(request: HttpRequest, shown: Cooperation, own: Party) -> HttpResponse:
    now = timezone.now()
    if remove := request.POST.get("remove", ""):
        pk = int(remove) if remove.isdecimal() and len(remove) < LONGEST_NUMBER else 0
        return _said(request, shown.reference, actions.remove_competence(shown, own, pk, actor=request.user, at=now))
    framework, _space, competence = request.POST.get("add", "").partition(" ")
    try:
        decision = actions.add_competence(shown, own, framework, competence, actor=request.user, at=now)
    except BadInput as error:
        raise Http404 from error
    return _said(request, shown.reference, decision)


def _said(request: HttpRequest, reference: str, decision: Decision, done: str = "") -> HttpResponse:
    if decision.reason is not None:
        messages.warning(request, decision.reason.render(_))
    elif done:
        messages.success(request, done)
    return redirect("transfer", reference)


@signed_in
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One competence: levels as one's own side sees them, who learns, who teaches, how."""
    shown, own = acted_in(request, reference)
    many = [party for party in shown.parties.all() if party.transfers] if queries.many(shown) else []
    kept = fetch(TransferLine.objects.filter(cooperation=shown), pk=pk)
    levels = queries.level_choices(kept)
    rated = {rating.moment: rating.level for rating in kept.ratings.filter(party=own)}
    now = {name: getattr(kept, name) for name in actions.LINE_FIELDS}
    initial = {"seen": kept.version, **now, **rated}
    form = TransferLineForm(levels, many, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        written = form.cleaned_data
        values = {name: written.get(name, now[name]) for name in actions.LINE_FIELDS}
        ratings = {moment: written.get(moment) for moment in ("start", "end")}
        decision = actions.write_line(
            kept, own, values, ratings, written["seen"], actor=request.user, at=timezone.now()
        )
        if decision.reason is None:
            return _said(request, reference, decision, _("The transfer plan is saved."))
        form = again(TransferLineForm(levels, many, with_seen(request, kept.version)), decision.reason.render(_))
    stands = standing(form, kept, ("learners", "teachers", "how"))
    context = {"room": shown, "form": form, "title": queries.labelled(kept), "stands": stands}
    return render(request, "cooperation/write.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def autonomy(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Note one step of autonomy with its evidence."""
    shown, own = acted_in(request, reference)
    if name not in AutonomyStep.Name.values:
        raise Http404
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        evidence = form.cleaned_data["evidence"].strip()
        decision = actions.reach_autonomy_step(shown, own, name, evidence, actor=request.user, at=timezone.now())
        return _said(request, reference, decision, _("The step is noted."))
    context = {"room": shown, "form": form, "title": AutonomyStep.Name(name).label}
    return render(request, "cooperation/write.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def nothing(request: HttpRequest, reference: str) -> HttpResponse:
    """Say openly that nothing is handed over."""
    shown, own = acted_in(request, reference)
    form = NothingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = actions.hand_nothing_over(
            shown, own, form.cleaned_data["why"].strip(), actor=request.user, at=timezone.now()
        )
        return _said(request, reference, decision)
    context = {"room": shown, "form": form, "title": _("This cooperation hands nothing over")}
    return render(request, "cooperation/write.html", context)
