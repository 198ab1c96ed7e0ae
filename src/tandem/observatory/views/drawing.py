"""How the sample was drawn: strata, clusters, and how many there are to draw from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.domain.survey.answers import Question
from tandem.observatory import queries
from tandem.observatory.actions import weighting as actions
from tandem.observatory.actions.columns import keep_large
from tandem.observatory.forms.weighting import DesignForm, PopulationForm
from tandem.observatory.models import Survey
from tandem.observatory.queries.answers import NETWORK, Gathered, can_be_margin, gather, is_drawn
from tandem.observatory.queries.tables import Voice
from tandem.observatory.views.surveys import language, mine
from tandem.ui.access import signed_in


def _gathered(survey: Survey) -> Gathered:
    waves = queries.waves(survey)
    keep_large(waves)
    return gather(survey, waves)


@signed_in
def design(request: HttpRequest, slug: str) -> HttpResponse:
    """By which question people were drawn apart, and in which groups they came together."""
    survey = mine(request, slug, to_edit=True)
    gathered = _gathered(survey)
    voice = Voice(gathered, language())
    questions = [(name, voice.question(name)) for name in can_be_margin(gathered)]
    networks = [(NETWORK, _("The network they came through"))] if NETWORK not in gathered.items else []
    initial = {key: survey.design.get(key, "") for key in ("strata", "clusters")}
    form = DesignForm(questions, networks, request.POST or None, initial={**initial, "finite": _is_finite(survey)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = {key: said[key] for key in ("strata", "clusters") if said[key]}
        # Another question is another count: of its strata, of groups instead of people.
        same = said["finite"] and all(chosen.get(key) == survey.design.get(key) for key in ("strata", "clusters"))
        population = survey.design.get("population") if same else None
        kept = {**chosen, "population": population} if population else chosen
        actions.set_design(survey, kept, actor=request.user, at=timezone.now())
        return redirect("survey_population" if said["finite"] else "survey_sample", slug)
    return render(request, "observatory/design.html", {"survey": survey, "form": form, "drawn": is_drawn(survey)})


def _is_finite(survey: Survey) -> bool:
    return bool(survey.design.get("population"))


@signed_in
def population(request: HttpRequest, slug: str) -> HttpResponse:
    """How many there are, in each stratum or in all."""
    survey = mine(request, slug, to_edit=True)
    gathered = _gathered(survey)
    strata = survey.design.get("strata", "")
    question, voice = gathered.questions.get(strata), Voice(gathered, language())
    levels = question.levels if isinstance(question, Question) else ("",)
    fields = [(level, voice.level(strata, level) if level else _("In all")) for level in levels]
    form = PopulationForm(fields, request.POST or None, initial=_initial(fields, survey.design.get("population", {})))
    if request.method == "POST" and form.is_valid():
        actions.set_design(survey, {**survey.design, "population": form.sizes}, actor=request.user, at=timezone.now())
        return redirect("survey_sample", slug)
    context = {"survey": survey, "form": form, "clusters": bool(survey.design.get("clusters"))}
    return render(request, "observatory/population.html", context)


def _initial(fields: list[tuple[str, str]], sizes: dict[str, float]) -> dict[str, str]:
    return {f"size_{place}": f"{sizes[level]:.0f}" for place, (level, _words) in enumerate(fields) if level in sizes}
