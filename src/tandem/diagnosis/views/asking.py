"""The questions, one a page, saved at each answer; no account until somebody wants to keep the result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.diagnosis import actions, permissions, queries
from tandem.diagnosis.forms import QuestionForm
from tandem.diagnosis.models import Diagnosis
from tandem.diagnosis.queries.results import said
from tandem.questionnaires import queries as questionnaires
from tandem.ui.access import fetch, public

#: References of the diagnoses begun in this browser without an account.
KEPT = "diagnoses"
MOST_KEPT = 20
#: Whose words a reader knows; the others are explained.
READER = {Diagnosis.Kind.MATURITY: "social", Diagnosis.Kind.READINESS: "tech"}


def visible(request: HttpRequest) -> Any:
    seen = permissions.visible_to(request.user, request.session.get(KEPT, []))
    return seen.select_related("filling", "organisation", "supporter", "reading")


def language() -> str:
    return get_language() or "en"


def actor(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


@public
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """What it is, how long it takes, and what one began already."""
    content = questionnaires.newest(kind)
    context = {
        "kind": kind,
        "content": content,
        "first": len(queries.with_answers(content).core),
        "begun": queries.mine(request.user, kind, visible(request))[:MOST_KEPT],
    }
    return render(request, "diagnosis/start.html", context)


@public
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The first question: nothing is kept before it is answered."""
    now = queries.with_answers(questionnaires.newest(kind))
    first = now.core[0]
    form = QuestionForm(now.content.questions[first], language(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        version = now.content.questionnaire.version
        diagnosis = actions.begin(
            kind, version, first, form.cleaned_data["choice"], actor=actor(request), at=timezone.now()
        )
        if not request.user.is_authenticated:
            request.session[KEPT] = [*request.session.get(KEPT, []), diagnosis.reference][-MOST_KEPT:]
        return redirect("diagnosis_question", kind, diagnosis.reference, now.core[1])
    return asked(request, kind, now, first, form, reverse("diagnosis", args=[kind]))


@public
def question(request: HttpRequest, kind: str, reference: str, question: str) -> HttpResponse:
    """One question, with the answer given before and whoever gave it; a supporter answers on behalf."""
    diagnosis = fetch(visible(request), permissions.can_answer, request.user, kind=kind, reference=reference)
    now = queries.standing(diagnosis)
    if question not in now.content.questions:
        raise Http404
    before = now.answers.get(question)
    initial = {"choice": before.choice, "seen": before.pk} if before else {}
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(now.content.questions[question], language(), posted, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        through = permissions.answers_through(request.user, diagnosis)
        actions.answer(diagnosis, question, given["choice"], actor=actor(request), at=timezone.now(), through=through)
        if before and before.pk != given["seen"] and before.choice != given["choice"]:
            _tell_of_the_other(request, now, question)
        return _goes_on(diagnosis, question, changed=before is not None)
    back = now.before(question)
    address = reverse("diagnosis_subjects", args=[kind, reference])
    if back:
        address = reverse("diagnosis_question", args=[kind, reference, back])
    elif question in now.core:
        address = reverse("diagnosis", args=[kind])
    history = questionnaires.history(diagnosis.filling, question) if before else []
    return asked(request, kind, now, question, form, address, diagnosis=diagnosis, history=history)


def _tell_of_the_other(request: HttpRequest, now: queries.Standing, question: str) -> None:
    """Two colleagues answered the same question: the later answer counts, the earlier one stays readable."""
    other = said(now, question, language())
    text = _("Meanwhile %(who)s answered “%(answer)s”. Your answer counts now; the other one stays written beside it.")
    messages.info(request, text % {"who": other["by"] or _("somebody"), "answer": other["answer"]})


def _goes_on(diagnosis: Diagnosis, question: str, *, changed: bool) -> HttpResponse:
    now = queries.standing(diagnosis)
    following = now.after(question, changed=changed)
    if following:
        return redirect("diagnosis_question", diagnosis.kind, diagnosis.reference, following)
    if question in now.core and not changed:
        return redirect("diagnosis_result", diagnosis.kind, diagnosis.reference)
    return redirect("diagnosis_subjects", diagnosis.kind, diagnosis.reference)


def asked(
    request: HttpRequest,
    kind: str,
    now: queries.Standing,
    question: str,
    form: QuestionForm,
    back: str,
    *,
    diagnosis: Diagnosis | None = None,
    history: list[Any] | None = None,
    reading: bool = False,
) -> HttpResponse:
    """The page of one question; `reading`: as a supporter reads it, beside the answer of the organisation."""
    words = now.content.questions[question]
    choices = words.choices
    context = {
        "kind": kind,
        "content": now.content,
        "dimension": now.content.dimensions[now.dimension_of(question)],
        "words": words,
        "told": " ".join([words.text[language()], *(text[language()] for text in choices.values())]),
        "reader": READER[Diagnosis.Kind(kind)],
        "number": now.core.index(question) + 1 if question in now.core else None,
        "of": len(now.core),
        "form": form,
        "back": back,
        "diagnosis": diagnosis,
        "history": [{"one": one, "answer": choices.get(one.choice)} for one in history or []],
        "reading": reading,
        "own": said(now, question, language()) if reading and question in now.answers else None,
        "through": permissions.answers_through(request.user, diagnosis) if diagnosis else "",
    }
    return render(request, "diagnosis/question.html", context)


@public
def subjects(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """The list of subjects: what is answered in each, what is left; each can be done by another colleague."""
    diagnosis = fetch(visible(request), kind=kind, reference=reference)
    now = queries.standing(diagnosis)
    rows = []
    for dimension in now.content.questionnaire.dimensions:
        part = now.part(dimension)
        left = [one for one in part if one not in now.answers]
        rows.append(
            {
                "words": now.content.dimensions[dimension],
                "total": len(part),
                "answered": len(part) - len(left),
                "following": left[0] if left else None,
                "answers": [said(now, one, language()) for one in part if one in now.answers],
            }
        )
    context = {
        "kind": kind,
        "content": now.content,
        "diagnosis": diagnosis,
        "rows": rows,
        "set_aside": [said(now, one, language()) for one in now.result.set_aside],
        "may_answer": permissions.can_answer(request.user, diagnosis).allowed,
    }
    return render(request, "diagnosis/subjects.html", context)
