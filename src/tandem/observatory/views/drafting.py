"""Write the questionnaire in the interface: question by question, both languages side by side."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.observatory.actions import drafting as actions
from tandem.observatory.forms.drafting import QuestionForm
from tandem.observatory.queries.drafting import draft_of
from tandem.observatory.views.surveys import mine
from tandem.ui.access import signed_in


@signed_in
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Every page of the draft, to move, change or take out; then to use."""
    survey = mine(request, slug, to_edit=True)
    if request.method == "POST":
        return _changed(request, slug)
    asked = draft_of(survey)
    missing = asked.missing_translations()
    context = {
        "survey": survey,
        "screens": asked.screens,
        "missing": missing,
        "last": len(asked.screens) - 1,
        "changed": survey.draft is not None,
    }
    return render(request, "observatory/draft.html", context)


def _changed(request: HttpRequest, slug: str) -> HttpResponse:
    survey, said = mine(request, slug, to_edit=True), request.POST
    for key, by in (("up", -1), ("down", 1)):
        if said.get(key, "").isdigit():
            actions.move(survey, int(said[key]), by, actor=request.user, at=timezone.now())
    if "use" in said and survey.draft is not None and draft_of(survey).items:
        actions.use(survey, actor=request.user, at=timezone.now())
        messages.success(request, _("The questionnaire is a version now. Look at it as a respondent will see it."))
        return redirect("survey_questionnaire", slug)
    return redirect("survey_draft", slug)


@signed_in
def question(request: HttpRequest, slug: str, name: str = "") -> HttpResponse:
    """A new question, or one that changes."""
    survey = mine(request, slug, to_edit=True)
    asked = draft_of(survey)
    was = asked.item(name) if name else None
    if name and was is None:
        raise Http404
    if request.method == "POST" and was is not None and "remove" in request.POST:
        actions.remove(survey, name, actor=request.user, at=timezone.now())
        return redirect("survey_draft", slug)
    form = QuestionForm(asked, was, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.put(survey, form.item, name, actor=request.user, at=timezone.now())
        return redirect("survey_draft", slug)
    return render(request, "observatory/draft_question.html", {"survey": survey, "form": form, "was": was})
