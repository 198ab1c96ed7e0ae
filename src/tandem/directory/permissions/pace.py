"""How much one person may send to others, and put before the stewards, in a day."""

from datetime import datetime, timedelta
from typing import Any

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop
from tandem.journal import queries as journal

DAY = timedelta(days=1)
#: What writes to somebody who did not ask for it: no mailbox is filled from here.
LETTERS = (
    "invitation.sent",
    "contact.named",
    "contact.changed",
    "accompaniment.invited",
    "join.asked",
    "claim.code_sent",
)
MOST_LETTERS = 60
#: New organisations, solutions, claims, reports: stewards read each of them.
MOST_CASES = 30


def keeps_pace(user: Any, at: datetime) -> Decision:
    """Whether somebody may write to one more person today."""
    if journal.how_many(user, LETTERS, at - DAY) < MOST_LETTERS:
        return ALLOWED
    return refused(gettext_noop("That was a lot of e-mails to others for one day. Go on tomorrow."))


def may_open_case(user: Any, at: datetime) -> Decision:
    """Whether somebody may put one more thing before the stewards today; stewards themselves may."""
    if user is None or user.is_steward or journal.how_many(user, ("case.opened",), at - DAY) < MOST_CASES:
        return ALLOWED
    return refused(gettext_noop("That was a lot for one day: stewards read each of them. Go on tomorrow."))
