"""What people write in the directory."""

from tandem.directory.forms.members import HandOverForm, InvitationForm, JoinAnswerForm, JoinForm, RoleForm
from tandem.directory.forms.organisation import OrganisationForm, OrganisationPageForm
from tandem.directory.forms.report import ReportForm, page_of_here
from tandem.directory.forms.words import here

__all__ = [
    "HandOverForm",
    "InvitationForm",
    "JoinAnswerForm",
    "JoinForm",
    "OrganisationForm",
    "OrganisationPageForm",
    "ReportForm",
    "RoleForm",
    "here",
    "page_of_here",
]
