"""How good the sample is, and every pair of questions at once."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.answers import Question
from tandem.domain.survey.frequencies import frequencies, margin_of_error
from tandem.domain.survey.questionnaire import Item
from tandem.observatory import permissions, queries
from tandem.observatory.actions import weighting as actions
from tandem.observatory.actions.columns import keep_large
from tandem.observatory.actions.report import look
from tandem.observatory.forms.surveys import lines_of
from tandem.observatory.forms.weighting import LoadForm, MarginForm, TrimForm
from tandem.observatory.models import Survey
from tandem.observatory.queries import screening, tables
from tandem.observatory.queries.answers import (
    NETWORK,
    Gathered,
    can_be_margin,
    design_of,
    gather,
    is_drawn,
    key_of,
    raked,
)
from tandem.observatory.views.surveys import language, mine
from tandem.observatory.views.tables import chosen_waves, weighting
from tandem.ui.access import signed_in
from tandem.ui.pages import pages_of

PAIRS_A_PAGE = 50


def _gathered(survey: Survey) -> Gathered:
    waves = queries.waves(survey)
    keep_large(waves)
    return gather(survey, waves)


@signed_in
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The sample beside the population, the weights that bring it there, the technical sheet."""
    survey = mine(request, slug)
    gathered = _gathered(survey)
    voice = tables.Voice(gathered, language())
    context: dict[str, Any] = {
        "survey": survey,
        "n": gathered.n,
        "margins": [_beside(gathered, name, survey.margins[name], voice) for name in _there(survey, gathered)],
        "others": [(name, voice.question(name)) for name in can_be_margin(gathered) if name not in survey.margins],
        "waves": gathered.waves,
        "networks": len(gathered.networks),
        "questions": len(gathered.items),
        "may_edit": permissions.can_edit(request.user, survey).allowed,
        "plain_margin": 100 * margin_of_error(gathered.n) if gathered.n else None,
        "quotas": any(survey.waves.values_list("quotas", flat=True)),
        "drawn": drawn(survey, gathered, voice),
    }
    try:
        found = raked(survey, gathered) if survey.margins else None
    except BadInput as error:
        context["refused"] = lines_of(error)
    except KeyError as error:
        context["refused"] = _("The question %(name)s is not asked any more.") % {"name": error.args[0]}
    else:
        if found is not None and found.converged:
            context["raked"] = found
            context["least"], context["most"] = float(found.weights.min()), float(found.weights.max())
            context["weighted_margin"] = 100 * margin_of_error(found.n_effective)
        elif found is not None:
            context["refused"] = _("The weights do not reach the margins: loosen the bounds, or put answers together.")
    return render(request, "observatory/sample.html", context)


def drawn(survey: Survey, gathered: Gathered, voice: tables.Voice) -> dict[str, Any] | None:
    """How the sample was drawn, in words, and why no variance can be had from it; None when nothing is said."""
    if not is_drawn(survey):
        return None
    said, reason = survey.design, ""
    try:
        design_of(survey, gathered)
    except BadInput as error:
        reason = lines_of(error) if gathered.n else ""
    return {
        "strata": voice.question(said["strata"]) if said.get("strata") else "",
        "clusters": voice.question(said["clusters"]) if said.get("clusters") else "",
        "population": round(sum(said["population"].values())) if said.get("population") else None,
        "reason": reason,
    }


def _there(survey: Survey, gathered: Gathered) -> list[str]:
    return [name for name in survey.margins if isinstance(gathered.questions.get(name), Question)]


def _beside(gathered: Gathered, name: str, targets: dict[str, float], voice: tables.Voice) -> dict[str, Any]:
    """The share of each answer in the sample beside its share in the population."""
    question = gathered.questions[name]
    found = frequencies(question)
    total = sum(targets.values()) or 1
    lines = [
        {
            "label": voice.level(name, line.level),
            "count": line.count,
            "sample": line.percent,
            "population": 100 * targets.get(line.level, 0) / total,
        }
        for line in found.levels
    ]
    there = {line.level for line in found.levels}
    lines += [
        {"label": voice.level(name, code), "count": 0, "sample": 0.0, "population": 100 * target / total}
        for code, target in targets.items()
        if code not in there
    ]
    return {"name": name, "question": voice.question(name), "lines": lines}


