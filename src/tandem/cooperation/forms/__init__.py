"""The forms of a room, one file for each thing that people do in it."""

from tandem.cooperation.forms.agreement import AnswerForm, CodeForm, LinkForm, MarkForm, SignForm, UploadedForm
from tandem.cooperation.forms.case import CaseForm, ContestAnswerForm, ContestForm, HashForm
from tandem.cooperation.forms.company import CheckInForm, FileForm, HelpAnswerForm, HelpForm
from tandem.cooperation.forms.evaluation import EvaluationForm, FollowUpForm
from tandem.cooperation.forms.framing import AgreeForm, FramingForm, GoalForm
from tandem.cooperation.forms.parties import LeaveForm, PartyForm
from tandem.cooperation.forms.room import StepForm
from tandem.cooperation.forms.session import SessionAnswerForm, TimeForm
from tandem.cooperation.forms.transfer import EvidenceForm, NothingForm, TransferLineForm
from tandem.cooperation.forms.work import HoursForm, MediatorNoteForm, MilestoneForm, NoteForm

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "CaseForm",
    "CheckInForm",
    "CodeForm",
    "ContestAnswerForm",
    "ContestForm",
    "EvaluationForm",
    "EvidenceForm",
    "FileForm",
    "FollowUpForm",
    "FramingForm",
    "GoalForm",
    "HashForm",
    "HelpAnswerForm",
    "HelpForm",
    "HoursForm",
    "LeaveForm",
    "LinkForm",
    "MarkForm",
    "MediatorNoteForm",
    "MilestoneForm",
    "NoteForm",
    "NothingForm",
    "PartyForm",
    "SessionAnswerForm",
    "SignForm",
    "StepForm",
    "TimeForm",
    "TransferLineForm",
    "UploadedForm",
]
