"""Changing the directory. One verb each, one transaction, one event."""

from tandem.directory.actions.claims import (
    claim_by_call,
    claim_by_document,
    forget_claim_documents,
    prove_by_code,
    send_code,
)
from tandem.directory.actions.contacts import (
    agree_to_be_shown,
    change_contact,
    forget_silent_contacts,
    name_contact,
    refuse_to_be_shown,
    remove_contact,
)
from tandem.directory.actions.evidence import add_evidence, remove_evidence
from tandem.directory.actions.freshness import ask_to_confirm, choose_months, confirm
from tandem.directory.actions.members import (
    accept_invitation,
    answer_join_request,
    ask_to_join,
    change_role,
    forget_addresses,
    forget_old_invitations,
    hand_over,
    invite,
    leave,
    remove_member,
    revoke_invitation,
    withdraw_join_request,
)
from tandem.directory.actions.merging import find_duplicates, merge, suggest_twins, unmerge
from tandem.directory.actions.moderation import announce, block, end_blocks, lift_block, withdraw_announcement
from tandem.directory.actions.organisations import (
    close_organisation,
    create_organisation,
    edit_organisation,
    free_slug,
    reopen_organisation,
)
from tandem.directory.actions.portfolio import (
    agree,
    attend_to_consents,
    decline,
    end,
    end_with_organisation,
    end_without_role,
    give_up,
    take_in,
)
from tandem.directory.actions.queue import contest, decide, open_case, settle, undo
from tandem.directory.actions.reports import forget_reporters, report_content
from tandem.directory.actions.solutions import propose_solution
from tandem.directory.actions.texts import remove_text, write_text

__all__ = [
    "accept_invitation",
    "add_evidence",
    "agree",
    "agree_to_be_shown",
    "announce",
    "answer_join_request",
    "ask_to_confirm",
    "ask_to_join",
    "attend_to_consents",
    "block",
    "change_contact",
    "change_role",
    "choose_months",
    "claim_by_call",
    "claim_by_document",
    "close_organisation",
    "confirm",
    "contest",
    "create_organisation",
    "decide",
    "decline",
    "edit_organisation",
    "end",
    "end_blocks",
    "end_with_organisation",
    "end_without_role",
    "find_duplicates",
    "forget_addresses",
    "forget_claim_documents",
    "forget_old_invitations",
    "forget_reporters",
    "forget_silent_contacts",
    "free_slug",
    "give_up",
    "hand_over",
    "invite",
    "leave",
    "lift_block",
    "merge",
    "name_contact",
    "open_case",
    "propose_solution",
    "prove_by_code",
    "refuse_to_be_shown",
    "remove_contact",
    "remove_evidence",
    "remove_member",
    "remove_text",
    "reopen_organisation",
    "report_content",
    "revoke_invitation",
    "send_code",
    "settle",
    "suggest_twins",
    "take_in",
    "undo",
    "unmerge",
    "withdraw_announcement",
    "withdraw_join_request",
    "write_text",
]
