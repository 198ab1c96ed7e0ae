"""What the report speaks of, read from the folder: the answers, with the wordings of the questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tandem.domain.errors import BadInput, at_line
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, MultipleResponse, Question
from tandem.domain.survey.design import Design, complex_design
from tandem.domain.survey.report.bindings import Binding, names_in
from tandem.domain.survey.report.figures import Report, compute
from tandem.domain.survey.report.material import Material, level_names
from tandem.domain.survey.report.testing import Hypothesis, test_of
from tandem.domain.survey.report.text import Bound
from tandem.survey_files.answers import AnswerFile, Answers
from tandem.survey_files.survey_folder import SurveyFolder
from tandem.survey_files.xlsform import ANY, Asked, Form


@dataclass(frozen=True)
class Wordings:
    """How questions and their answers are called in each language; their names where nothing better is known."""

    survey: SurveyFolder
    form: Form

    def question(self, name: str, language: str) -> str:
        if name in self.survey.set_labels:
            return self.survey.set_labels[name][language]
        asked = self.form.find(name)
        return _in(asked.wording, language, name) if asked else name

    def level(self, question: str, level: str, language: str) -> str:
        if question in self.survey.sets:
            return self._item(question, level, language)
        asked = self.form.find(question)
        return _in(asked.choices.get(level, {}), language, level) if asked else level

    def _item(self, name: str, column: str, language: str) -> str:
        """A column of a set: the choice of the question it belongs to (`media/radio`), else its own question."""
        asked = self.form.find(name)
        code = column.removeprefix(name).lstrip("/_.-")
        if asked and code in asked.choices:
            return _in(asked.choices[code], language, code)
        return self.question(column, language) if column not in self.survey.sets else column

    def untranslated(self, names: Iterable[str], language: str) -> list[str]:
        """The questions whose wording the form gives in other languages only."""
        found = []
        for name in names:
            asked = self.form.find(name)
            if asked and asked.wording and language not in asked.wording and ANY not in asked.wording:
                found.append(name)
        return found


def _in(wording: Any, language: str, otherwise: str) -> str:
    return str(wording.get(language) or wording.get(ANY) or next(iter(wording.values()), otherwise))


@dataclass(frozen=True)
class Computed:
    """A report computed: its figures, and each text's bindings as the figures are keyed."""

    survey: SurveyFolder
    wordings: Wordings
    material: Material
    report: Report
    resolved: dict[Binding, Binding]
    numbers: dict[Binding, int]


def compute_report(
    survey: SurveyFolder, form: Form, seed: int, watched: Callable[[Iterable[Any], int], Iterable[Any]]
) -> Computed:
    """Read the answers once and compute every figure.

    Errors: `BadInput` with the file and the place: of the text, of survey.toml, of the answers.
    """
    wordings = Wordings(survey, form)
    return computed_from(survey, wordings, _material(survey, wordings, names_of(survey), seed, watched))


def names_of(survey: SurveyFolder) -> list[str]:
    """Every question that the report and its hypotheses speak of."""
    names = [name for _, piece in _bound(survey) for name in names_in(piece.binding)]
    names += [name for hypothesis in survey.hypotheses for name in names_in(hypothesis.asked)]
    return list(dict.fromkeys(names))


def computed_from(survey: SurveyFolder, wordings: Wordings, material: Material) -> Computed:
    """Every figure, from answers that are read already.

    Errors: `BadInput` with the place in the text or in survey.toml.
    """
    bound = list(_bound(survey))
    resolved: dict[Binding, Binding] = {}
    for where, piece in bound:
        with _told_at(where, piece):
            resolved[piece.binding] = material.resolved(piece.binding)
    hypotheses = [_resolved(survey, place, material) for place in range(len(survey.hypotheses))]
    try:
        report = compute(resolved.values(), hypotheses, material, survey.tried)
    except BadInput:
        # Which figure it was: computed one by one, the first that is refused is told with its line.
        for where, piece in bound:
            with _told_at(where, piece):
                compute([resolved[piece.binding]], [], material)
        raise
    numbers = {binding: place for place, binding in enumerate(report.figures, start=1)}
    return Computed(survey, wordings, material, report, resolved, numbers)


def _bound(survey: SurveyFolder) -> Iterator[tuple[str, Bound]]:
    for language in survey.languages:
        for block in survey.text[language]:
            for piece in block.pieces:
                if isinstance(piece, Bound):
                    yield str(survey.text_file[language]), piece


