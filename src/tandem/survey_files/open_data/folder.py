"""The open data of a survey folder, written beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import MultipleResponse, Question
from tandem.survey_files.answers import AnswerFile
from tandem.survey_files.open_data.content import OpenSurvey, Variable, apart, named
from tandem.survey_files.open_data.csvw import answers_csv, answers_name, codes_csv, codes_name, metadata
from tandem.survey_files.open_data.ddi import CODEBOOK, codebook
from tandem.survey_files.open_data.spss import SAV, can_write, write_spss
from tandem.survey_files.report.source import as_asked
from tandem.survey_files.survey_folder import SurveyFolder
from tandem.survey_files.xlsform import Form

#: What 0 and 1 of a choice say; a form has no words for them.
NOT_CHOSEN = {"en": "not chosen", "fr": "non choisi", "pt": "não escolhido", "es": "no elegido", "de": "nicht gewählt"}
CHOSEN = {"en": "chosen", "fr": "choisi", "pt": "escolhido", "es": "elegido", "de": "gewählt"}


def open_survey(survey: SurveyFolder, form: Form, numbers: Sequence[str], creator: str, licence: str) -> OpenSurvey:
    """Every question with choices, and the columns named as `numbers`; free text is left out.

    Errors: `BadInput` for a number that is no column, and when nothing is left to publish.
    """
    file = AnswerFile(survey.answers, survey.missing)
    for column in numbers:
        file.place_of(column, "--number")
    closed = [asked for asked in form.questions.values() if asked.choices and asked.name in file.header]
    weight = survey.design.get("weight")
    read = file.read([*(asked.name for asked in closed), *numbers], [(weight, "weight")] if weight else [])
    variables: list[Variable] = []
    for asked in closed:
        if asked.name not in read.questions:
            continue
        answers = as_asked(read.questions[asked.name], asked)
        if isinstance(answers, MultipleResponse):
            said = [NOT_CHOSEN, CHOSEN]
            variables += apart(asked.name, asked.wording, asked.choices, answers.ticked, answers.asked, said)
        else:
            variables.append(Variable(answers, asked.wording, asked.choices))
    for column in numbers:
        if isinstance(question := read.questions.get(column), Question):
            found = form.find(column)
            variables.append(Variable(question, found.wording if found else {}, is_number=True))
    if not variables:
        text = gettext_noop("no question with choices has a column in the answers: there is nothing to publish")
        raise BadInput(Message(text), (str(survey.answers),))
    return OpenSurvey(
        title=survey.title,
        languages=survey.languages,
        creator=creator,
        licence=licence,
        citation=f"{creator}: {survey.title[survey.languages[0]]}. {licence}.",
        variables=tuple(variables),
        weights=read.numbers[weight] if weight else None,
        synthetic=survey.synthetic,
    )


def write_open_data(survey: OpenSurvey, folder: Path) -> list[str]:
    """Write every file into `folder` (made when absent) and return their names; SPSS where it can be written.

    Answers that nobody gave say so in the name of the folder's every file.
    """
    folder.mkdir(exist_ok=True)
    files: dict[str, bytes] = {
        answers_name(survey): answers_csv(survey).encode(),
        codes_name(survey): codes_csv(survey).encode(),
        f"{answers_name(survey)}-metadata.json": metadata(survey).encode(),
        named(survey, CODEBOOK): codebook(survey),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    written = list(files)
    if can_write():
        for language in survey.languages:
            written.append(named(survey, SAV.format(language=language)))
            write_spss(survey, folder / written[-1], language)
    return written
