"""The need assistant: not sure how to say it? Start from a situation, end with a need that can be changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tandem.competences import queries as competences
from tandem.matching import assistant
from tandem.matching.content import Template
from tandem.ui.access import public

LONGEST_WORDS = 500


@public
def situations(request: HttpRequest) -> HttpResponse:
    """Everyday situations grouped by what one wants to do, and a box for one's own words."""
    words = request.GET.get("words", "").strip()[:LONGEST_WORDS]
    every = assistant.all_situations()
    groups = [
        {"id": group, "label": label, "situations": [one for one in every.situations if one.group == group]}
        for group, label in every.groups.items()
    ]
    context = {"words": words, "found": assistant.suggestions(words) if words else (), "groups": groups}
    return render(request, "matching/situations.html", context)


@public
def help_templates(request: HttpRequest) -> HttpResponse:
    """Every template of help, the short ones first."""
    return render(request, "matching/help_templates.html", {"templates": assistant.all_templates()})


@public
def offer_start(request: HttpRequest) -> HttpResponse:
    """A short menu for those who give: an hour, about thirty hours, a thing, or one's own words."""
    every = assistant.all_templates()
    menu = [
        {"help": kind, "hours": next(one.hours for one in every if one.help == kind), "templates": templates}
        for kind in ("session", "project")
        if (templates := [one for one in every if one.help == kind])
    ]
    return render(request, "matching/offer_start.html", {"menu": menu})


@public
def help_template(request: HttpRequest, template: str) -> HttpResponse:
    """One template of help: what comes out, what each side prepares, what stays, how one knows that it worked."""
    shown = _template(template)
    language = get_language() or "en"
    wanted = [(one.framework, one.id) for one in shown.competences]
    names = competences.competence_labels(wanted, language)
    situation = assistant.situation(request.GET.get("situation", ""))
    context: dict[str, Any] = {
        "template": shown,
        "help": competences.label("help", shown.help, language),
        "technology": [competences.label("technology", one, language) for one in shown.technology],
        "competences": [{"framework": one[0], "id": one[1], "label": names[one]} for one in wanted],
        "situation": situation,
        "told": " ".join(text[language] for text in (shown.deliverable, shown.they_prepare, shown.handed_over)),
        "words": request.GET.get("words", "")[:LONGEST_WORDS],
    }
    return render(request, "matching/help_template.html", context)


def _template(identifier: str) -> Template:
    try:
        return assistant.template(identifier)
    except KeyError as error:
        raise Http404 from error
