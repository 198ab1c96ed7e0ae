"""The questionnaire that is being written."""

from __future__ import annotations

from tandem.domain.survey.questionnaire import Questionnaire
from tandem.observatory.models import Survey
from tandem.survey_files.questionnaire import from_json


def draft_of(survey: Survey) -> Questionnaire:
    """The draft; else the newest version; else nothing asked yet."""
    if survey.draft is not None:
        return from_json(survey.draft)
    last = survey.versions.last()
    return from_json(last.form) if last is not None else Questionnaire((), ())
