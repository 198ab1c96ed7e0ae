"""The right door of a company."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.diagnosis.models import Door
from tandem.ui.forms import Line, TandemForm


class DoorForm(TandemForm):
    kind = forms.ChoiceField(
        label=_("Which door should an association knock at?"),
        choices=Door.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a door.")},
    )
    how = Line(
        label=_("How to reach it"),
        help_text=_("A shared address, a page, the days that suit. Everybody reads it: no private number."),
        max_length=300,
        required=False,
    )
    says_prepared = forms.BooleanField(
        label=_("When our check finds us prepared, say so with its date on our page and our offers"), required=False
    )
