"""Interviews and free words: the team's pages, and the one that each person has of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tandem.domain.errors import BadInput
from tandem.observatory import permissions
from tandem.observatory import queries as observatory
from tandem.observatory.actions import interviews as actions
from tandem.observatory.actions.surveys import hashed
from tandem.observatory.forms.interviews import CodeForm, ConsentForm, InterviewForm, MergeForm, PassageForm
from tandem.observatory.forms.surveys import lines_of
from tandem.observatory.models import Code, Interview, Passage, Survey
from tandem.observatory.queries import interviews as queries
from tandem.observatory.views.surveys import language
from tandem.ui.access import fetch, public, signed_in


def _heard(request: HttpRequest, slug: str) -> Survey:
    return fetch(permissions.visible_to(request.user), permissions.can_hear, request.user, slug=slug)


def _interview(survey: Survey, pk: int) -> Interview:
    found = survey.interviews.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _questions(survey: Survey) -> list[tuple[str, str]]:
    """The questions whose tables a quote may stand below."""
    version = survey.versions.last()
    if version is None:
        return []
    items = observatory.questionnaire(version).items
    return [(item.name, observatory.said(item.words, language())[:90]) for item in items if item.kind != "text"]


@signed_in
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was said, and whether it may be quoted today."""
    survey, today = _heard(request, slug), timezone.localdate()
    lines = [
        {"one": one, "passages": len(one.passages.all()), "quotable": queries.is_quotable(one, today)}
        for one in queries.interviews(survey)
    ]
    return render(request, "observatory/interviews.html", {"survey": survey, "lines": lines})


@signed_in
@never_cache
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what somebody said; the address for them is shown once."""
    survey, today = _heard(request, slug), timezone.localdate()
    taken = set(survey.interviews.values_list("label", flat=True))
    form = InterviewForm(today, taken, request.POST or None, initial={"agreed": today, "language": language()})
    if request.method == "POST" and form.is_valid():
        one, token = actions.keep(survey, form.cleaned_data, actor=request.user, at=timezone.now())
        address = request.build_absolute_uri(reverse("interview_kept", args=[token]))
        return render(request, "observatory/interview_address.html", {"survey": survey, "one": one, "address": address})
    return render(request, "observatory/interview_form.html", {"survey": survey, "form": form})


@signed_in
def interview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was said, its passages, and a form for the next one."""
    survey, now = _heard(request, slug), timezone.now()
    one = _interview(survey, pk)
    form = None if one.withdrawn else PassageForm(survey, one.text, _questions(survey), request.POST or None)
    if form is not None and request.method == "POST" and form.is_valid():
        codes = _codes(survey, form, request.user)
        passage = actions.mark(one, form.span, codes, form.table, actor=request.user, at=now)
        messages.success(request, _("Kept as %(name)s.") % {"name": passage.key})
        return redirect("survey_interview", slug, pk)
    found = list(queries.passages(survey).filter(interview=one))
    context = {
        "survey": survey,
        "one": one,
        "form": form,
        "lines": queries.lines(found, queries.names_of(survey), timezone.localdate()),
        "who": queries.said_by(one),
        "quotable": queries.is_quotable(one, timezone.localdate()),
    }
    return render(request, "observatory/interview.html", context)


def _codes(survey: Survey, form: PassageForm, actor: Any) -> list[Code]:
    codes = list(form.cleaned_data["codes"])
    if name := form.cleaned_data["new"]:
        codes.append(actions.add_code(survey, name, actor=actor, at=timezone.now()))
    return codes


