"""Messages, decisions, and hours."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, permissions, queries
from tandem.cooperation.forms import HoursForm, MediatorNoteForm, NoteForm
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.domain.decision import Decision
from tandem.ui.access import signed_in
from tandem.ui.pages import pages_of

PER_PAGE = 30


@signed_in
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """What was said and decided, newest first; write below."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    mediation = queries.mediation_of(shown) if own is None else None
    mediates = bool(permissions.can_mediate(request.user, mediation))
    form = MediatorNoteForm(request.POST or None) if mediates else NoteForm(request.POST or None)
    if request.method == "POST":
        if not mediates:
            shown, own = acted_in(request, reference)
        if form.is_valid() and mediation and mediates:
            text = form.cleaned_data["text"].strip()
            decision = actions.speak_as_mediator(shown, mediation, text, actor=request.user, at=timezone.now())
            return _said(request, "notes", reference, decision, _("Written. All parties are told."))
        if form.is_valid():
            words = form.cleaned_data
            decision = actions.write_note(
                shown, own, words["kind"], words["text"].strip(), actor=request.user, at=timezone.now()
            )
            return _said(request, "notes", reference, decision, _("Written. The others are told."))
    page = Paginator(queries.notes_of(shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {"room": shown, "writes": own or mediates, "form": form, "page": page, "pages": pages_of(request, page)}
    return render(request, "cooperation/notes.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, reference: str) -> HttpResponse:
    """Times given and received, with what one may do about each; write one down below."""
    shown = visible(request, reference)
    own = queries.own_party(request.user, shown)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
    others = [party for party in shown.parties.all() if party != own]
    form = HoursForm(own, others, request.POST or None)
    if request.method == "POST" and own and form.is_valid():
        written = form.cleaned_data
        giver, receiver = written["way"]
        decision = actions.give_hours(
            shown,
            own,
            giver,
            written["total"],
            written["day"],
            written["what"].strip(),
            receiver_side=receiver,
            actor=request.user,
            at=timezone.now(),
        )
        if decision.reason is None:
            return _said(
                request,
                "hours",
                reference,
                decision,
                _("Written down. The side concerned confirms it."),
            )
        form.add_error(None, decision.reason.render(_))
    known = queries.hours_page(shown, own, timezone.now())
    page = Paginator(known.pop("lines"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": shown,
        "own": own,
        "form": form,
        "many": queries.many(shown),
        "open": own is not None and bool(shown.awaited),
        "lines": page.object_list,
        "pages": pages_of(request, page),
        **known,
    }
    return render(request, "cooperation/hours.html", context)


@signed_in
@require_POST
def confirm_hours(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    shown, own = acted_in(request, reference)
    decision = actions.confirm_hours(shown, own, number, _book(request.POST), actor=request.user, at=timezone.now())
    return _said(request, "hours", reference, decision, _("Confirmed."))


@signed_in
@require_POST
def take_hours_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    shown, own = acted_in(request, reference)
    decision = actions.take_hours_back(shown, own, number, _book(request.POST), actor=request.user, at=timezone.now())
    return _said(request, "hours", reference, decision, _("Noted. A confirmed time needs the other side’s agreement."))


def _book(asked: QueryDict) -> int:
    """Which ledger of the room: the first one, where nothing is said."""
    said = asked.get("book", "1")
    return int(said) if said.isdecimal() and len(said) < 4 else 0


@signed_in
def ledger(request: HttpRequest, reference: str) -> HttpResponse:
    """One ledger of the room as a file that anybody can check."""
    shown, book = visible(request, reference), _book(request.GET)
    if book not in queries.books_of(shown):
        raise Http404
    lines = queries.ledger_lines(shown, book)
    response = HttpResponse("".join(lines), content_type="application/x-ndjson; charset=utf-8")
    name = f"ledger-{shown.reference}-{book}" if book > 1 else f"ledger-{shown.reference}"
    response["Content-Disposition"] = f'attachment; filename="{name}.jsonl"'
    return response


def _said(request: HttpRequest, page: str, reference: str, decision: Decision, done: str) -> HttpResponse:
    if decision.reason is None:
        messages.success(request, done)
    else:
        messages.warning(request, decision.reason.render(_))
    return redirect(page, reference)
