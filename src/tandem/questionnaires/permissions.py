"""Who edits the content of a place. Reading it is open to everybody."""

from typing import Any

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop


def can_edit_content(user: Any) -> Decision:
    """- A steward: yes. Everybody else: no, guide and questions are common to the whole place."""
    if getattr(user, "is_steward", False):
        return ALLOWED
    return refused(gettext_noop("Only the stewards of this place edit its guide, its questions and its words."))
