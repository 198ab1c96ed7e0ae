"""The cooperation room, and the short path of a one-hour session.

Facts of the room: `need_reworded`, `goals_written` (bools of framing), `agreement_ready` (bool: every
question of the agreement is answered), `all_signed` (bool), `money_without_work` (bool: money is given
and no work is asked in return), `missing_signatures` (names, for the sentence), `roles_to_sign`,
`roles_to_evaluate` (roles still awaited), `evaluations_open` (bool: all have answered, or 14 days have
passed), `a_party_is_gone` (bool: it left or was deleted), `reason` and `what_happens_to_the_work` (texts
of an early end).

Facts of the session: `time_agreed` (bool: proposed by one, confirmed by the other), `roles_to_confirm`,
`time_has_come` (bool), `questions_closed` (bool: both have answered, or 14 days have passed),
`roles_to_answer`, `reason`.
"""

from __future__ import annotations

from tandem.domain.lifecycle.machine import Condition, Machine, State, Transition
from tandem.domain.messages import Message, gettext_noop

_ROLES = {
    "proposer": Message(gettext_noop("those who made the proposal")),
    "receiver": Message(gettext_noop("those who received the proposal")),
    "party": Message(gettext_noop("a further party")),
    "supporter": Message(gettext_noop("the supporter")),
    "steward": Message(gettext_noop("the stewards")),
    "system": Message(gettext_noop("Tandem itself")),
}
_GROUPS = {"either": ("proposer", "receiver", "party")}
_EITHER = ("either",)
_ONLY_PARTIES = Message(gettext_noop("Only the parties of this cooperation can do this."))
_MOVED_ON = Message(gettext_noop("This room has moved on meanwhile. It is now at: %(state)s. Please reload the page."))
_PHASES = ("meeting", "framing", "agreement", "work", "evaluation", "autonomy")
_REASON = Condition(("reason",), Message(gettext_noop("Please say why: all of you will read it.")))
_WHY_BACK = Condition(("reason",), Message(gettext_noop("Please say why you go back: all of you will read it.")))

_WHY_ANOTHER_TIME = Condition(("reason",), Message(gettext_noop("Please say why another time suits you better.")))


def _step(name: str, label: str, source: str, target: str, *conditions: Condition) -> Transition:
    return Transition(name, Message(label), (source,), target, _EITHER, _ONLY_PARTIES, conditions)


def _back(name: str, label: str, source: str, target: str, why: Condition = _WHY_BACK) -> Transition:
    return Transition(name, Message(label), (source,), target, _EITHER, _ONLY_PARTIES, asks=(why,))


