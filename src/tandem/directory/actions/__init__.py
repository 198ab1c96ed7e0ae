"""Changing the directory. One verb each, one transaction, one event."""

from tandem.directory.actions.members import (
    accept_invitation,
    answer_join_request,
    ask_to_join,
    change_role,
    forget_old_invitations,
    hand_over,
    invite,
    leave,
    remove_member,
    revoke_invitation,
    withdraw_join_request,
)
from tandem.directory.actions.organisations import (
    close_organisation,
    create_organisation,
    edit_organisation,
    free_slug,
    reopen_organisation,
)
from tandem.directory.actions.reports import report_content

__all__ = [
    "accept_invitation",
    "answer_join_request",
    "ask_to_join",
    "change_role",
    "close_organisation",
    "create_organisation",
    "edit_organisation",
    "forget_old_invitations",
    "free_slug",
    "hand_over",
    "invite",
    "leave",
    "remove_member",
    "reopen_organisation",
    "report_content",
    "revoke_invitation",
    "withdraw_join_request",
]
