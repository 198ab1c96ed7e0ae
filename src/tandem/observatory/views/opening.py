"""Open data: what goes in, and the files for everybody."""

from __future__ import annotations

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tandem.domain.errors import BadInput
from tandem.observatory import permissions, queries
from tandem.observatory.actions import opening as actions
from tandem.observatory.actions.columns import keep_large
from tandem.observatory.forms.opening import OpenForm
from tandem.observatory.models import Survey
from tandem.observatory.queries import opening
from tandem.observatory.queries.answers import gather
from tandem.observatory.queries.tables import Voice
from tandem.observatory.views.surveys import language, mine
from tandem.ui.access import fetch, public, signed_in


@signed_in
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose, see how many answers are blanked, then open."""
    survey = mine(request, slug, to_edit=True)
    waves = queries.waves(survey)
    keep_large(waves)
    gathered = gather(survey, waves)
    voice = Voice(gathered, language())
    names = [(name, voice.question(name)) for name in opening.can_be_open(gathered)]
    initial = {"questions": survey.open_questions, "identifying": survey.identifying, "least": survey.least}
    form = OpenForm(names, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [name for name in said["identifying"] if name in said["questions"]]
        actions.prepare(survey, said["questions"], chosen, said["least"], actor=request.user, at=timezone.now())
        return redirect("survey_open", slug)
    return render(request, "observatory/open_form.html", {"survey": survey, "form": form})


@signed_in
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """How much is blanked, and the decision."""
    survey = mine(request, slug, to_edit=True)
    if survey.licence == Survey.Licence.CLOSED:
        return render(request, "observatory/open_closed.html", {"survey": survey})
    try:
        keep_large(queries.waves(survey))
        done = opening.anonymous(survey)
    except BadInput:
        return redirect("survey_open_prepare", slug)
    if request.method == "POST":
        if "close" in request.POST:
            actions.close_data(survey, actor=request.user, at=timezone.now())
            return redirect("survey", slug)
        if survey.published is not None:
            actions.open_data(survey, actor=request.user, at=timezone.now())
            return redirect("survey_data", slug)
    context = {"survey": survey, "n": done.n, "blanked": done.blanked, "variables": len(done.variables)}
    return render(request, "observatory/open_confirm.html", context)


def _opened(request: HttpRequest, slug: str) -> Survey:
    return fetch(permissions.opened(request.user), slug=slug)


@public
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """The files, the licence, how to cite."""
    survey = _opened(request, slug)
    try:
        done, files = opening.anonymous(survey), opening.files(survey)
    except BadInput:
        raise Http404 from None
    names = [(name, len(content)) for name, content in files.items()]
    return render(request, "observatory/data.html", {"survey": survey, "done": done, "names": names})


@public
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of the open data."""
    survey = _opened(request, slug)
    try:
        content = opening.files(survey).get(name)
    except BadInput:
        content = None
    if content is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{survey.slug}-{name}"'}
    )
