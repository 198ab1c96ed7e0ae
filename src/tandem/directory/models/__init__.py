"""Organisations, solutions and projects, each fact with its source; and who acts for whom."""

from tandem.directory.models.claim import Claim
from tandem.directory.models.contact import Contact
from tandem.directory.models.evidence import Evidence
from tandem.directory.models.index import IndexChange
from tandem.directory.models.membership import Invitation, JoinRequest, Membership
from tandem.directory.models.merging import Merge, Twins
from tandem.directory.models.organisation import Organisation
from tandem.directory.models.portfolio import Accompaniment
from tandem.directory.models.project import Project
from tandem.directory.models.queue import Act, Announcement, Block, Case
from tandem.directory.models.record import Origin, Record, Source, State
from tandem.directory.models.report import Report
from tandem.directory.models.solution import Solution

__all__ = [
    "Accompaniment",
    "Act",
    "Announcement",
    "Block",
    "Case",
    "Claim",
    "Contact",
    "Evidence",
    "IndexChange",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Merge",
    "Organisation",
    "Origin",
    "Project",
    "Record",
    "Report",
    "Solution",
    "Source",
    "State",
    "Twins",
]
