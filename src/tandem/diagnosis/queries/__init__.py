"""Reading diagnoses."""

from tandem.diagnosis.queries.peers import Group, peers
from tandem.diagnosis.queries.plan import (
    counts,
    is_followed_up,
    organisation_of_token,
    plan_of,
    planned,
    quiet_steps,
    step_of_plan,
    stop_token,
    title_of,
)
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
    "is_followed_up",
    "latest_of",
    "mine",
    "organisation_of_token",
    "page_of",
    "peers",
    "personal_data",
    "plan_of",
    "planned",
    "quiet_steps",
    "reading_of",
    "report_of",
    "standing",
    "step_of_plan",
    "stop_token",
    "title_of",
    "with_answers",
]
