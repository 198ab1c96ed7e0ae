"""Frequency tables and cross-tables of the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.answers import Question
from tandem.domain.survey.design import Design, independent_design
from tandem.domain.survey.kinds_of_test import KINDS
from tandem.observatory import queries
from tandem.observatory.actions.columns import keep_large
from tandem.observatory.actions.report import look
from tandem.observatory.forms.report import TESTS
from tandem.observatory.forms.surveys import lines_of
from tandem.observatory.models import Survey, Wave
from tandem.observatory.queries import interviews, tables
from tandem.observatory.queries.answers import Gathered, design_of, gather, is_drawn, of_table, raked
from tandem.observatory.views.surveys import language, mine
from tandem.ui.access import signed_in


def chosen_waves(request: HttpRequest, waves: list[Wave]) -> list[Wave]:
    """The waves named in the address; all of them when none is."""
    wanted = set(request.GET.getlist("wave"))
    return [wave for wave in waves if wave.name in wanted] or waves


def weighting(survey: Survey, gathered: Gathered, asked: bool) -> tuple[Design | None, str]:
    """The design of the sample, with its weights when they are asked for; and why there is none, or are none."""
    weights, reason = None, ""
    if asked and survey.margins:
        try:
            found = raked(survey, gathered)
        except (BadInput, KeyError) as error:
            said = lines_of(error) if isinstance(error, BadInput) else str(error)
            reason = _("Not weighted: %(reason)s") % {"reason": said}
        else:
            weights = found.weights if found is not None and found.converged else None
            if found is not None and not found.converged:
                reason = _("Not weighted: the weights do not reach the margins.")
    try:
        return design_of(survey, gathered, weights), reason
    except BadInput as error:
        said = _("Tests take people as drawn one by one, the design of the sample cannot be used: %(reason)s")
        return (None if weights is None else independent_design(weights)), said % {"reason": lines_of(error)}


@signed_in
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Every question with its frequencies, or one question against one, two or three others."""
    survey = mine(request, slug)
    waves = queries.waves(survey)
    keep_large(waves)
    gathered = gather(survey, chosen_waves(request, waves))
    if gathered.n:
        look(survey, actor=request.user, at=timezone.now())
    names = of_table(gathered)
    wish = tables.Wish.of(request.GET, gathered, names)
    if survey.rebuilt:  # no pair of questions is determined by the published figures
        wish = replace(wish, columns=(), nest=False)
    asked = request.GET.get("weighted") == "yes"
    weights, reason = weighting(survey, gathered, asked)
    voice = tables.Voice(gathered, language())
    context: dict[str, Any] = {
        "survey": survey,
        "waves": waves,
        "chosen": [wave.name for wave in gathered.waves],
        "gathered": gathered,
        "names": [(name, voice.question(name)) for name in names],
        "breaks": [(name, voice.question(name)) for name in names if isinstance(gathered.questions[name], Question)],
        "wish": wish,
        "weighted": weights is not None and asked and bool(survey.margins) and not reason,
        "reason": reason,
        "shown": tables.SHOWN,
        "kinds": [(kind, words) for kind, words in TESTS if kind in KINDS],
        "drawn": weights is not None and is_drawn(survey),
        "broken": [(voice.question(change.question), change.kind) for change in gathered.broken],
    }
    if wish.rows:
        context["quotes"] = interviews.below(survey, wish.rows, wish.columns, timezone.localdate())
    if wish.rows and wish.columns:
        context["table"] = tables.cross(gathered, wish, weights, voice)
    elif gathered.n:
        listed = [wish.rows] if wish.rows else tables.page_of(names, request.GET.get("page", "1"))
        context["lists"] = [
            tables.frequency(gathered, name, weights, voice, sure=not survey.rebuilt) for name in listed
        ]
        context["pages"] = None if wish.rows else tables.pages_of(names, request.GET.get("page", "1"), request.GET)
    return render(request, "observatory/results.html", context)
