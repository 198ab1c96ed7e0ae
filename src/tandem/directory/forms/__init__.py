"""What people write in the directory."""

from tandem.directory.forms.claims import (
    ClaimAddressForm,
    ClaimCallForm,
    ClaimCodeForm,
    ClaimDocumentForm,
)
from tandem.directory.forms.contacts import (
    ContactForm,
    EvidenceForm,
)
from tandem.directory.forms.freshness import (
    MonthsForm,
)
from tandem.directory.forms.members import (
    HandOverForm,
    InvitationForm,
    JoinAnswerForm,
    JoinForm,
    RoleField,
    RoleForm,
)
from tandem.directory.forms.organisation import (
    OrganisationForm,
    OrganisationPageForm,
)
from tandem.directory.forms.portfolio import (
    SCOPE_WORDS,
    ConsentForm,
    SayNoForm,
    TakeInForm,
)
from tandem.directory.forms.report import (
    ContestForm,
    ReportForm,
    page_of_here,
)
from tandem.directory.forms.stewards import (
    AnnouncementForm,
    BlockForm,
    DecisionForm,
    ReasonForm,
    SolutionForm,
    TwinsForm,
)
from tandem.directory.forms.texts import (
    TextForm,
)
from tandem.directory.forms.which import (
    WhichOrganisationForm,
)
from tandem.directory.forms.words import (
    Choices,
    here,
)

__all__ = [
    "SCOPE_WORDS",
    "AnnouncementForm",
    "BlockForm",
    "Choices",
    "ClaimAddressForm",
    "ClaimCallForm",
    "ClaimCodeForm",
    "ClaimDocumentForm",
    "ConsentForm",
    "ContactForm",
    "ContestForm",
    "DecisionForm",
    "EvidenceForm",
    "HandOverForm",
    "InvitationForm",
    "JoinAnswerForm",
    "JoinForm",
    "MonthsForm",
    "OrganisationForm",
    "OrganisationPageForm",
    "ReasonForm",
    "ReportForm",
    "RoleField",
    "RoleForm",
    "SayNoForm",
    "SolutionForm",
    "TakeInForm",
    "TextForm",
    "TwinsForm",
    "WhichOrganisationForm",
    "here",
    "page_of_here",
]
