"""The forms of a room, one file for each thing that people do in it."""

from tandem.cooperation.forms.company import CheckInForm, FileForm, HelpAnswerForm, HelpForm
from tandem.cooperation.forms.evaluation import EvaluationForm, FollowUpForm
from tandem.cooperation.forms.framing import AgreeForm, FramingForm, GoalForm
from tandem.cooperation.forms.room import StepForm
from tandem.cooperation.forms.session import SessionAnswerForm, TimeForm
from tandem.cooperation.forms.transfer import EvidenceForm, NothingForm, TransferLineForm
from tandem.cooperation.forms.work import HoursForm, MediatorNoteForm, MilestoneForm, NoteForm

__all__ = [
    "AgreeForm",
    "CheckInForm",
    "EvaluationForm",
    "EvidenceForm",
    "FileForm",
    "FollowUpForm",
    "FramingForm",
    "GoalForm",
    "HelpAnswerForm",
    "HelpForm",
    "HoursForm",
    "MediatorNoteForm",
    "MilestoneForm",
    "NoteForm",
    "NothingForm",
    "SessionAnswerForm",
    "StepForm",
    "TimeForm",
    "TransferLineForm",
]
