"""The agreement: its questions, its text, who found it ready; amendments; files of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tandem.cooperation import actions, pdf, queries
from tandem.cooperation.forms import AnswerForm, MarkForm
from tandem.cooperation.models import Cooperation, Document, Party
from tandem.cooperation.questions import BY_ID, Question
from tandem.cooperation.views.framing import again, with_seen
from tandem.cooperation.views.rooms import acted_in, visible
from tandem.domain.decision import Decision
from tandem.ui.access import fetch, signed_in
from tandem.ui.uploads import attachment


def answered(request: HttpRequest, decision: Decision, done: str) -> None:
    """Say what came of it."""
    if decision.reason is None:
        messages.success(request, done)
    else:
        messages.warning(request, decision.reason.render(_))


def with_agreement(shown: Cooperation) -> Any:
    """The agreement of a room; 404 before there is one."""
    agreement = queries.agreement_of(shown)
    if agreement is None:
        raise Http404
    return agreement


@signed_in
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the agreement stands: what is still to answer, who finds it ready, who has signed."""
    shown = visible(request, reference)
    kept = with_agreement(shown)
    own = queries.own_party(request.user, shown)
    ready = {one.party_id: one.at for one in queries.readiness_of(shown)}
    signed = {one.party_id: one for one in queries.signatures_of(shown)}
    context = {
        "room": shown,
        "own": own,
        "agreement": kept,
        "open": own is not None and shown.phase == "agreement" and not kept.signed,
        "tasks": queries.task_list(shown),
        "left": len(queries.open_questions(shown)),
        "parties": [
            {"party": party, "ready": ready.get(party.pk), "signature": signed.get(party.pk)}
            for party in shown.parties.all()
        ],
        "left_since": queries.left_since(shown),
        "own_signed": own is not None and own.pk in signed,
        "documents": queries.documents_of(shown),
        "links": queries.links_of(shown, own),
        "now": timezone.now(),
    }
    return render(request, "cooperation/agreement.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One question, with what was answered before or is known already."""
    shown, own = acted_in(request, reference)
    kept = with_agreement(shown)
    if name not in BY_ID:
        raise Http404
    asked, parties = BY_ID[name], list(shown.parties.all())
    before = next((one for one in kept.answers.all() if one.question == name), None)
    seen = before.version if before else 0
    first = before.values if before else queries.suggested(shown, asked)
    form = AnswerForm(asked, parties, request.POST or None, initial={**first, "seen": seen})
    stands: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        decision = actions.write_answer(
            shown, own, name, form.values(), form.cleaned_data["seen"], actor=request.user, at=timezone.now()
        )
        if decision.reason is None:
            return _on(request, reference)
        stands = _standing(asked, parties, before.values if before else {})
        form = again(AnswerForm(asked, parties, with_seen(request, seen)), decision.reason.render(_))
    context = {
        "room": shown,
        "form": form,
        "question": asked,
        "stands": stands,
        "prefilled": not before and any(first.values()),
    }
    return render(request, "cooperation/agreement_question.html", context)


def _on(request: HttpRequest, reference: str) -> HttpResponse:
    """To the next question that has no answer, else to the list."""
    left = queries.open_questions(visible(request, reference))
    if left:
        messages.success(request, _("Saved. Here is the next question; you can stop at any time."))
        return redirect("agreement_question", reference, left[0].id)
    messages.success(request, _("Saved. Every question has an answer."))
    return redirect("agreement", reference)


def _standing(asked: Question, parties: list[Party], values: dict[str, Any]) -> list[dict[str, str]]:
    """What stands now, shown beside a form that was refused."""
    lines = queries.lines_of(asked, values, parties, get_language() or "en")
    return [{"label": line["label"], "text": line["text"]} for line in lines]


@signed_in
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, reference: str) -> HttpResponse:
    """The text as it stands; while it is written, finding it ready."""
    shown = visible(request, reference)
    kept = with_agreement(shown)
    own = queries.own_party(request.user, shown)
    if request.method == "POST":
        shown, own = acted_in(request, reference)
        form = MarkForm(request.POST)
        seen = form.cleaned_data["seen"] if form.is_valid() else ""
        decision = actions.find_ready(shown, own, seen, actor=request.user, at=timezone.now())
        answered(request, decision, _("Noted. The text is frozen as soon as every side finds it ready."))
        return redirect("agreement" if decision else "agreement_text", reference)
    document = kept.document
    content = document.content if document else queries.text_now(shown)
    waiting = document is None and own is not None and shown.phase == "agreement" and own in queries.not_ready(shown)
    context = {
        "room": shown,
        "agreement": kept,
        "document": document,
        "text": queries.in_language(content, get_language() or "en"),
        "left": len(queries.open_questions(shown)) if document is None else 0,
        "ready": MarkForm(initial={"seen": queries.draft_mark(shown)}) if waiting else None,
        "pdf": document is not None and pdf.is_here(),
    }
    return render(request, "cooperation/agreement_text.html", context)


