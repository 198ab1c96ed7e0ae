"""Pages of competences: browse, search, read one, and a steward's wording."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.competences import actions, content, permissions, queries
from tandem.competences.forms import AdditionForm, WordingForm
from tandem.domain import competences
from tandem.domain.errors import BadInput
from tandem.ui.access import public, require, signed_in

LONGEST_QUESTION = 200


@public
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    language = _language()
    frameworks = queries.frameworks()
    names = {one.id: one.label.say(language) for one in frameworks}
    found = [
        {"found": one, "address": address(one.framework, one.id), "framework": names[one.framework]}
        for one in queries.search(words, language)
    ]
    return render(request, "competences/index.html", {"words": words, "found": found, "frameworks": frameworks})


@public
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    one = _framework(framework)
    areas = [
        {"area": area, "competences": [found for found in one.competences.values() if found.area == area.id]}
        for area in one.areas.values()
    ]
    may_add = framework == competences.TANDEM and permissions.can_reword(request.user).allowed
    context = {"framework": one, "areas": areas, "may_add": may_add}
    if framework == competences.ESCO:
        context["loaded"] = queries.esco_loaded()
    return render(request, "competences/framework.html", context)


@public
def competence(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    shown = _framework(framework)
    one = _competence(framework, code)
    levels = [
        {"level": level, "name": shown.scale[level], "text": one.levels.get(level) or shown.scale[level].about}
        for level in competences.levels(framework, code)
    ]
    pairs = [pair for pair in content.crosswalk() if framework == competences.DIGCOMP and pair.competence == code]
    context = {
        "framework": shown,
        "competence": one,
        "area": shown.areas.get(one.area),
        "levels": levels,
        "pairs": [{"pair": pair, "address": address(competences.ESCO, pair.uri)} for pair in pairs],
        "versions": list(queries.versions(framework, code)),
        "may_edit": permissions.can_reword(request.user).allowed,
    }
    return render(request, "competences/competence.html", context)


@public
def concept(request: HttpRequest) -> HttpResponse:
    """A concept of ESCO, named by its address in `?uri=`."""
    uri = request.GET.get("uri", "")
    one = queries.competence(competences.ESCO, uri)
    if one is None:
        raise Http404
    loaded = queries.concept(uri)
    pairs = [pair for pair in content.crosswalk() if pair.uri == uri]
    context = {
        "framework": queries.framework(competences.ESCO),
        "competence": one,
        "broader": _neighbours(loaded.broader.all()) if loaded else [],
        "narrower": _neighbours(loaded.narrower.all()) if loaded else [],
        "pairs": [queries.framework(competences.DIGCOMP).competences[pair.competence] for pair in pairs],
    }
    return render(request, "competences/concept.html", context)


@signed_in
def edit(request: HttpRequest, framework: str, code: str) -> HttpResponse:
    require(permissions.can_reword(request.user))
    shown, one = _framework(framework), _competence(framework, code)
    newest = queries.versions(framework, code).first()
    form = WordingForm(
        request.POST or None,
        framework=framework,
        official=actions.OFFICIAL_LANGUAGE.get(framework),
        about=one,
        initial={"after": newest.number if newest else 0},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword(
                framework,
                code,
                form.texts(),
                after=form.cleaned_data["after"],
                actor=request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except BadInput as error:
            form.refuse(error, _say)
        else:
            messages.success(request, _("Saved as a new version. The one before stays readable."))
            return redirect("competence", framework, code)
    return render(request, "competences/edit.html", {"form": form, "framework": shown, "competence": one})


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    require(permissions.can_reword(request.user))
    form = AdditionForm(
        request.POST or None, framework=competences.TANDEM, official=None, about=None, initial={"after": 0}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_to_annex(
                given["id"], form.texts(), actor=request.user, at=timezone.now(), reason=given["reason"]
            )
        except BadInput as error:
            form.refuse(error, _say)
        else:
            messages.success(request, _("Added to the annex of this place."))
            return redirect("competence", competences.TANDEM, given["id"])
    return render(request, "competences/edit.html", {"form": form, "framework": _framework(competences.TANDEM)})


def address(framework: str, code: str) -> str:
    """The page of a competence; a concept of ESCO is named by its own address."""
    if framework == competences.ESCO:
        return f"{reverse('concept')}?{urlencode({'uri': code})}"
    return reverse("competence", args=[framework, code])


def _framework(framework_id: str) -> content.Framework:
    try:
        return queries.framework(framework_id)
    except BadInput as error:
        raise Http404 from error


def _competence(framework_id: str, code: str) -> content.Competence:
    found = _framework(framework_id).competences.get(code)
    if found is None:
        raise Http404
    return found


def _neighbours(concepts: Any) -> list[dict[str, Any]]:
    """Concepts beside this one with their names; those that no file named stay out."""
    named = [(one.uri, {label.language: label.label for label in one.labels.all()}) for one in concepts]
    return [{"names": names, "address": address(competences.ESCO, uri)} for uri, names in named if names]


def _language() -> str:
    return get_language() or "en"


def _say(message: Any) -> str:
    return message.render(_)