def _items(survey: Survey) -> dict[str, Item]:
    gathered = _gathered(survey)
    version = survey.versions.last()
    if gathered.items or version is None:
        return {name: gathered.items[name] for name in can_be_margin(gathered)}
    return {item.name: item for item in queries.questionnaire(version).items if item.kind == "one"}


@signed_in
def margin(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """The population's shares of one question."""
    survey = mine(request, slug, to_edit=True)
    item = _items(survey).get(question)
    if item is None:
        raise Http404
    initial = {f"code_{code}": f"{target:g}" for code, target in survey.margins.get(question, {}).items()}
    form = MarginForm(item, language(), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_margin(survey, question, form.targets, actor=request.user, at=timezone.now())
        return redirect("survey_sample", slug)
    context = {"survey": survey, "form": form, "asked": queries.said(item.words, language())}
    return render(request, "observatory/margin.html", context)


@signed_in
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Bounds of the weights and source of the margins."""
    survey = mine(request, slug, to_edit=True)
    initial = {"low": survey.trim_low, "high": survey.trim_high, "source": survey.margins_source}
    form = TrimForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        bounds = None if said["low"] is None else (said["low"], said["high"])
        actions.set_trim(survey, bounds, said["source"], actor=request.user, at=timezone.now())
        return redirect("survey_sample", slug)
    return render(request, "observatory/trim.html", {"survey": survey, "form": form})


@signed_in
def load(request: HttpRequest, slug: str) -> HttpResponse:
    """All margins from a file."""
    survey = mine(request, slug, to_edit=True)
    form = LoadForm(_items(survey), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.load_margins(survey, form.cleaned_data["file"], actor=request.user, at=timezone.now())
        return redirect("survey_sample", slug)
    return render(request, "observatory/load_margins.html", {"survey": survey, "form": form})


SORTS = ("p", "strength", "base")


@signed_in
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """Every pair, smallest p first; a wave or network is a matter of adding counts."""
    survey = mine(request, slug)
    if survey.rebuilt:
        return render(request, "observatory/not_published.html", {"survey": survey})
    if is_drawn(survey):
        return render(request, "observatory/screening_refused.html", {"survey": survey})
    waves = queries.waves(survey)
    keep_large(waves)
    gathered = gather(survey, waves)
    chosen = [wave.name for wave in chosen_waves(request, waves)]
    of_network = gathered.questions.get(NETWORK)
    networks = of_network.levels if isinstance(of_network, Question) and NETWORK not in gathered.items else ()
    network = request.GET.get("network", "")
    network = network if network in networks else ""
    weights, reason = weighting(survey, gathered, request.GET.get("weighted") == "yes")
    voice = tables.Voice(gathered, language())
    context: dict[str, Any] = {"survey": survey, "waves": waves, "chosen": chosen, "n": gathered.n, "network": network}
    if gathered.n:
        look(survey, actor=request.user, at=timezone.now())
        there, pairs = screening.pairs(gathered, key_of(survey, waves), chosen, network, weights)
        family = sum(pair.p is not None for pair in pairs)
        actions.screened(survey, family)
        sort = request.GET.get("sort", "p")
        if sort == "strength":
            pairs = sorted(pairs, key=lambda pair: -(pair.cramers_v or 0))
        elif sort == "base":
            pairs = sorted(pairs, key=lambda pair: -pair.n)
        page = Paginator(pairs, PAIRS_A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "family": family,
            "pages": pages_of(request, page),
            "sort": sort if sort in SORTS else "p",
            "pairs": [
                {
                    "pair": pair,
                    "a": _called(there, pair.a, voice),
                    "b": _called(there, pair.b, voice),
                    "rows": there.of[pair.a][0],
                    "columns": there.of[pair.b][0] if not there.of[pair.b][1] else "",
                    "small": pair.min_expected is not None and pair.min_expected < 5,
                }
                for pair in page
            ],
        }
    context |= {
        "networks": [(level, voice.level(NETWORK, level)) for level in networks],
        "weighted": weights is not None,
        "reason": reason,
    }
    return render(request, "observatory/screening.html", context)


def _called(there: screening.Columns, name: str, voice: tables.Voice) -> str:
    question, item = there.of[name]
    return f"{voice.question(question)} – {voice.level(question, item)}" if item else voice.question(question)
