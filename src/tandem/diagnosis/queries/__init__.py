"""Reading diagnoses."""

from tandem.diagnosis.queries.door import door_of, is_prepared, prepared_on
from tandem.diagnosis.queries.peers import Group, peers
from tandem.diagnosis.queries.plan import (
    counts,
    is_followed_up,
    organisation_of_token,
    plan_of,
    planned,
    plans_counted,
    quiet_steps,
    step_of_plan,
    stop_token,
    title_of,
)
from tandem.diagnosis.queries.report import Report, reading_of, report_of, who_sits_in
from tandem.diagnosis.queries.results import Page, page_of
from tandem.diagnosis.queries.standing import (
    Standing,
    last_diagnoses,
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
    "door_of",
    "is_followed_up",
    "is_prepared",
    "last_diagnoses",
    "latest_of",
    "mine",
    "organisation_of_token",
    "page_of",
    "peers",
    "personal_data",
    "plan_of",
    "planned",
    "plans_counted",
    "prepared_on",
    "quiet_steps",
    "reading_of",
    "report_of",
    "standing",
    "step_of_plan",
    "stop_token",
    "title_of",
    "who_sits_in",
    "with_answers",
]