@signed_in
def passage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other codes for a passage, or another table."""
    survey = _heard(request, slug)
    one = queries.passages(survey).filter(pk=pk).first()
    if one is None:
        raise Http404
    initial = {"words": one.words, "codes": _alive(one), "rows": one.rows, "columns": one.columns}
    form = PassageForm(survey, one.words, _questions(survey), request.POST or None, initial=initial)
    del form.fields["words"]
    if request.method == "POST" and form.is_valid():
        codes = _codes(survey, form, request.user)
        actions.change_passage(one, codes, form.table, actor=request.user, at=timezone.now())
        return redirect("survey_interview", slug, one.interview_id)
    return render(request, "observatory/passage_form.html", {"survey": survey, "one": one, "form": form})


def _alive(one: Passage) -> list[int]:
    """The codes of a passage as they live on."""
    names = queries.names_of(one.interview.survey)
    wanted = {names[code.pk] for code in one.codes.all()}
    return list(
        Code.objects.filter(survey=one.interview.survey_id, merged_into=None, name__in=wanted).values_list(
            "pk", flat=True
        )
    )


@signed_in
def consent(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another agreement with the same person."""
    survey = _heard(request, slug)
    one = _interview(survey, pk)
    if one.withdrawn:
        raise Http404
    initial = {"name": one.name, "role": one.role, "consent": one.consent, "until": one.until}
    form = ConsentForm(timezone.localdate(), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.change_consent(
            one, said["name"], said["role"], said["consent"], said["until"], actor=request.user, at=timezone.now()
        )
        return redirect("survey_interview", slug, pk)
    return render(request, "observatory/consent_form.html", {"survey": survey, "one": one, "form": form})


@signed_in
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take everything back for somebody who asked for it."""
    survey = _heard(request, slug)
    one = _interview(survey, pk)
    if one.withdrawn:
        return redirect("survey_interview", slug, pk)
    if request.method == "POST":
        actions.withdraw(one, actor=request.user, at=timezone.now())
        return redirect("survey_interviews", slug)
    return render(request, "observatory/interview_withdraw.html", {"survey": survey, "one": one})


@signed_in
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    """The code book; with a code in the address, its passages."""
    survey, today = _heard(request, slug), timezone.localdate()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.add_code(survey, said["name"], said["about"], actor=request.user, at=timezone.now())
        return redirect("survey_codes", slug)
    chosen, names = request.GET.get("code", ""), queries.names_of(survey)
    lines = []
    if chosen:
        lines = [one for one in queries.lines(list(queries.passages(survey)), names, today) if chosen in one["codes"]]
    context = {"survey": survey, "book": queries.code_book(survey), "form": form, "chosen": chosen, "lines": lines}
    return render(request, "observatory/codes.html", context)


@signed_in
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another name for a code, or its end in another one."""
    survey, now = _heard(request, slug), timezone.now()
    one = survey.codes.filter(pk=pk).first()
    if one is None:
        raise Http404
    naming = "name" in request.POST
    form = CodeForm(request.POST if naming else None, initial={"name": one.name, "about": one.about})
    merging = MergeForm(one, request.POST if "merge" in request.POST else None)
    try:
        if naming and form.is_valid():
            said = form.cleaned_data
            actions.rename(one, said["name"], said["about"], actor=request.user, at=now)
            return redirect("survey_codes", slug)
        if "merge" in request.POST and merging.is_valid():
            actions.merge(one, merging.cleaned_data["into"], actor=request.user, at=now)
            return redirect("survey_codes", slug)
        if "apart" in request.POST:
            actions.take_apart(one, actor=request.user, at=now)
            return redirect("survey_codes", slug)
    except BadInput as error:
        (form if naming else merging).add_error(None, lines_of(error))
    context = {"survey": survey, "one": one, "form": form, "merging": merging}
    return render(request, "observatory/code_form.html", context)


@public
@never_cache
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept of what somebody said, for themselves, and the way to take it back."""
    one = queries.of_hash(hashed(token))
    if one is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw(one, actor=None, at=timezone.now())
        return redirect("interview_kept", token)
    quoted = [passage.words for passage in one.passages.all() if passage.end]
    context = {"one": one, "survey": one.survey, "quoted": quoted, "who": queries.said_by(one)}
    return render(request, "observatory/interview_kept.html", context)