ROOM = Machine(
    id="room",
    roles=_ROLES,
    groups=_GROUPS,
    moved_on=_MOVED_ON,
    states=(
        State("meeting", Message(gettext_noop("Meeting")), ball=_EITHER),
        State("framing", Message(gettext_noop("Framing")), ball=_EITHER),
        State("agreement", Message(gettext_noop("Agreement")), ball=_EITHER, ball_fact="roles_to_sign"),
        State("work", Message(gettext_noop("Work")), ball=_EITHER),
        State("evaluation", Message(gettext_noop("Evaluation")), ball=_EITHER, ball_fact="roles_to_evaluate"),
        State("autonomy", Message(gettext_noop("Autonomy")), ball=_EITHER),
        State("closed", Message(gettext_noop("Closed")), final=True),
    ),
    transitions=(
        _step("start_framing", gettext_noop("Start framing together"), "meeting", "framing"),
        _step(
            "prepare_agreement",
            gettext_noop("Prepare the agreement"),
            "framing",
            "agreement",
            Condition(
                ("need_reworded",),
                Message(gettext_noop("First reword the need together: not every side has said it in its words.")),
            ),
            Condition(
                ("goals_written",),
                Message(gettext_noop("Each side first writes what it wants to gain, then you write the common goal.")),
            ),
        ),
        _step(
            "start_work",
            gettext_noop("Start the work"),
            "agreement",
            "work",
            Condition(
                ("agreement_ready",), Message(gettext_noop("The agreement still has questions without an answer."))
            ),
            Condition(
                ("all_signed", "money_without_work"),
                Message(gettext_noop("Work starts when everyone has signed. Still to sign: %(missing_signatures)s.")),
                otherwise={"missing_signatures": Message(gettext_noop("at least one party"))},
            ),
        ),
        _step("start_evaluation", gettext_noop("Evaluate together"), "work", "evaluation"),
        _step(
            "start_autonomy",
            gettext_noop("Move on to autonomy"),
            "evaluation",
            "autonomy",
            Condition(
                ("evaluations_open",),
                Message(gettext_noop("The evaluation stays sealed until all have answered, or for 14 days.")),
            ),
        ),
        _step("finish", gettext_noop("Close the room: the work carries on without us"), "autonomy", "closed"),
        _back("meet_again", gettext_noop("Go back to meeting"), "framing", "meeting"),
        _back("reframe", gettext_noop("Go back to framing"), "agreement", "framing"),
        _back("amend", gettext_noop("Amend the agreement"), "work", "agreement"),
        _back("resume_work", gettext_noop("Take up the work again"), "evaluation", "work"),
        _back("evaluate_again", gettext_noop("Go back to the evaluation"), "autonomy", "evaluation"),
        Transition(
            "end_early",
            Message(gettext_noop("End early")),
            _PHASES,
            "closed",
            _EITHER,
            _ONLY_PARTIES,
            asks=(
                _REASON,
                Condition(
                    ("what_happens_to_the_work",),
                    Message(gettext_noop("Please say what happens to the work done so far.")),
                ),
            ),
        ),
        Transition(
            "close_for_parties",
            Message(gettext_noop("Close a room that its parties left")),
            _PHASES,
            "closed",
            ("steward",),
            Message(gettext_noop("Only the stewards can close a room for its parties.")),
            conditions=(
                Condition(
                    ("a_party_is_gone",),
                    Message(gettext_noop("All parties are still here: closing the room is up to them.")),
                ),
            ),
            asks=(_REASON,),
        ),
    ),
)

SESSION = Machine(
    id="session",
    roles=_ROLES,
    groups=_GROUPS,
    moved_on=_MOVED_ON,
    states=(
        State("agree_time", Message(gettext_noop("Agreeing on a time")), ball=_EITHER, ball_fact="roles_to_confirm"),
        State("planned", Message(gettext_noop("Time agreed")), ball=_EITHER),
        State("two_questions", Message(gettext_noop("Two questions")), ball=_EITHER, ball_fact="roles_to_answer"),
        State("closed", Message(gettext_noop("Closed")), final=True),
    ),
    transitions=(
        _step(
            "plan",
            gettext_noop("Confirm the time"),
            "agree_time",
            "planned",
            Condition(("time_agreed",), Message(gettext_noop("One side proposes a time, the other confirms it."))),
        ),
        _step(
            "done",
            gettext_noop("The session took place"),
            "planned",
            "two_questions",
            Condition(("time_has_come",), Message(gettext_noop("The time agreed has not come yet."))),
        ),
        Transition(
            "finish",
            Message(gettext_noop("Close the session")),
            ("two_questions",),
            "closed",
            ("either", "system"),
            _ONLY_PARTIES,
            conditions=(
                Condition(
                    ("questions_closed",),
                    Message(gettext_noop("The two questions stay open until both have answered, or for 14 days.")),
                ),
            ),
        ),
        _back("change_time", gettext_noop("Find another time"), "planned", "agree_time", _WHY_ANOTHER_TIME),
        Transition(
            "end_early",
            Message(gettext_noop("Call it off")),
            ("agree_time", "planned"),
            "closed",
            _EITHER,
            _ONLY_PARTIES,
            asks=(_REASON,),
        ),
    ),
)
