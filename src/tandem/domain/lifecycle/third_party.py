"""A supporter proposes two parties to each other; each of the two answers for itself.

Facts: `reason` (of a refusal), `closing_day_reached` (bool, computed with `etiquette.timetable`). The role of a
party is its side, `need` or `offer`: it may say no as long as not both have said yes.
"""

from __future__ import annotations

from tandem.domain.lifecycle.machine import Condition, Machine, State, Transition
from tandem.domain.messages import Message, gettext_noop

_YES = Message(gettext_noop("Say yes"))
_ONLY_A_PARTY = Message(gettext_noop("It is up to the two organisations to answer, each for itself."))
_OPEN = ("proposed", "need_agreed", "offer_agreed")

THIRD_PARTY = Machine(
    id="third_party",
    roles={
        "need": Message(gettext_noop("the organisation with the need")),
        "offer": Message(gettext_noop("the organisation with the offer")),
        "supporter": Message(gettext_noop("those who proposed the two to each other")),
        "system": Message(gettext_noop("Tandem itself")),
    },
    groups={"either": ("need", "offer")},
    moved_on=Message(
        gettext_noop("This proposal has moved on meanwhile. It now stands at: %(state)s. Please reload the page.")
    ),
    states=(
        State("proposed", Message(gettext_noop("Proposed to both")), ball=("either",)),
        State("need_agreed", Message(gettext_noop("The side of the need said yes")), ball=("offer",)),
        State("offer_agreed", Message(gettext_noop("The side of the offer said yes")), ball=("need",)),
        State("accepted", Message(gettext_noop("Both said yes")), final=True),
        State("declined", Message(gettext_noop("Declined")), final=True),
        State("withdrawn", Message(gettext_noop("Withdrawn")), final=True),
        State("expired", Message(gettext_noop("Closed without an answer")), final=True),
    ),
    transitions=(
        Transition("need_agrees", _YES, ("proposed",), "need_agreed", who=("need",), only=_ONLY_A_PARTY),
        Transition("offer_agrees", _YES, ("proposed",), "offer_agreed", who=("offer",), only=_ONLY_A_PARTY),
        Transition("need_agrees_too", _YES, ("offer_agreed",), "accepted", who=("need",), only=_ONLY_A_PARTY),
        Transition("offer_agrees_too", _YES, ("need_agreed",), "accepted", who=("offer",), only=_ONLY_A_PARTY),
        Transition(
            "decline",
            Message(gettext_noop("Decline")),
            _OPEN,
            "declined",
            who=("either",),
            only=_ONLY_A_PARTY,
            asks=(
                Condition(
                    ("reason",),
                    Message(gettext_noop("Please give a reason: it helps the other side more than silence.")),
                ),
            ),
        ),
        Transition(
            "withdraw",
            Message(gettext_noop("Withdraw")),
            _OPEN,
            "withdrawn",
            who=("supporter",),
            only=Message(gettext_noop("Only those who made the proposal can do this.")),
        ),
        Transition(
            "expire",
            Message(gettext_noop("Close without an answer")),
            _OPEN,
            "expired",
            who=("system",),
            only=Message(gettext_noop("Only Tandem closes a proposal that stays without an answer.")),
            conditions=(
                Condition(
                    ("closing_day_reached",),
                    Message(gettext_noop("The last day to answer has not passed yet.")),
                ),
            ),
        ),
    ),
)


def agreement(state: str, side: str) -> str:
    """The transition by which `side` says yes in `state`: the first of the two to do so, or the second.

    >>> agreement("proposed", "offer"), agreement("need_agreed", "offer")
    ('offer_agrees', 'offer_agrees_too')
    """
    return f"{side}_agrees" if state == "proposed" else f"{side}_agrees_too"
