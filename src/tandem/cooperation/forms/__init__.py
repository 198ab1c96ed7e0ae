"""The forms of a room, one file for each thing that people do in it."""

from tandem.cooperation.forms.framing import AgreeForm, FramingForm, GoalForm
from tandem.cooperation.forms.room import StepForm
from tandem.cooperation.forms.session import SessionAnswerForm, TimeForm
from tandem.cooperation.forms.transfer import EvidenceForm, NothingForm, TransferLineForm
from tandem.cooperation.forms.work import HoursForm, MilestoneForm, NoteForm

__all__ = [
    "AgreeForm",
    "EvidenceForm",
    "FramingForm",
    "GoalForm",
    "HoursForm",
    "MilestoneForm",
    "NoteForm",
    "NothingForm",
    "SessionAnswerForm",
    "StepForm",
    "TimeForm",
    "TransferLineForm",
]
