"""The introduction: one party proposes to get to know the other, the other answers.

Facts: `message` (the text of a question or an answer), `reason` (of a refusal), `closing_day_reached`
(bool, computed with `etiquette.timetable`), `enough_found` (bool, computed with `invitations.standing`).
"""

from __future__ import annotations

from tandem.domain.lifecycle.machine import Condition, Machine, State, Transition
from tandem.domain.messages import Message, gettext_noop

_ONLY_RECEIVER = Message(gettext_noop("It is up to those who received the proposal to answer it."))
_ONLY_PROPOSER = Message(gettext_noop("Only those who made the proposal can do this."))
_OPEN = ("proposed", "question_asked", "answered")

INTRODUCTION = Machine(
    id="introduction",
    roles={
        "proposer": Message(gettext_noop("those who made the proposal")),
        "receiver": Message(gettext_noop("those who received the proposal")),
        "system": Message(gettext_noop("Tandem itself")),
    },
    groups={"either": ("proposer", "receiver")},
    moved_on=Message(
        gettext_noop("This introduction has moved on meanwhile. It now stands at: %(state)s. Please reload the page.")
    ),
    states=(
        State("proposed", Message(gettext_noop("Proposed")), ball=("receiver",)),
        State("question_asked", Message(gettext_noop("Question asked")), ball=("proposer",)),
        State("answered", Message(gettext_noop("Question answered")), ball=("receiver",)),
        State("accepted", Message(gettext_noop("Accepted")), final=True),
        State("declined", Message(gettext_noop("Declined")), final=True),
        State("withdrawn", Message(gettext_noop("Withdrawn")), final=True),
        State("expired", Message(gettext_noop("Closed without an answer")), final=True),
        State("released", Message(gettext_noop("Closed, help was found")), final=True),
    ),
    transitions=(
        Transition(
            "accept", Message(gettext_noop("Accept")), _OPEN, "accepted", who=("receiver",), only=_ONLY_RECEIVER
        ),
        Transition(
            "ask",
            Message(gettext_noop("Ask a question")),
            ("proposed", "answered"),
            "question_asked",
            who=("receiver",),
            only=_ONLY_RECEIVER,
            asks=(Condition(("message",), Message(gettext_noop("Please write your question."))),),
        ),
        Transition(
            "answer",
            Message(gettext_noop("Answer the question")),
            ("question_asked",),
            "answered",
            who=("proposer",),
            only=Message(gettext_noop("The question was put to those who made the proposal.")),
            asks=(Condition(("message",), Message(gettext_noop("Please write your answer."))),),
        ),
        Transition(
            "decline",
            Message(gettext_noop("Decline")),
            _OPEN,
            "declined",
            who=("receiver",),
            only=_ONLY_RECEIVER,
            asks=(
                Condition(
                    ("reason",),
                    Message(gettext_noop("Please give a reason: it helps the other side more than silence.")),
                ),
            ),
        ),
        Transition(
            "withdraw", Message(gettext_noop("Withdraw")), _OPEN, "withdrawn", who=("proposer",), only=_ONLY_PROPOSER
        ),
        Transition(
            "expire",
            Message(gettext_noop("Close without an answer")),
            _OPEN,
            "expired",
            who=("system",),
            only=Message(gettext_noop("Only Tandem closes an introduction that stays without an answer.")),
            conditions=(
                Condition(
                    ("closing_day_reached",),
                    Message(gettext_noop("The last day to answer has not passed yet.")),
                ),
            ),
        ),
        Transition(
            "release",
            Message(gettext_noop("Close, help was found")),
            _OPEN,
            "released",
            who=("system",),
            only=Message(gettext_noop("Only Tandem closes the other invitations once enough help was found.")),
            conditions=(
                Condition(("enough_found",), Message(gettext_noop("Not enough of those invited have accepted yet."))),
            ),
        ),
    ),
)
