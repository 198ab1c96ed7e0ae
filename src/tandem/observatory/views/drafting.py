"""Write the questionnaire in the interface: page by page, both languages side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.domain.survey.questionnaire import Questionnaire
from tandem.observatory.actions import drafting as actions
from tandem.observatory.forms.drafting import PageForm, QuestionForm
from tandem.observatory.models import Survey
from tandem.observatory.queries.drafting import draft_of
from tandem.observatory.views.surveys import language, mine
from tandem.ui.access import signed_in


@signed_in
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Every page of the draft with its questions and notes, to move, change or take out; then to use."""
    survey = mine(request, slug, to_edit=True)
    if request.method == "POST":
        return _changed(request, slug)
    asked = draft_of(survey)
    context = {
        "survey": survey,
        "screens": asked.screens,
        "missing": asked.missing_translations(),
        "late": asked.asked_too_late(),
        "last": len(asked.screens) - 1,
        "changed": survey.draft is not None,
    }
    return render(request, "observatory/draft.html", context)


def _changed(request: HttpRequest, slug: str) -> HttpResponse:
    survey, said = mine(request, slug, to_edit=True), request.POST
    told: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
    for key, by in (("up", -1), ("down", 1)):
        if said.get(key, "").isdecimal():
            actions.move(survey, int(said[key]), by, **told)
        if said.get(f"item_{key}"):
            actions.move_item(survey, said[f"item_{key}"], by, **told)
    if "use" in said and survey.draft is not None and draft_of(survey).items:
        actions.use(survey, **told)
        messages.success(request, _("The questionnaire is a version now. Look at it as a respondent will see it."))
        return redirect("survey_questionnaire", slug)
    return redirect("survey_draft", slug)


@signed_in
def question(request: HttpRequest, slug: str, name: str = "") -> HttpResponse:
    """A new question or note, or one that changes."""
    survey = mine(request, slug, to_edit=True)
    asked = draft_of(survey)
    items = (item for screen in asked.screens for item in screen.items)
    was = next((item for item in items if item.name == name), None) if name else None
    if name and was is None:
        raise Http404
    initial_page = request.GET.get("page", "")
    form = QuestionForm(asked, was, language(), request.POST or None)
    if was is None and initial_page.isdecimal() and int(initial_page) < len(asked.screens):
        form.initial = {"page": initial_page}
    if request.method == "POST" and was is not None and "remove" in request.POST:
        return _removed(request, survey, asked, form)
    if request.method == "POST" and form.is_valid():
        actions.put(survey, form.items, form.goes_with, form.page_number, actor=request.user, at=timezone.now())
        return redirect("survey_draft", slug)
    return render(request, "observatory/draft_question.html", {"survey": survey, "form": form, "was": was})


def _removed(request: HttpRequest, survey: Survey, asked: Questionnaire, form: QuestionForm) -> HttpResponse:
    """Take a question out, unless a condition speaks of it."""
    hanging = [one for name in form.goes_with for one in asked.hanging_on(name) if one not in form.goes_with]
    if hanging:
        said = _("%(name)s is asked depending on it: change the condition of that question first.")
        messages.error(request, said % {"name": hanging[0]})
    else:
        actions.remove(survey, form.goes_with, actor=request.user, at=timezone.now())
    return redirect("survey_draft", survey.slug)


@signed_in
def page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The title of a page."""
    survey = mine(request, slug, to_edit=True)
    screens = draft_of(survey).screens
    if not 1 <= number <= len(screens):
        raise Http404
    form = PageForm(screens[number - 1], request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.name_page(survey, number - 1, form.words, actor=request.user, at=timezone.now())
        return redirect("survey_draft", slug)
    return render(request, "observatory/draft_page.html", {"survey": survey, "form": form, "number": number})