@signed_in
@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    shown, own = acted_in(request, reference)
    decision = actions.take_back(shown, own, actor=request.user, at=timezone.now())
    answered(request, decision, _("The text is back in writing. Everyone signs the next one anew."))
    return redirect("agreement", reference)


@signed_in
@require_POST
def amend(request: HttpRequest, reference: str) -> HttpResponse:
    shown, own = acted_in(request, reference)
    decision = actions.amend(shown, own, actor=request.user, at=timezone.now())
    answered(request, decision, _("The amendment starts from your answers. What was signed stays as it is."))
    return redirect("agreement", reference)


def _document(request: HttpRequest, reference: str, sha256: str) -> tuple[Cooperation, Document]:
    shown = visible(request, reference)
    return shown, fetch(queries.documents_of(shown), sha256=sha256)


@signed_in
def evidence(request: HttpRequest, reference: str, sha256: str) -> HttpResponse:
    """Who signed this text, when, how, and how anybody checks that it is the same."""
    shown, document = _document(request, reference, sha256)
    kept = queries.agreement_of(shown)
    context = {
        "room": shown,
        "own": queries.own_party(request.user, shown),
        "document": document,
        "stands": document.agreement.document_id == document.pk,
        "newer": kept is not None and kept.pk != document.agreement_id,
        "text": queries.in_language(document.content, get_language() or "en"),
        "pdf": pdf.is_here(),
    }
    return render(request, "cooperation/agreement_evidence.html", context)


@signed_in
def canonical(request: HttpRequest, reference: str, sha256: str) -> HttpResponse:
    """The frozen text, byte for byte as it was hashed."""
    shown, document = _document(request, reference, sha256)
    name = f"{shown.reference}-{document.agreement.number}.json"
    return HttpResponse(
        document.text.encode(),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@signed_in
def printed(request: HttpRequest, reference: str, sha256: str) -> HttpResponse:
    """The frozen text and its signatures as a tagged PDF, in the language of the page."""
    shown, document = _document(request, reference, sha256)
    if not pdf.is_here():
        raise Http404
    language = get_language() or "en"
    name = f"{shown.reference}-{document.agreement.number}-{language}.pdf"
    return HttpResponse(
        pdf.agreement(document, queries.in_language(document.content, language), language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@signed_in
def signed_file(request: HttpRequest, reference: str, sha256: str, pk: int) -> HttpResponse:
    """A PDF that was signed elsewhere, as something to save."""
    _shown, document = _document(request, reference, sha256)
    signature = fetch(document.signatures.exclude(file_key=""), pk=pk)
    return attachment(signature.file_key, signature.file_name, "application/pdf")


@signed_in
@require_POST
def show_name(request: HttpRequest, reference: str, sha256: str, pk: int) -> HttpResponse:
    """Show the name of one's signatory in the charter's list, or take it off."""
    shown, own = acted_in(request, reference)
    shown_now = request.POST.get("shown") == "1"
    decision = actions.show_name(shown, own, pk, shown_now, actor=request.user, at=timezone.now())
    answered(request, decision, _("The charter’s public list is changed."))
    return redirect("agreement_evidence", reference, sha256)
