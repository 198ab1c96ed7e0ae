"""Reading diagnoses."""

from tandem.diagnosis.queries.peers import Group, peers
from tandem.diagnosis.queries.plan import counts, plan_of, planned, step_of_plan
from tandem.diagnosis.queries.report import Report, reading_of, report_of
from tandem.diagnosis.queries.results import Page, page_of
from tandem.diagnosis.queries.standing import (
    Standing,
    latest_of,
    mine,
    personal_data,
    standing,
    with_answers,
)

__all__ = [
    "Group",
    "Page",
    "Report",
    "Standing",
    "counts",
    "latest_of",
    "mine",
    "page_of",
    "peers",
    "personal_data",
    "plan_of",
    "planned",
    "reading_of",
    "report_of",
    "standing",
    "step_of_plan",
    "with_answers",
]
