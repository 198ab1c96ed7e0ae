"""Files, the monthly check-in, help from the intermediary, a mediator; and where all rooms stand, for stewards."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.forms import CheckInForm, FileForm, HelpAnswerForm, HelpForm
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.directory.permissions import visible_to as organisations_visible_to
from tandem.domain.decision import Decision
from tandem.ui import uploads
from tandem.ui.access import fetch, require, signed_in
from tandem.ui.pages import pages_of

PER_PAGE = 30


@signed_in
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """What all sides put into the room, newest first; add one below."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        if form.is_valid():
            sent = form.cleaned_data
            decision = actions.put_file(shown, own, sent["file"], sent["about"], actor=request.user, at=timezone.now())
            if decision.reason is None:
                return _said(request, "files", reference, decision, _("The file is in the room."))
            form.add_error(None, decision.reason.render(_))
    page = Paginator(queries.files_of(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {"room": shown, "own": own, "form": form, "page": page, "pages": pages_of(request, page)}
    return render(request, "cooperation/files.html", context)


@signed_in
def file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One file, as something to save."""
    kept = fetch(queries.files_of(visible(request, reference)), pk=pk)
    return uploads.attachment(kept.key, kept.name, kept.mime)


@signed_in
@require_POST
def remove_file(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    shown, own = acted_in(request, reference)
    decision = actions.remove_file(shown, own, pk, actor=request.user, at=timezone.now())
    return _said(request, "files", reference, decision, _("The file is removed."))


@signed_in
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Two minutes a month: how it goes, in a word and a sentence, read by all."""
    shown = visible(request, reference)
    own, now = queries.own_party(request.user, shown), timezone.now()
    kept = queries.own_check_in(own, now) if own else None
    form = CheckInForm(request.POST or None, initial={"mood": kept.mood, "sentence": kept.sentence} if kept else {})
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        if form.is_valid():
            decision = actions.check_in(shown, own, **form.cleaned_data, actor=request.user, at=now)
            return _said(request, "check_in", reference, decision, _("Thank you. The others read it here."))
    page = Paginator(queries.check_ins_of(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": shown,
        "open": own is not None and shown.phase == "work",
        "kept": kept,
        "form": form,
        "page": page,
        "pages": pages_of(request, page),
    }
    return render(request, "cooperation/check_in.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def ask_help(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the intermediary; and the mediator, whom all parties choose."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    form = HelpForm(request.POST or None)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        if form.is_valid():
            text = form.cleaned_data["text"].strip()
            decision = actions.ask_for_help(shown, own, text, actor=request.user, at=timezone.now())
            return _said(request, "help", reference, decision, _("Sent. The intermediary answers you here."))
    mediation = queries.mediation_of(shown)
    consents = [consent.party_id for consent in mediation.consents.all()] if mediation else []
    words = request.GET.get("q", "").strip()
    context = {
        "room": shown,
        "own": own,
        "form": form,
        "requests": queries.help_requests_of(own) if own else [],
        "mediation": mediation,
        "agrees": [party for party in shown.parties.all() if party.pk in consents],
        "asked": own is not None and mediation is not None and own.pk not in consents,
        "may_leave": bool(permissions.can_mediate(request.user, mediation)),
        "words": words,
        "found": queries.supporters_found(words, shown) if words and own and mediation is None else [],
    }
    return render(request, "cooperation/help.html", context)


@signed_in
@require_POST
def mediator(request: HttpRequest, reference: str) -> HttpResponse:
    """Want a mediator (`organisation`), or end the mediation."""
    if "end" in request.POST:
        shown = visible(request, reference)
        mediation = queries.mediation_of(shown)
        if not permissions.can_mediate(request.user, mediation):
            shown, _own = acted_in(request, reference)
        decision = actions.end_mediation(shown, actor=request.user, at=timezone.now())
        still = permissions.visible_to(request.user).filter(pk=shown.pk).exists()
        return _said(request, "help" if still else "cooperations", reference if still else "", decision, _("Ended."))
    shown, own = acted_in(request, reference)
    organisation = fetch(organisations_visible_to(request.user), slug=request.POST.get("organisation", ""))
    decision = actions.want_mediator(shown, own, organisation, actor=request.user, at=timezone.now())
    return _said(request, "help", reference, decision, _("Noted. The mediator sits in once all of you want it."))


@signed_in
def rooms_overview(request: HttpRequest) -> HttpResponse:
    """For stewards: the rooms that wait longest first, and the requests for help; no words of the parties."""
    require(permissions.can_watch(request.user))
    now, only = timezone.now(), request.GET.get("only", "")
    page = Paginator(queries.all_rooms(now, only), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": [queries.room_for_stewards(room, now) for room in page],
        "only": only,
        "requests": queries.waiting_help_requests(),
        "pages": pages_of(request, page),
    }
    return render(request, "cooperation/overview.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def answer_help(request: HttpRequest, pk: int) -> HttpResponse:
    """For stewards: what a party wrote, and the answer."""
    require(permissions.can_watch(request.user))
    asked = fetch(queries.help_requests(), pk=pk)
    form = HelpAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"].strip()
        decision = actions.answer_help(asked, text, actor=request.user, at=timezone.now())
        return _said(request, "rooms_overview", "", decision, _("Your answer is sent."))
    return render(request, "cooperation/help_answer.html", {"asked": asked, "form": form})


def _said(request: HttpRequest, page: str, reference: str, decision: Decision, done: str) -> HttpResponse:
    if decision.reason is None:
        messages.success(request, done)
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect(page, *([reference] if reference else []))
