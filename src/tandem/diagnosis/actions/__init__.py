"""What is done with diagnoses, plans and the skills of a team. One verb each, one transaction, one event."""

from tandem.diagnosis.actions.diagnoses import KEPT, adopt, answer, begin, discard, forget_old, keep
from tandem.diagnosis.actions.door import close_door, name_door
from tandem.diagnosis.actions.plan import follow_up, move, plan, stop_follow_up
from tandem.diagnosis.actions.skills import rate, withdraw, write_to_all
from tandem.diagnosis.actions.support import end_support, invite_supporter, read_beside

__all__ = [
    "KEPT",
    "adopt",
    "answer",
    "begin",
    "close_door",
    "discard",
    "end_support",
    "follow_up",
    "forget_old",
    "invite_supporter",
    "keep",
    "move",
    "name_door",
    "plan",
    "rate",
    "read_beside",
    "stop_follow_up",
    "withdraw",
    "write_to_all",
]
