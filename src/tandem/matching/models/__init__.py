"""The tables of matching: needs and offers, and what happens between them."""

from tandem.matching.models.introductions import (
    OPEN_REQUESTS,
    OPEN_STATES,
    Introduction,
    IntroductionStep,
    Reminder,
    Round,
    Side,
)
from tandem.matching.models.postings import Need, Offer, Posting, new_reference

__all__ = [
    "OPEN_REQUESTS",
    "OPEN_STATES",
    "Introduction",
    "IntroductionStep",
    "Need",
    "Offer",
    "Posting",
    "Reminder",
    "Round",
    "Side",
    "new_reference",
]
