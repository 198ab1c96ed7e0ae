"""Writing in rooms. One verb each, one transaction, one event."""

from tandem.cooperation.actions.agreement import amend, find_ready, take_back, write_answer
from tandem.cooperation.actions.case import (
    CONFIRMED_WITHIN,
    answer_contest,
    approve_case,
    confirm_contest,
    contest_claim,
    forget_unconfirmed_contests,
    withdraw_case,
    write_case,
)
from tandem.cooperation.actions.company import (
    answer_help,
    ask_for_help,
    ask_how_it_goes,
    check_in,
    end_mediation,
    speak_as_mediator,
    want_mediator,
)
from tandem.cooperation.actions.evaluation import evaluate, follow_up, open_silent_evaluations, say_what_runs
from tandem.cooperation.actions.files import put_file, remove_file
from tandem.cooperation.actions.framing import agree_to_goal, write_framing, write_goal
from tandem.cooperation.actions.hours import confirm_hours, give_hours, mark_silent_hours, take_hours_back
from tandem.cooperation.actions.ladder import forget_rung, want_rung
from tandem.cooperation.actions.leaving import end_rooms, leave, take_links_back
from tandem.cooperation.actions.milestones import drop_milestone, reach_milestone, set_milestone
from tandem.cooperation.actions.notes import write_note
from tandem.cooperation.actions.parties import (
    decline_to_join,
    forget_party,
    join,
    propose_party,
    stay_out_of_transfer,
    want_party,
)
from tandem.cooperation.actions.rooms import open_room, take_step
from tandem.cooperation.actions.session import (
    answer_questions,
    close_silent_sessions,
    confirm_time,
    go_further,
    propose_time,
)
from tandem.cooperation.actions.signing import (
    LINK_LEADS_NOWHERE,
    WRONG_CODE,
    link_came_back,
    remind_of_signatures,
    revoke_link,
    send_code,
    send_link,
    show_name,
    sign,
    sign_by_link,
)
from tandem.cooperation.actions.transfer import (
    LINE_FIELDS,
    add_competence,
    hand_nothing_over,
    reach_autonomy_step,
    remove_competence,
    write_line,
)

__all__ = [
    "CONFIRMED_WITHIN",
    "LINE_FIELDS",
    "LINK_LEADS_NOWHERE",
    "WRONG_CODE",
    "add_competence",
    "agree_to_goal",
    "amend",
    "answer_contest",
    "answer_help",
    "answer_questions",
    "approve_case",
    "ask_for_help",
    "ask_how_it_goes",
    "check_in",
    "close_silent_sessions",
    "confirm_contest",
    "confirm_hours",
    "confirm_time",
    "contest_claim",
    "decline_to_join",
    "drop_milestone",
    "end_mediation",
    "end_rooms",
    "evaluate",
    "find_ready",
    "follow_up",
    "forget_party",
    "forget_rung",
    "forget_unconfirmed_contests",
    "give_hours",
    "go_further",
    "hand_nothing_over",
    "join",
    "leave",
    "link_came_back",
    "mark_silent_hours",
    "open_room",
    "open_silent_evaluations",
    "propose_party",
    "propose_time",
    "put_file",
    "reach_autonomy_step",
    "reach_milestone",
    "remind_of_signatures",
    "remove_competence",
    "remove_file",
    "revoke_link",
    "say_what_runs",
    "send_code",
    "send_link",
    "set_milestone",
    "show_name",
    "sign",
    "sign_by_link",
    "speak_as_mediator",
    "stay_out_of_transfer",
    "take_back",
    "take_hours_back",
    "take_links_back",
    "take_step",
    "want_mediator",
    "want_party",
    "want_rung",
    "withdraw_case",
    "write_answer",
    "write_case",
    "write_framing",
    "write_goal",
    "write_line",
    "write_note",
]
