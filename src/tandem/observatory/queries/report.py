"""The living report: the same files that `tandem survey report` reads, written from the answers and computed."""

from __future__ import annotations

import json
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from tandem.domain.errors import BadInput, at_line
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MultipleResponse, Question
from tandem.domain.survey.design import Design
from tandem.domain.survey.kinds_of_test import INDEPENDENCE, KINDS
from tandem.domain.survey.questionnaire import Questionnaire, Screen
from tandem.domain.survey.report.bindings import TestOf, names_in
from tandem.domain.survey.report.material import Material
from tandem.domain.survey.report.testing import Hypothesis
from tandem.domain.survey.report.text import Bound
from tandem.observatory import queries
from tandem.observatory.models import Survey
from tandem.observatory.queries import interviews
from tandem.observatory.queries.answers import (
    NETWORK,
    OTHERS,
    UNPUBLISHED,
    WAVE,
    Gathered,
    design_of,
    gather,
    key_of,
    raked,
)
from tandem.survey_files.questionnaire import as_form
from tandem.survey_files.report.document import Document, write_document
from tandem.survey_files.report.source import Wordings, computed_from, labels_of, names_of
from tandem.survey_files.survey_folder import Said, SurveyFolder, read_survey

WEIGHT = "weight"
_KEPT = 12
_documents: OrderedDict[tuple[object, ...], list[Document]] = OrderedDict()


def languages_of(survey: Survey) -> tuple[str, ...]:
    return tuple(code for code in ("fr", "en") if survey.report.get(code, "").strip())


def documents(survey: Survey, texts: dict[str, str] | None = None) -> list[Document]:
    """The report in each language that has a text; computed anew when the answers, the text or the plan changed.

    Errors: `BadInput` naming the language and the line.
    """
    written = {code: text for code, text in (survey.report if texts is None else texts).items() if text.strip()}
    waves = queries.waves(survey)
    plan = list(survey.hypotheses.all())
    quoted = interviews.quotes(survey, timezone.localdate())
    key: tuple[object, ...] = (
        key_of(survey, waves),
        json.dumps([written, survey.title, survey.source, survey.margins, survey.design], sort_keys=True),
        (survey.trim_low, survey.trim_high, survey.decimals, survey.looked_at, survey.tried, survey.synthetic),
        tuple((one.pk, one.planned) for one in plan),
        json.dumps(quoted, sort_keys=True),
    )
    if key not in _documents:
        gathered = gather(survey, waves)
        with tempfile.TemporaryDirectory() as name:
            _documents[key] = _computed(survey, gathered, written, quoted, Path(name))
        while len(_documents) > _KEPT:
            _documents.popitem(last=False)
    _documents.move_to_end(key)
    return _documents[key]


def _computed(
    survey: Survey, gathered: Gathered, written: dict[str, str], quoted: dict[str, dict[str, str]], folder: Path
) -> list[Document]:
    languages = [code for code in ("fr", "en") if code in written]
    said: dict[str, Any] = {
        "title": {code: queries.said(survey.title, code) for code in languages},
        "languages": languages,
        "answers": "answers.csv",
        "form": "form.xlsx",
        "synthetic": survey.synthetic,
        "source": {code: queries.said(survey.source, code) for code in languages},
        "decimals": survey.decimals,
        "tried": survey.tried,
        "text": {code: f"{code}.md" for code in languages},
        "quotes": {key: {"text": "", "who": ""} for key in quoted},
    }
    for code in languages:
        (folder / f"{code}.md").write_text(written[code], encoding="utf-8")
    (folder / "survey.toml").write_text(_as_toml(said), encoding="utf-8")
    try:
        weights = _weights(survey, gathered)
        asked = replace(
            read_survey(folder),
            hypotheses=_plan(survey, gathered),
            looked_at=survey.looked_at,
            design=_named(survey, weights is not None),
            quotes={key: Said(**one) for key, one in quoted.items()},
        )
        if survey.rebuilt:
            _refuse_pairs(asked)
        wordings = Wordings(asked, as_form(_asked(gathered), folder / "form.xlsx"))
        material = _material(gathered, names_of(asked), wordings, design_of(survey, gathered, weights))
        if survey.rebuilt:
            material = replace(material, unpublished=frozenset({UNPUBLISHED}))
        computed = computed_from(asked, wordings, material)
        return [write_document(computed, code) for code in languages]
    except BadInput as error:
        own = str(folder)
        place = tuple(Path(str(part)).stem if str(part).startswith(own) else part for part in error.place)
        raise BadInput(error.message, place) from None


def _weights(survey: Survey, gathered: Gathered) -> NDArray[np.float64] | None:
    found = raked(survey, gathered)
    return found.weights if found is not None and found.converged else None


def _named(survey: Survey, weighted: bool) -> dict[str, str]:
    """What the report says of its weights and design."""
    named = {"weight": WEIGHT} if weighted else {}
    return named | {key: survey.design[key] for key in ("strata", "clusters") if survey.design.get(key)}


def _material(gathered: Gathered, names: Sequence[str], wordings: Wordings, design: Design | None) -> Material:
    """The columns that the report speaks of, networks called by their names."""
    questions: dict[str, Question | MultipleResponse] = {}
    for name in names:
        if name in gathered.questions:
            question = gathered.questions[name]
            if name == NETWORK and name not in gathered.items and isinstance(question, Question):
                called = {**gathered.networks, OTHERS: "~"}
                question = replace(question, levels=tuple(called[level] for level in question.levels))
            questions[name] = question
    labels = {name: labels_of(name, question, wordings) for name, question in questions.items()}
    scores = {WAVE: tuple(float(wave.opens.toordinal()) for wave in gathered.waves)}
    broken = frozenset(change.question for change in gathered.broken if change.kind not in ("new", "gone"))
    return Material(gathered.n, questions, design, labels=labels, scores=scores, broken_over={WAVE: broken})


def _refuse_pairs(asked: SurveyFolder) -> None:
    """Rebuilt answers say what was published of each question, and nothing of two questions together."""
    for language, blocks in asked.text.items():
        for piece in (piece for block in blocks for piece in block.pieces):
            if isinstance(piece, Bound) and len(names_in(piece.binding)) > 1:
                text = gettext_noop("not published: the answers were rebuilt from figures that do not tell this")
                raise BadInput(Message(text), (language, at_line(piece.line)))


def _asked(gathered: Gathered) -> Questionnaire:
    return Questionnaire((), (Screen({}, tuple(gathered.items.values())),))


def _plan(survey: Survey, gathered: Gathered) -> tuple[Hypothesis, ...]:
    """What was expected of questions that are still asked."""
    there = gathered.questions
    return tuple(
        Hypothesis(
            TestOf(one.rows, one.columns, kind=one.test if one.test in KINDS else INDEPENDENCE),
            one.test,
            one.written,
            one.planned,
            one.words,
        )
        for one in survey.hypotheses.all()
        if one.rows in there and one.columns in there
    )


def _as_toml(said: dict[str, Any]) -> str:
    """Strings of JSON are strings of TOML."""

    def value(one: Any) -> str:
        if isinstance(one, dict):
            return "{ " + ", ".join(f"{key} = {value(part)}" for key, part in one.items()) + " }"
        if isinstance(one, list):
            return "[" + ", ".join(value(part) for part in one) + "]"
        return json.dumps(one)

    return "\n".join(f"{key} = {value(one)}" for key, one in said.items()) + "\n"
