"""A further party: what it would be here, and why; and why it leaves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import words
from tandem.cooperation.models import PartyRole
from tandem.ui.forms import NOT_IN_THE_LIST, TandemForm


class PartyForm(TandemForm):
    role = forms.ChoiceField(
        label=_("What will it be in this cooperation?"),
        choices=PartyRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer."), "invalid_choice": NOT_IN_THE_LIST},
    )
    words = words(
        _("Why would you like to have it with you?"),
        _("The other parties read it now; the organisation reads it once all of you want it."),
        _("Say why in a sentence or two."),
    )


class LeaveForm(TandemForm):
    farewell = words(
        _("Why do you leave, and what happens to what you were to bring?"),
        _("All of them will read it."),
        _("Say why you leave: those who go on have to know."),
    )
