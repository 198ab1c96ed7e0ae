"""Forms of diagnoses, plans and the skills of a team."""

from tandem.diagnosis.forms.diagnoses import PlanStepForm, QuestionForm
from tandem.diagnosis.forms.door import DoorForm
from tandem.diagnosis.forms.skills import RatingForm

__all__ = ["DoorForm", "PlanStepForm", "QuestionForm", "RatingForm"]
