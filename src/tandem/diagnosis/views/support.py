"""A supporter beside an organisation: invite and end, its own reading, one report for both."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.diagnosis import actions, permissions, queries
from tandem.diagnosis.forms import QuestionForm
from tandem.diagnosis.views.asking import asked, language, visible
from tandem.directory.queries import intermediaries
from tandem.ui.access import fetch, signed_in

MOST_FOUND = 20


@signed_in
def support(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """Whom an owner lets in, from now until they end it."""
    diagnosis = fetch(visible(request), permissions.can_invite_supporter, request.user, kind=kind, reference=reference)
    words = request.GET.get("q", "").strip()
    if request.method == "POST":
        if "end" in request.POST:
            actions.end_support(diagnosis, actor=request.user, at=timezone.now())
            messages.success(request, _("Ended: they do not see this diagnosis any more."))
            return redirect("diagnosis_support", kind, reference)
        chosen = intermediaries.named("").filter(slug=request.POST.get("intermediary")).first()
        if chosen is None:
            raise Http404
        actions.invite_supporter(diagnosis, chosen, actor=request.user, at=timezone.now())
        messages.success(request, _("%(name)s gets an e-mail and sees this diagnosis.") % {"name": chosen.name})
        return redirect("diagnosis_support", kind, reference)
    found = intermediaries.named(words).exclude(pk=diagnosis.organisation_id)[:MOST_FOUND]
    standing = queries.who_sits_in(diagnosis.organisation)
    context = {"kind": kind, "diagnosis": diagnosis, "words": words, "found": found, "standing": standing}
    return render(request, "diagnosis/support.html", context)


@signed_in
def reading(request: HttpRequest, kind: str, reference: str, question: str) -> HttpResponse:
    """One question as the supporter reads it; what the organisation answered stands beside."""
    diagnosis = fetch(visible(request), permissions.can_read_beside, request.user, kind=kind, reference=reference)
    now = queries.standing(diagnosis)
    if question not in now.content.questions:
        raise Http404
    beside = queries.reading_of(diagnosis, now)
    before = beside.answers.get(question)
    posted = request.POST if request.method == "POST" else None
    initial = {"choice": before.choice} if before else {}
    form = QuestionForm(now.content.questions[question], language(), posted, initial=initial)
    if request.method == "POST" and form.is_valid():
        supporter = permissions.sits_beside(request.user, diagnosis)
        choice = form.cleaned_data["choice"]
        actions.read_beside(diagnosis, question, choice, supporter=supporter, actor=request.user, at=timezone.now())
        order = [one for one in now.result.shown if one not in beside.answers and one != question]
        later = [one for one in order if _place(now, one) > _place(now, question)]
        if later:
            return redirect("diagnosis_reading", kind, reference, later[0])
        return redirect("diagnosis_report", kind, reference)
    return asked(
        request,
        kind,
        now,
        question,
        form,
        reverse("diagnosis_report", args=[kind, reference]),
        diagnosis=diagnosis,
        reading=True,
    )


@signed_in
def report(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """The same page for the organisation and its supporter."""
    diagnosis = fetch(visible(request), kind=kind, reference=reference)
    now = queries.standing(diagnosis)
    sits_in = permissions.sits_beside(request.user, diagnosis)
    if diagnosis.supporter_id is None and diagnosis.reading_id is None and sits_in is None:
        raise Http404
    context = {
        "kind": kind,
        "content": now.content,
        "diagnosis": diagnosis,
        "report": queries.report_of(diagnosis, now, language(), str(diagnosis.supporter or sits_in or "")),
        "may_read": permissions.can_read_beside(request.user, diagnosis).allowed,
        "may_answer": permissions.can_answer(request.user, diagnosis).allowed,
        "may_invite": permissions.can_invite_supporter(request.user, diagnosis).allowed,
        "first": now.core_left[0] if now.core_left else "",
    }
    return render(request, "diagnosis/report.html", context)


def _place(now: queries.Standing, question: str) -> int:
    return now.content.questionnaire.place_of[question]
