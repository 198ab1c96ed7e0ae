"""Who sees and changes what in the directory."""

from tandem.directory.permissions.claims import can_claim, documents_visible_to
from tandem.directory.permissions.members import (
    can_accept,
    can_ask_to_join,
    can_change_role,
    can_leave,
    can_manage_members,
    can_reopen,
    is_last_owner,
    to_hand_over,
)
from tandem.directory.permissions.records import (
    WRITERS,
    can_edit,
    can_see_members,
    projects_visible_to,
    role_of,
    solutions_visible_to,
    visible_to,
)
from tandem.directory.permissions.stewards import (
    block_of_person,
    blocks_in_force,
    can_contact,
    can_contest,
    can_steward,
)

__all__ = [
    "WRITERS",
    "block_of_person",
    "blocks_in_force",
    "can_accept",
    "can_ask_to_join",
    "can_change_role",
    "can_claim",
    "can_contact",
    "can_contest",
    "can_edit",
    "can_leave",
    "can_manage_members",
    "can_reopen",
    "can_see_members",
    "can_steward",
    "documents_visible_to",
    "is_last_owner",
    "projects_visible_to",
    "role_of",
    "solutions_visible_to",
    "to_hand_over",
    "visible_to",
]
