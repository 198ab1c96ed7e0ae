"""What is done with needs, offers and introductions."""

from tandem.matching.actions.introductions import attend_to_waiting, expire, propose, remind, take_step
from tandem.matching.actions.postings import adopt, answer, attach, begin, close, discard, forget_old_drafts, publish

__all__ = [
    "adopt",
    "answer",
    "attach",
    "attend_to_waiting",
    "begin",
    "close",
    "discard",
    "expire",
    "forget_old_drafts",
    "propose",
    "publish",
    "remind",
    "take_step",
]
