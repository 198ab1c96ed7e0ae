"""One party leaves a room of three or more, and the others go on.

Who joined later may leave, in any phase before the end, and asks nobody. The two of the introduction do not leave: the
room is about their need and their offer, and ends with either of them (`end_early`).
"""

from __future__ import annotations

from tandem.domain.decision import ALLOWED, Decision, refused
from tandem.domain.lifecycle.machine import Machine
from tandem.domain.messages import gettext_noop

#: What a party that joined later is for the machine.
FURTHER = "party"


def may_leave(machine: Machine, state_id: str, role: str) -> Decision:
    """Whether `role` may leave a room that stands at this state. Raises `BadInput` for a state that there is not.

    >>> from tandem.domain.lifecycle import ROOM
    >>> bool(may_leave(ROOM, "work", "party")), bool(may_leave(ROOM, "work", "receiver"))
    (True, False)
    """
    if machine.state(state_id).final:
        return refused(gettext_noop("The room is closed: nobody leaves it any more."))
    if role != FURTHER:
        return refused(
            gettext_noop("This room is about your need or your offer: without you it ends. You can end it early.")
        )
    return ALLOWED
