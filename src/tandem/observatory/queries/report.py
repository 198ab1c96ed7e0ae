"""The living report: the same files that `tandem survey report` reads, written from the answers and computed."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.questionnaire import Questionnaire, Screen
from tandem.domain.survey.report.bindings import TestOf, names_in
from tandem.domain.survey.report.testing import Hypothesis
from tandem.domain.survey.report.text import Bound
from tandem.observatory import queries
from tandem.observatory.models import Survey
from tandem.observatory.queries.answers import NETWORK, OTHERS, WAVE, Gathered, codes_of, gather, raked
from tandem.survey_files.questionnaire import as_form
from tandem.survey_files.report.document import Document, write_document
from tandem.survey_files.report.source import compute_report
from tandem.survey_files.survey_folder import SurveyFolder, read_survey

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
    key: tuple[object, ...] = (
        survey.pk,
        survey.created,
        tuple((wave.pk, wave.answers) for wave in waves),  # type: ignore[attr-defined]
        json.dumps([written, survey.title, survey.source, survey.margins], sort_keys=True),
        (survey.trim_low, survey.trim_high, survey.decimals, survey.looked_at, survey.tried, survey.synthetic),
        tuple((one.pk, one.planned) for one in plan),
    )
    if key not in _documents:
        gathered = gather(survey, waves)
        with tempfile.TemporaryDirectory() as name:
            _documents[key] = _computed(survey, gathered, written, Path(name))
        while len(_documents) > _KEPT:
            _documents.popitem(last=False)
    _documents.move_to_end(key)
    return _documents[key]


def _computed(survey: Survey, gathered: Gathered, written: dict[str, str], folder: Path) -> list[Document]:
    languages = [code for code in ("fr", "en") if code in written]
    weighted = _write_answers(survey, gathered, folder / "answers.csv")
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
    }
    if weighted:
        said["weight"] = WEIGHT
    for code in languages:
        (folder / f"{code}.md").write_text(written[code], encoding="utf-8")
    (folder / "survey.toml").write_text(_as_toml(said), encoding="utf-8")
    try:
        asked = replace(read_survey(folder), hypotheses=_plan(survey, gathered), looked_at=survey.looked_at)
        if survey.rebuilt:
            _refuse_pairs(asked)
        form = as_form(_asked(gathered), folder / "form.xlsx")
        computed = compute_report(asked, form, 0, lambda batches, _total: batches)
        return [write_document(computed, code) for code in languages]
    except BadInput as error:
        own = str(folder)
        place = tuple(Path(part).stem if part.startswith(own) else part for part in error.place)
        raise BadInput(error.message, place) from None


def _refuse_pairs(asked: SurveyFolder) -> None:
    """Rebuilt answers say what was published of each question, and nothing of two questions together."""
    for language, blocks in asked.text.items():
        for piece in (piece for block in blocks for piece in block.pieces):
            if isinstance(piece, Bound) and len(names_in(piece.binding)) > 1:
                text = gettext_noop("not published: the answers were rebuilt from figures that do not tell this")
                raise BadInput(Message(text), (language, f"line {piece.line}"))


def _asked(gathered: Gathered) -> Questionnaire:
    return Questionnaire((), (Screen({}, tuple(gathered.items.values())),))


def _plan(survey: Survey, gathered: Gathered) -> tuple[Hypothesis, ...]:
    """What was expected of questions that are still asked."""
    there = gathered.questions
    return tuple(
        Hypothesis(TestOf(one.rows, one.columns), one.test, one.written, one.planned, one.words)
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


def _write_answers(survey: Survey, gathered: Gathered, path: Path) -> bool:
    """One row per respondent, codes as in the form, small networks together; whether there are weights."""
    found = raked(survey, gathered) if survey.margins else None
    weighted = found is not None and found.converged
    names = [name for name, item in gathered.items.items()]
    extra = [name for name in (WAVE, NETWORK) if name in gathered.questions and name not in names]
    columns = [codes_of(gathered, name) for name in [*names, *extra]]
    labels, network = {**gathered.networks, OTHERS: "~"}, len(names) + extra.index(NETWORK) if NETWORK in extra else -1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*names, *extra, *([WEIGHT] if weighted else [])])
        weights = found.weights if found is not None and weighted else None
        for row, cells in enumerate(zip(*columns, strict=True)):
            spoken = [labels.get(cell, cell) if place == network else cell for place, cell in enumerate(cells)]
            writer.writerow([*spoken, *([repr(float(weights[row]))] if weights is not None else [])])
    return bool(weighted)
