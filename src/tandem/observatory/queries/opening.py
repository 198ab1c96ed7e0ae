"""The anonymised answers as files, from the same answers as the tables."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MISSING, MultipleResponse, Question
from tandem.domain.survey.questionnaire import ABSENCES, DOES_NOT_KNOW, NOT_ASKED, NUMBER, REFUSED, TEXT
from tandem.observatory import queries
from tandem.observatory.models import Survey
from tandem.observatory.queries.answers import WAVE, Gathered, gather, raked
from tandem.survey_files.open_data.content import OpenSurvey, Variable, anonymised, apart
from tandem.survey_files.open_data.folder import CHOSEN, NOT_CHOSEN, write_open_data

#: How each absence is written in the files; a blank is somebody who left the question out.
WRITTEN = {NOT_ASKED: "not-asked", DOES_NOT_KNOW: "does-not-know", REFUSED: "refused"}
WORDS = {
    "not-asked": {"en": "not asked", "fr": "question non posée"},
    "does-not-know": {"en": "does not know", "fr": "ne sait pas"},
    "refused": {"en": "does not wish to say", "fr": "ne souhaite pas le dire"},
}


def can_be_open(gathered: Gathered) -> list[str]:
    """Every question but free text."""
    return [name for name, item in gathered.items.items() if item.kind != TEXT and name in gathered.questions]


def anonymous(survey: Survey) -> OpenSurvey:
    """The chosen questions with who could be found blanked, rows in an order that tells nothing.

    Errors: `BadInput` when nothing is chosen, or nobody answered.
    """
    gathered = gather(survey, queries.waves(survey))
    chosen = [name for name in can_be_open(gathered) if name in survey.open_questions]
    if not chosen or not gathered.n:
        raise BadInput(Message(gettext_noop("choose the questions to open, once there are answers")))
    variables: list[Variable] = []
    for name in chosen:
        variables += _variables(gathered, name)
    waves = gathered.questions.get(WAVE)
    if isinstance(waves, Question) and WAVE not in gathered.items:
        variables.append(Variable(waves, {"en": "Wave", "fr": "Vague"}))
    weights = raked(survey, gathered) if survey.margins else None
    languages = tuple(survey.title)
    done = OpenSurvey(
        title=survey.title,
        languages=languages,
        creator=survey.owner.name,
        licence=survey.licence,
        citation=f"{survey.owner.name}: {survey.title[languages[0]]}. {survey.licence}.",
        variables=tuple(variables),
        weights=weights.weights if weights is not None and weights.converged else None,
        synthetic=survey.synthetic,
    )
    there = {variable.name for variable in variables}
    identifying = [name for name in there if name.partition("/")[0] in survey.identifying]
    return anonymised(done, sorted(identifying), survey.least)


def _variables(gathered: Gathered, name: str) -> list[Variable]:
    item, question = gathered.items[name], gathered.questions[name]
    choices = {choice.code: choice.words for choice in item.choices if choice.absence is None}
    if isinstance(question, MultipleResponse):
        return apart(name, item.words, choices, question.ticked, question.asked, [NOT_CHOSEN, CHOSEN])
    why = gathered.why[name]
    absent = [absence for absence in WRITTEN if (why == ABSENCES.index(absence)).any()]
    levels = (*question.levels, *(WRITTEN[one] for one in absent))
    codes = np.array(question.codes, dtype=np.int32)
    for place, absence in enumerate(absent, start=len(question.levels)):
        codes[(why == ABSENCES.index(absence)) & (codes == MISSING)] = place
    words = {**choices, **{WRITTEN[one]: WORDS[WRITTEN[one]] for one in absent}}
    written = tuple(WRITTEN[one] for one in absent)
    return [Variable(Question(name, levels, codes), item.words, words, written, item.kind == NUMBER)]


def files(survey: Survey) -> dict[str, bytes]:
    """Every file by its name: CSV with its CSVW metadata, codes, DDI codebook, SPSS where it can be written."""
    with tempfile.TemporaryDirectory() as folder:
        names = write_open_data(anonymous(survey), Path(folder))
        return {name: (Path(folder) / name).read_bytes() for name in names}
