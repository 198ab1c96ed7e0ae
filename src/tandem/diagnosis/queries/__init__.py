"""Reading diagnoses."""

from tandem.diagnosis.queries.results import Page, page_of
from tandem.diagnosis.queries.standing import (
    Standing,
    latest_of,
    mine,
    personal_data,
    standing,
    with_answers,
)

__all__ = ["Page", "Standing", "latest_of", "mine", "page_of", "personal_data", "standing", "with_answers"]
