"""Who sees and changes what in the directory."""

from tandem.directory.permissions.records import (
    WRITERS,
    can_edit,
    can_see_members,
    projects_visible_to,
    solutions_visible_to,
    visible_to,
)

__all__ = [
    "WRITERS",
    "can_edit",
    "can_see_members",
    "projects_visible_to",
    "solutions_visible_to",
    "visible_to",
]