@contextmanager
def _told_at(where: str, piece: Bound) -> Iterator[None]:
    try:
        yield
    except BadInput as error:
        raise BadInput(error.message, (where, at_line(piece.line), f"{{{{ {piece.source} }}}}")) from None


def _resolved(survey: SurveyFolder, place: int, material: Material) -> Hypothesis:
    hypothesis = survey.hypotheses[place]
    try:
        asked: Any = material.resolved(hypothesis.asked)
        test_of(asked, hypothesis.method, replace(material, draws=1))
    except BadInput as error:
        raise survey.file.refuse(error.message, "hypotheses", place) from None
    return replace(hypothesis, asked=asked)


def _material(
    survey: SurveyFolder,
    wordings: Wordings,
    names: list[str],
    seed: int,
    watched: Callable[[Iterable[Any], int], Iterable[Any]],
) -> Material:
    file = AnswerFile(survey.answers, survey.missing)
    columns = _columns(survey, file, names)
    for key, column in survey.design.items():
        if column not in file.header:
            text = gettext_noop("the answers have no column %(column)s")
            raise survey.file.refuse(Message(text, {"column": column}), key)
    columns += [survey.design[key] for key in ("strata", "clusters") if key in survey.design]
    numbers = [(survey.design[key], key) for key in ("weight", "fpc") if key in survey.design]
    answers = file.read(columns, numbers, watched=watched)
    questions: dict[str, Question | MultipleResponse] = {}
    for name in names:
        if name in survey.sets:
            questions[name] = survey.sets[name].of(answers)
        elif name in answers.questions:
            questions[name] = as_asked(answers.questions[name], wordings.form.find(name))
    try:
        design = _design(survey, answers)
    except BadInput as error:
        raise error.inside(str(survey.answers)) from None
    labels = {name: labels_of(name, question, wordings) for name, question in questions.items()}
    return Material(answers.n, questions, design, survey.confidence, labels, seed=seed)


def _columns(survey: SurveyFolder, file: AnswerFile, names: list[str]) -> list[str]:
    columns: list[str] = []
    for name, declared in survey.sets.items():
        for column in declared.columns:
            if column not in file.header:
                text = gettext_noop("the answers have no column %(column)s")
                raise survey.file.refuse(Message(text, {"column": column}), "sets", name, "columns")
    for name in names:
        if name in survey.sets:
            columns += survey.sets[name].columns
        elif name in file.header:
            columns.append(name)
    return columns


def _design(survey: SurveyFolder, answers: Answers) -> Design | None:
    named = survey.design
    if not named:
        return None
    return complex_design(
        answers.n,
        (named["weight"], answers.numbers[named["weight"]]) if "weight" in named else None,
        answers.questions[named["strata"]] if "strata" in named else None,
        answers.questions[named["clusters"]] if "clusters" in named else None,
        (named["fpc"], answers.numbers[named["fpc"]]) if "fpc" in named else None,
    )


def as_asked(question: Question, asked: Asked | None) -> Question | MultipleResponse:
    """The levels in the order of the form, those nobody gave included; several answers in one column taken apart."""
    if asked is None or not asked.choices:
        return question
    if asked.several:
        return _taken_apart(question, tuple(asked.choices))
    levels = (*asked.choices, *(level for level in question.levels if level not in asked.choices))
    new_code = np.array([levels.index(level) for level in question.levels] + [MISSING], dtype=np.int32)
    return Question(question.name, levels, new_code[question.codes])


def _taken_apart(question: Question, choices: tuple[str, ...]) -> MultipleResponse:
    """`radio press` in one column: what an XLSForm's select_multiple gives."""
    given = [level.split() for level in question.levels]
    items = (*choices, *dict.fromkeys(code for codes in given for code in codes if code not in choices))
    of_level = np.array([[item in codes for item in items] for codes in [*given, []]], dtype=bool)
    return MultipleResponse(question.name, items, of_level[question.codes], np.asarray(question.codes >= 0))


def labels_of(name: str, question: Question | MultipleResponse, wordings: Wordings) -> dict[str, str]:
    """The wordings of a question's levels in every language of the report, and the level each stands for."""
    found: dict[str, str] = {}
    for language in wordings.survey.languages:
        for level in level_names(question):
            found.setdefault(wordings.level(name, level, language), level)
    return found
