"""The plan, the text of the report, and the report for everybody."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.answers import Question
from tandem.domain.survey.questionnaire import NUMBER, ONE
from tandem.observatory import permissions, queries
from tandem.observatory.actions import report as actions
from tandem.observatory.actions.columns import keep_large
from tandem.observatory.forms.report import TESTS, HypothesisForm, ReportForm
from tandem.observatory.forms.surveys import lines_of
from tandem.observatory.models import Survey
from tandem.observatory.queries import answers, report, tables
from tandem.observatory.views.surveys import language, mine
from tandem.survey_files.report.document import Document
from tandem.survey_files.report.html import body
from tandem.ui.access import fetch, public, signed_in

KINDS = {
    "html": ("html", "text/html; charset=utf-8"),
    "xlsx": ("workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": ("pdf", "application/pdf"),
}


def has_pdf() -> bool:
    """Whether Typst is installed here."""
    return find_spec("typst") is not None


@signed_in
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """What is expected, written before looking."""
    survey = mine(request, slug)
    may_edit = permissions.can_edit(request.user, survey).allowed
    version = survey.versions.last()
    form = None
    names: list[tuple[str, str]] = []
    if version is not None:
        asked = queries.questionnaire(version)
        names = [
            (item.name, queries.said(item.words, language())) for item in asked.items if item.kind in (ONE, NUMBER)
        ]
    beside = [(answers.WAVE, _("Wave"))] if answers.WAVE not in dict(names) else []
    if may_edit and names:
        form = HypothesisForm(names, beside, request.POST or None)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            actions.plan(
                survey,
                said["rows"],
                said["columns"],
                said["test"],
                said["words"],
                actor=request.user,
                at=timezone.now(),
            )
            return redirect("survey_plan", slug)
    called, tests = dict([*names, *beside]), dict(TESTS)
    rows = [
        {
            "one": one,
            "a": called.get(one.rows, one.rows),
            "b": called.get(one.columns, one.columns),
            "test": tests.get(one.test, "") if one.test != "verdict" else "",
        }
        for one in survey.hypotheses.all()
    ]
    context = {"survey": survey, "form": form, "rows": rows, "may_edit": may_edit}
    return render(request, "observatory/plan.html", context)


@signed_in
def drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a hypothesis back, before anybody looked."""
    survey = mine(request, slug, to_edit=True)
    one = survey.hypotheses.filter(pk=pk).first()
    if one is None or survey.looked_at is not None:
        raise Http404
    if request.method == "POST":
        actions.drop(one, actor=request.user, at=timezone.now())
        return redirect("survey_plan", slug)
    return render(request, "observatory/plan_drop.html", {"survey": survey, "one": one})


@signed_in
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The text with its figures: saved only when every figure can be computed, shown with its flags."""
    survey = mine(request, slug, to_edit=True)
    form = ReportForm(survey, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_large(queries.waves(survey))
            survey.decimals = form.cleaned_data["decimals"]
            report.documents(survey, form.texts)
        except BadInput as error:
            form.add_error(f"text_{'en' if error.place[:1] == ('en',) else 'fr'}", lines_of(error))
        else:
            now = timezone.now()
            actions.look(survey, actor=request.user, at=now)
            actions.write(survey, form.texts, form.cleaned_data["decimals"], actor=request.user, at=now)
            return redirect("survey_report", slug)
    gathered = answers.gather(survey, queries.waves(survey))
    voice = tables.Voice(gathered, language())
    names = [
        {"name": name, "words": voice.question(name), "levels": _levels(gathered, name, voice)}
        for name in answers.of_table(gathered)
    ]
    return render(request, "observatory/report_form.html", {"survey": survey, "form": form, "names": names})


def _levels(gathered: answers.Gathered, name: str, voice: tables.Voice) -> list[tuple[str, str]]:
    question = gathered.questions[name]
    levels = question.levels if isinstance(question, Question) else question.items
    return [(level, voice.level(name, level)) for level in levels[:12]]


def _readable(request: HttpRequest, slug: str) -> Survey:
    survey = fetch(permissions.published(request.user), slug=slug)
    if not report.languages_of(survey):
        raise Http404
    keep_large(queries.waves(survey))
    return survey


def _spoken(documents: list[Document], wanted: str) -> Document:
    return next((one for one in documents if one.language == wanted), documents[0])


@public
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """The report in the page's language, computed from the answers that are there now."""
    survey = _readable(request, slug)
    own = permissions.visible_to(request.user).filter(pk=survey.pk).exists()
    context: dict[str, Any] = {"survey": survey, "own": own, "has_pdf": has_pdf()}
    context["may_edit"] = own and permissions.can_edit(request.user, survey).allowed
    try:
        documents = report.documents(survey)
    except BadInput as error:
        context["problem"] = lines_of(error)
    else:
        shown = _spoken(documents, language())
        # Every text in it went through html.escape.
        context["document"], context["body"] = shown, mark_safe(body(shown))  # noqa: S308
    return render(request, "observatory/report.html", context)


@public
def download(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The same report as a file."""
    survey = _readable(request, slug)
    if kind not in KINDS or (kind == "pdf" and not has_pdf()):
        raise Http404
    module, content_type = KINDS[kind]
    try:
        documents = report.documents(survey)
    except BadInput:
        return redirect("survey_report", slug)
    written = import_module(f"tandem.survey_files.report.{module}").write(documents)
    name = f"{survey.slug}.{kind}"
    return HttpResponse(
        written, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@signed_in
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Read the flags once more, then publish; or take back what is published."""
    survey = mine(request, slug, to_edit=True)
    if not report.languages_of(survey):
        raise Http404
    if request.method == "POST":
        act = actions.withdraw if "withdraw" in request.POST else actions.publish
        act(survey, actor=request.user, at=timezone.now())
        return redirect("survey_report", slug)
    try:
        flags = [(one.language, flag) for one in report.documents(survey) for flag in one.flags]
    except BadInput:
        return redirect("survey_report_write", slug)
    return render(request, "observatory/publish.html", {"survey": survey, "flags": flags})
