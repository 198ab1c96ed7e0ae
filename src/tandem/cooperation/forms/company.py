"""Files, the monthly check-in, help."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import words
from tandem.cooperation.models import CheckIn
from tandem.ui.forms import Line, TandemForm
from tandem.ui.uploads import UploadField


class FileForm(TandemForm):
    file = UploadField(
        label=_("File"),
        help_text=_("PDF, image, OpenDocument, Word, Excel, PowerPoint, text or CSV, 10 MB at most."),
    )
    about = Line(label=_("What is it?"), help_text=_("A few words."), max_length=200, required=False)


class CheckInForm(TandemForm):
    mood = forms.ChoiceField(
        label=_("How is it going, seen from your side?"),
        choices=CheckIn.Mood.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer.")},
    )
    sentence = Line(
        label=_("In one sentence"),
        help_text=_("All of you read it."),
        max_length=300,
        error_messages={"required": _("Write one sentence.")},
    )


class HelpForm(TandemForm):
    text = words(
        _("What do you need help with?"),
        _("The intermediary reads these words and your name, and nothing else of the room."),
        _("Say what you need help with."),
    )


class HelpAnswerForm(TandemForm):
    text = words(_("Your answer"), _("Only the side that asked reads it."), _("Write your answer."))
