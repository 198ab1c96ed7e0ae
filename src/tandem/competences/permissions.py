"""Who may change the wording of competences. Reading them is open to everybody."""

from typing import Any

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.messages import gettext_noop


def can_reword(user: Any) -> Decision:
    """- A steward: yes. Everybody else: no, the frameworks are common to the whole place."""
    if getattr(user, "is_steward", False):
        return ALLOWED
    return refused(gettext_noop("Only the stewards of this place change the wording of competences."))
