"""The pages of a respondent: no account, no script, one screen at a time, saved as one goes.

The token in the address is the only key to answers on their way; no session is begun here.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from tandem.domain.errors import BadInput
from tandem.domain.survey.conditions import Given
from tandem.domain.survey.questionnaire import NOTE, Item, Questionnaire
from tandem.observatory import queries
from tandem.observatory.actions import collecting
from tandem.observatory.actions.surveys import hashed
from tandem.observatory.forms.answering import BeginForm, ScreenForm, in_words
from tandem.observatory.forms.surveys import lines_of
from tandem.observatory.models import Partial, Survey, Wave
from tandem.ui.access import public

#: Names of what stands in a form beside the questions: no question of an XLSForm begins with this sign.
IN, SWITCH, BACK, DISCARD = "~in", "~switch", "~back", "~discard"


def spoken(request: HttpRequest, form: Questionnaire) -> str:
    """The language of the questions: the one asked for, else the page's, else the first the form has."""
    wanted = request.POST.get(IN) or request.GET.get("in") or translation.get_language() or ""
    return wanted if wanted in form.languages or not form.languages else form.languages[0]


def _languages(form: Questionnaire, now: str) -> list[dict[str, str]]:
    """The other languages of the survey, each under its own name."""
    from babel import Locale, UnknownLocaleError

    found = []
    for code in form.languages:
        try:
            name = Locale.parse(code).get_display_name(code) or code
        except (ValueError, UnknownLocaleError):
            name = code
        if code != now:
            found.append({"code": code, "name": name[:1].upper() + name[1:]})
    return found


def _wave_or_closed(wave: Wave) -> bool:
    return queries.is_open(wave, timezone.localdate())


@public
@never_cache
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what for, until when; then the first question."""
    network = queries.network_of(token)
    if network is None:
        raise Http404
    wave, form = network.wave, queries.questionnaire(network.wave.version)
    language = spoken(request, form)
    context = _about(request, wave.survey, form, language)
    if not _wave_or_closed(wave):
        return render(request, "observatory/answer_closed.html", {**context, "wave": wave})
    begin = BeginForm(request.POST if request.method == "POST" else None) if wave.by_invitation else None
    if request.method == "POST" and (begin is None or begin.is_valid()):
        code = begin.cleaned_data["code"] if begin else ""
        try:
            key = collecting.begin(wave, network, code, today=timezone.localdate())
        except BadInput as error:
            assert begin is not None
            begin.add_error("code", lines_of(error))
        else:
            return _at(key, 0, language)
    return render(request, "observatory/answer_start.html", {**context, "wave": wave, "form": begin})


def _about(request: HttpRequest, survey: Survey, form: Questionnaire, language: str) -> dict[str, Any]:
    return {
        "survey": survey,
        "title": in_words(survey.title, language),
        "notice": in_words(survey.notice, language),
        "language": language,
        "languages": _languages(form, language),
        "count": len(form.items),
    }


def _at(token: str, place: int, language: str) -> HttpResponse:
    """The screen at `place`, in the survey's language and, where the interface speaks it, under its address."""
    interface = language if language in dict(translation_languages()) else translation.get_language()
    with translation.override(interface):
        return redirect(f"{reverse('answer', args=[token, place + 1])}?in={language}")


def translation_languages() -> Any:
    from django.conf import settings

    return settings.LANGUAGES


def _partial(token: str) -> Partial:
    found = (
        Partial.objects.select_related("wave__survey__owner", "wave__version").filter(token_hash=hashed(token)).first()
    )
    if found is None:
        raise Http404
    return found


