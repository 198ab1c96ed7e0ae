"""The skills of a team: rating oneself, what is told of all, who offers help."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tandem.competences import queries as competences
from tandem.diagnosis import actions, permissions
from tandem.diagnosis.forms import RatingForm
from tandem.diagnosis.queries import skills
from tandem.diagnosis.views.asking import language
from tandem.ui.access import fetch, signed_in


@signed_in
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """What is told of the team, who helps with what, and one's own answers."""
    organisation = _organisation(request, slug)
    found = skills.team_of(organisation)
    own = skills.mine(found, request.user)
    rows = skills.overview(found, own, language())
    context = {
        "organisation": organisation,
        "areas": rows,
        "bands": [words for _band, words in competences.everyday_bands(skills.FRAMEWORKS[0], "", language())],
        "told": any(area["told"] for area in rows),
        "offers": any(area["offers"] for area in rows),
        "own": len(own),
        "for_team": skills.to_learn_from(skills.gaps_of_team(rows)),
        "for_me": skills.to_learn_from(skills.gaps_of_mine(own)),
        "may_write": permissions.can_plan(request.user, organisation).allowed,
        "page": request.build_absolute_uri(request.path),
    }
    return render(request, "diagnosis/team_skills.html", context)


@signed_in
def rate(request: HttpRequest, slug: str, area: str) -> HttpResponse:
    """One area, in everyday words; what is left open is not said."""
    organisation = _organisation(request, slug)
    areas = skills.areas(language())
    place = next((place for place, one in enumerate(areas) if one["id"] == area), None)
    if place is None:
        raise Http404
    here = areas[place]
    own = skills.mine(skills.team_of(organisation), request.user)
    form = RatingForm(here, request.POST or None, initial=_initial(here, own))
    if request.method == "POST" and form.is_valid():
        actions.rate(organisation, form.given(), actor=request.user, at=timezone.now())
        if place + 1 < len(areas) and "stop" not in request.POST:
            return redirect("skills_rate", slug, areas[place + 1]["id"])
        messages.success(request, _("Kept. You can change or withdraw it at any time."))
        return redirect("team_skills", slug)
    context = {
        "organisation": organisation,
        "area": here,
        "form": form,
        "number": place + 1,
        "of": len(areas),
        "last": place + 1 == len(areas),
    }
    return render(request, "diagnosis/skills_rate.html", context)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back all that one said."""
    organisation = _organisation(request, slug)
    actions.withdraw(organisation, actor=request.user, at=timezone.now())
    messages.success(request, _("Your answers are deleted."))
    return redirect("team_skills", slug)


@signed_in
@require_POST
def write_to_all(request: HttpRequest, slug: str) -> HttpResponse:
    """The same letter to every member, whoever answered already."""
    organisation = fetch(permissions.plans_visible_to(request.user), permissions.can_plan, request.user, slug=slug)
    if actions.write_to_all(organisation, actor=request.user, at=timezone.now()):
        messages.success(request, _("Every member gets the same e-mail."))
    else:
        messages.info(request, _("Everybody was written to less than a month ago."))
    return redirect("team_skills", slug)


def _organisation(request: HttpRequest, slug: str) -> Any:
    return fetch(permissions.plans_visible_to(request.user), slug=slug)


def _initial(area: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for place, one in enumerate(area["competences"]):
        rating = own.get(skills.key(area["framework"], one["id"]))
        initial[f"band_{place}"] = str(rating.band) if rating else ""
        initial[f"help_{place}"] = bool(rating and rating.offered)
    return initial
