"""What a researcher sets up: surveys, questionnaires, waves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.domain.survey.questionnaire import NOTE, Item, Questionnaire
from tandem.observatory import permissions, queries
from tandem.observatory.actions import surveys as actions
from tandem.observatory.forms.answering import ScreenForm, in_words
from tandem.observatory.forms.surveys import CodesForm, QuotaForm, SurveyForm, UploadForm, WaveForm, quota_questions
from tandem.observatory.models import Survey, Wave
from tandem.ui.access import fetch, public, require, signed_in


def mine(request: HttpRequest, slug: str, *, to_edit: bool = False) -> Survey:
    """A survey whose answers this person may read; `to_edit`, one that they may change."""
    may = permissions.can_edit if to_edit else None
    return fetch(permissions.visible_to(request.user), may, request.user, slug=slug)


def language() -> str:
    return (get_language() or "en")[:2]


@public
def home(request: HttpRequest) -> HttpResponse:
    """Published surveys, and one's own."""
    own = list(queries.surveys(request.user)) if request.user.is_authenticated else []
    context = {
        "published": queries.published(request.user)[:50],
        "own": own,
        "may_ask": request.user.is_authenticated and permissions.can_ask(request.user).allowed,
    }
    return render(request, "observatory/home.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """A survey: what respondents have to be told before anything is asked."""
    require(permissions.can_ask(request.user))
    owners = permissions.research_organisations(request.user, permissions.WRITERS)
    form = SurveyForm(owners, request.POST or None, initial={"licence": Survey.Licence.CC_BY, "owner": owners[0].pk})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        survey = actions.begin(
            form.asking,
            said["title"],
            said["notice"],
            said["retention"],
            said["licence"],
            actor=request.user,
            at=timezone.now(),
        )
        return redirect("survey_questionnaire", survey.slug)
    return render(request, "observatory/survey_form.html", {"form": form})


@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what respondents are told."""
    survey = mine(request, slug, to_edit=True)
    initial = {"retention": survey.retention, "licence": survey.licence}
    for name, texts in (("title", survey.title), ("notice", survey.notice)):
        initial |= {f"{name}_{code}": text for code, text in texts.items()}
    form = SurveyForm([survey.owner], request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.describe(
            survey,
            said["title"],
            said["notice"],
            said["retention"],
            said["licence"],
            actor=request.user,
            at=timezone.now(),
        )
        return redirect("survey", slug)
    return render(request, "observatory/survey_form.html", {"form": form, "survey": survey})


@signed_in
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the survey stands and what comes next."""
    survey = mine(request, slug)
    waves = queries.waves(survey)
    today = timezone.localdate()
    context = {
        "survey": survey,
        "versions": list(survey.versions.all()),
        "waves": [{"wave": wave, "open": queries.is_open(wave, today)} for wave in waves],
        "answers": sum(wave.answers for wave in waves),
        "may_edit": permissions.can_edit(request.user, survey).allowed,
        "may_hear": permissions.can_hear(request.user, survey).allowed,
    }
    return render(request, "observatory/survey.html", context)


@signed_in
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version, what it breaks and what is not translated; a new one by upload."""
    survey = mine(request, slug)
    may_edit = permissions.can_edit(request.user, survey).allowed
    form = None
    if may_edit:
        form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(permissions.can_edit(request.user, survey))
        assert form is not None
        if form.is_valid():
            sent = form.cleaned_data["file"]
            actions.add_version(survey, form.questionnaire, sent.name[:200], actor=request.user, at=timezone.now())
            messages.success(request, _("The questionnaire is read. Look at it as a respondent will see it."))
            return redirect("survey_questionnaire", slug)
    version = survey.versions.last()
    asked = queries.questionnaire(version) if version else None
    context = {
        "survey": survey,
        "form": form,
        "version": version,
        "rows": _rows(asked) if asked else [],
        "languages": asked.languages if asked else (),
        "untranslated": asked.missing_translations()[:60] if asked else [],
        "broken": queries.broken_series(version) if version else [],
        "in_use": version is not None and version.waves.exists(),
    }
    return render(request, "observatory/questionnaire.html", context)


def _rows(asked: Questionnaire) -> list[dict[str, Any]]:
    """Every question with its words in every language side by side."""
    return [
        {
            "item": item,
            "words": [(code, item.words.get(code) or item.words.get("", "")) for code in asked.languages or ("",)],
            "choices": [
                {
                    "choice": choice,
                    "words": " / ".join(
                        choice.words.get(code) or choice.words.get("", "–") for code in asked.languages or ("",)
                    ),
                }
                for choice in item.choices
            ],
        }
        for screen in asked.screens
        for item in screen.items
    ]


@signed_in
def preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One screen as a respondent sees it; nothing is kept, and every question is shown."""
    survey = mine(request, slug)
    version = survey.versions.last()
    asked = queries.questionnaire(version) if version else None
    if asked is None or not 1 <= number <= len(asked.screens):
        raise Http404
    screen = asked.screens[number - 1]
    here = request.GET.get("in", language())
    spoken = here if here in asked.languages else (asked.languages or (here,))[0]
    items: tuple[Item, ...] = screen.items
    context = {
        "survey": survey,
        "title": in_words(survey.title, spoken),
        "form": ScreenForm(items, spoken, {}),
        "notes": [in_words(item.words, spoken) for item in items if item.kind == NOTE],
        "heading": in_words(screen.words, spoken),
        "conditions": [(item.name, item.relevant.source) for item in items if item.relevant],
        "number": number,
        "of": len(asked.screens),
        "languages": asked.languages,
        "language": spoken,
    }
    return render(request, "observatory/preview.html", context)


@signed_in
def new_wave(request: HttpRequest, slug: str) -> HttpResponse:
    """A time of asking, with a link for each network."""
    survey = mine(request, slug, to_edit=True)
    if not survey.versions.exists():
        return redirect("survey_questionnaire", slug)
    form = WaveForm(survey, request.POST or None, initial={"opens": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wave = actions.open_wave(
            survey,
            said["name"],
            said["opens"],
            said["closes"],
            said["networks"],
            by_invitation=said["by_invitation"],
            actor=request.user,
            at=timezone.now(),
        )
        return redirect("survey_wave", slug, wave.pk)
    return render(request, "observatory/wave_form.html", {"survey": survey, "form": form})


def _wave(survey: Survey, pk: int) -> Wave:
    found = next((wave for wave in queries.waves(survey) if wave.pk == pk), None)
    if found is None:
        raise Http404
    return found


@signed_in
def wave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The links to pass on, how many answered, whom to look for next."""
    survey = mine(request, slug)
    one = _wave(survey, pk)
    form = queries.questionnaire(one.version)
    quotas = queries.quotas(one)
    for row in quotas:
        item = form.item(row["question"])
        choice = next((c for c in item.choices if c.code == row["code"]), None) if item else None
        row["words"] = in_words(item.words, language()) if item else row["question"]
        row["answer"] = in_words(choice.words, language()) if choice else row["code"]
    context = {
        "survey": survey,
        "wave": one,
        "open": queries.is_open(one, timezone.localdate()),
        "quotas": quotas,
        "quota_questions": [
            (name, in_words(item.words, language())) for name in quota_questions(form) if (item := form.item(name))
        ],
        "invited": one.invitations.count() if one.by_invitation else 0,
        "used": one.invitations.filter(used=True).count() if one.by_invitation else 0,
        "may_edit": permissions.can_edit(request.user, survey).allowed,
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "observatory/wave.html", context)


@signed_in
def quota(request: HttpRequest, slug: str, pk: int, question: str) -> HttpResponse:
    """How many answers of each kind are wanted."""
    survey = mine(request, slug, to_edit=True)
    one = _wave(survey, pk)
    asked = queries.questionnaire(one.version)
    if question not in quota_questions(asked):
        raise Http404
    item = asked.item(question)
    assert item is not None
    initial = {f"code_{code}": target for code, target in one.quotas.get(question, {}).items()}
    form = QuotaForm(asked, question, language(), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        quotas = {name: targets for name, targets in {**one.quotas, question: form.targets}.items() if targets}
        actions.set_quotas(one, quotas, actor=request.user, at=timezone.now())
        return redirect("survey_wave", slug, pk)
    context = {"survey": survey, "wave": one, "form": form, "asked": in_words(item.words, language())}
    return render(request, "observatory/quota.html", context)


@signed_in
def invite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """New codes, shown once."""
    survey = mine(request, slug, to_edit=True)
    one = _wave(survey, pk)
    if not one.by_invitation:
        raise Http404
    form = CodesForm(request.POST or None)
    codes: list[str] = []
    if request.method == "POST" and form.is_valid():
        codes = actions.invite(one, form.cleaned_data["number"], actor=request.user, at=timezone.now())
    context = {"survey": survey, "wave": one, "form": form, "codes": codes}
    return render(request, "observatory/invite.html", context)


@signed_in
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a wave before its last day."""
    survey = mine(request, slug, to_edit=True)
    one = _wave(survey, pk)
    if request.method == "POST":
        actions.close_wave(one, actor=request.user, at=timezone.now())
        return redirect("survey_wave", slug, pk)
    return render(request, "observatory/close_wave.html", {"survey": survey, "wave": one})