@public
@never_cache
def screen(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One screen. Going on checks and keeps; another language or going back keeps what is right and asks nothing."""
    partial = _partial(token)
    form, place = queries.questionnaire(partial.wave.version), number - 1
    if not 0 <= place < len(form.screens):
        raise Http404
    if not _wave_or_closed(partial.wave):
        collecting.forget(partial)
        return render(request, "observatory/answer_closed.html", {"wave": partial.wave, "survey": partial.wave.survey})
    answers, language = queries.given(partial), spoken(request, form)
    items = form.on(place, answers)
    fields = ScreenForm(
        items, language, answers, request.POST if request.method == "POST" else None, single=len(items) == 1
    )
    if request.method == "POST":
        good = fields.is_valid()
        partial = collecting.keep(partial, fields.given, today=timezone.localdate())
        answers = queries.given(partial)
        if SWITCH in request.POST:
            return _at(token, place, request.POST[SWITCH])
        if BACK in request.POST:
            return _at(token, form.screen_before(place, answers) or 0, language)
        if good and any(item not in items for item in form.on(place, answers)):
            return _at(token, place, language)  # an answer on this page brought another question to it
        if good:
            following = form.next_screen(place, answers)
            if following is None:
                return _end(token, language)
            return _at(token, following, language)
    context = {
        **_about(request, partial.wave.survey, form, language),
        "form": fields if fields.items else None,
        "notes": [in_words(item.words, language) for item in items if item.kind == NOTE],
        "heading": in_words(form.screens[place].words, language),
        "number": number,
        "of": len(form.screens),
        "percent": round(100 * place / len(form.screens)),
        "before": form.screen_before(place, answers) is not None,
        "address": request.build_absolute_uri(request.path),
        "token": token,
    }
    return render(request, "observatory/answer_screen.html", context)


def _end(token: str, language: str) -> HttpResponse:
    interface = language if language in dict(translation_languages()) else translation.get_language()
    with translation.override(interface):
        return redirect(f"{reverse('answer_end', args=[token])}?in={language}")


@public
@never_cache
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Read what will be sent, send it, or throw it away."""
    partial = _partial(token)
    wave, form = partial.wave, queries.questionnaire(partial.wave.version)
    answers, language = queries.given(partial), spoken(request, form)
    missing = _first_missing(form, answers)
    if request.method == "POST" and DISCARD in request.POST:
        collecting.forget(partial)
        return redirect("answer_thanks", wave.survey.slug, "discarded")
    if request.method == "POST" and missing is None and _wave_or_closed(wave):
        try:
            collecting.send(partial)
        except BadInput:
            return redirect("answer_thanks", wave.survey.slug, "enough")
        return redirect("answer_thanks", wave.survey.slug, "sent")
    asked = form.asked(answers)
    context = {
        **_about(request, wave.survey, form, language),
        "lines": [_line(item, answers, language) for item in form.items if item.name in asked],
        "missing": missing + 1 if missing is not None else None,
        "last": (form.screen_before(len(form.screens), answers) or 0) + 1,
        "token": token,
    }
    return render(request, "observatory/answer_end.html", context)


def _first_missing(form: Questionnaire, answers: dict[str, Given]) -> int | None:
    """The first screen with a question that has to be answered and is not."""
    asked = form.asked(answers)
    for place, one in enumerate(form.screens):
        if any(item.required and item.name in asked and not answers.get(item.name) for item in one.items):
            return place
    return None


def _line(item: Item, answers: dict[str, Given], language: str) -> dict[str, Any]:
    given = answers.get(item.name, "")
    codes = (given,) if isinstance(given, str) else given
    words = {choice.code: in_words(choice.words, language) for choice in item.choices}
    return {
        "question": in_words(item.words, language),
        "answer": ", ".join(words.get(code, code) for code in codes if code),
    }


@public
def thanks(request: HttpRequest, slug: str, how: str) -> HttpResponse:
    """Sent, thrown away, or enough already: the answers have no address any more."""
    survey = Survey.objects.select_related("owner").filter(slug=slug).first()
    if survey is None or how not in ("sent", "discarded", "enough"):
        raise Http404
    return render(request, "observatory/answer_thanks.html", {"survey": survey, "how": how})
