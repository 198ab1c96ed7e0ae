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
from tandem.matching.models.joint import JointAnswer, JointQuestion, NeedAuthorship
from tandem.matching.models.news import NewsLetter, SavedSearch
from tandem.matching.models.postings import Need, Offer, Posting, new_reference
from tandem.matching.models.snapshot import NeedChange, NeedGeneration, OfferChange, OfferGeneration
from tandem.matching.models.third_party import OPEN_PAIR_STATES, PairReminder, ThirdPartyAnswer, ThirdPartyProposal
from tandem.matching.models.weighing import KeptRanking, Weighing

__all__ = [
    "OPEN_PAIR_STATES",
    "OPEN_REQUESTS",
    "OPEN_STATES",
    "Introduction",
    "IntroductionStep",
    "JointAnswer",
    "JointQuestion",
    "KeptRanking",
    "Need",
    "NeedAuthorship",
    "NeedChange",
    "NeedGeneration",
    "NewsLetter",
    "Offer",
    "OfferChange",
    "OfferGeneration",
    "PairReminder",
    "Posting",
    "Reminder",
    "Round",
    "SavedSearch",
    "Side",
    "ThirdPartyAnswer",
    "ThirdPartyProposal",
    "Weighing",
    "new_reference",
]
