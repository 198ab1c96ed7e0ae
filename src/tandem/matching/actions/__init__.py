"""What is done with needs, offers and introductions."""

from tandem.matching.actions.introductions import PAST, attend_to_waiting, expire, propose, remind, take_step
from tandem.matching.actions.joint import answer_joint_question, ask_about_joint_needs, ask_owners, leave_shared_need
from tandem.matching.actions.news import forget_search, keep_search, write_news
from tandem.matching.actions.pausing import NOTHING_LEFT, give, pause, pause_silent_offers, resume
from tandem.matching.actions.postings import (
    adopt,
    answer,
    attach,
    begin,
    close,
    discard,
    forget_old_drafts,
    hand_over,
    publish,
)
from tandem.matching.actions.rounds import begin_round, go_on_with_rounds, invite_next, stop_round
from tandem.matching.actions.snapshot import (
    NEED_EVENTS,
    OFFER_EVENTS,
    keep_snapshots,
    note_introduction,
    note_need,
    note_offer,
    note_organisations,
    note_restored,
)
from tandem.matching.actions.texts import forget_texts, read_texts
from tandem.matching.actions.third_party import (
    answer_pair,
    close_silent_pairs,
    propose_pair,
    remind_pairs,
    withdraw_pair,
)
from tandem.matching.actions.translating import take_translation_away, translate
from tandem.matching.actions.weighing import keep_ranking, weigh_otherwise

__all__ = [
    "NEED_EVENTS",
    "NOTHING_LEFT",
    "OFFER_EVENTS",
    "PAST",
    "adopt",
    "answer",
    "answer_joint_question",
    "answer_pair",
    "ask_about_joint_needs",
    "ask_owners",
    "attach",
    "attend_to_waiting",
    "begin",
    "begin_round",
    "close",
    "close_silent_pairs",
    "discard",
    "expire",
    "forget_old_drafts",
    "forget_search",
    "forget_texts",
    "give",
    "go_on_with_rounds",
    "hand_over",
    "invite_next",
    "keep_ranking",
    "keep_search",
    "keep_snapshots",
    "leave_shared_need",
    "note_introduction",
    "note_need",
    "note_offer",
    "note_organisations",
    "note_restored",
    "pause",
    "pause_silent_offers",
    "propose",
    "propose_pair",
    "publish",
    "read_texts",
    "remind",
    "remind_pairs",
    "resume",
    "stop_round",
    "take_step",
    "take_translation_away",
    "translate",
    "weigh_otherwise",
    "withdraw_pair",
    "write_news",
]
