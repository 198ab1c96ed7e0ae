"""What is done with needs, offers and introductions."""

from tandem.matching.actions.introductions import attend_to_waiting, expire, propose, remind, take_step
from tandem.matching.actions.postings import adopt, answer, attach, begin, close, discard, forget_old_drafts, publish
from tandem.matching.actions.rounds import begin_round, go_on_with_rounds, invite_next, stop_round

__all__ = [
    "adopt",
    "answer",
    "attach",
    "attend_to_waiting",
    "begin",
    "begin_round",
    "close",
    "discard",
    "expire",
    "forget_old_drafts",
    "go_on_with_rounds",
    "invite_next",
    "propose",
    "publish",
    "remind",
    "stop_round",
    "take_step",
]
