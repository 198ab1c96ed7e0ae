"""Messages and decisions, hours, milestones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import words
from tandem.cooperation.models import Note, Party
from tandem.ui.forms import TandemForm


class NoteForm(TandemForm):
    text = words(_("What do you want to say?"), "", _("Write a few words."))
    kind = forms.ChoiceField(
        label=_("It is"),
        choices=Note.Kind.choices,
        initial=Note.Kind.MESSAGE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class MediatorNoteForm(TandemForm):
    """A message of the mediator, who decides nothing."""

    text = words(_("What do you want to say, as mediator?"), _("All parties read it."), _("Write a few words."))


class HoursForm(TandemForm):
    """A stretch of time given by one side to another."""

    NONE = {"required": _("Write 0 if there are none.")}

    giver = forms.ChoiceField(
        label=_("Who gave this time?"),
        choices=[("own", _("Our side")), ("other", _("The other side"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who gave this time.")},
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=1000, initial=1, error_messages=NONE)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=59, initial=0, error_messages=NONE)
    day = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-20.")},
    )
    what = words(_("What was it for?"), _("One line is enough."), _("Say what it was for."))

    ways: dict[str, list[str]]

    def __init__(self, own: Party | None, others: list[Party], *args: Any, **kwargs: Any) -> None:
        """Of two, who gave says who received. Of more, each choice names both, and one of them is one's own."""
        super().__init__(*args, **kwargs)
        if own and len(others) > 1:
            given = [(f"{own.side}>{one.side}", _("We gave it to %(name)s") % _named(one)) for one in others]
            received = [(f"{one.side}>{own.side}", _("%(name)s gave it to us") % _named(one)) for one in others]
            self.fields["giver"].label = _("Who gave this time, and to whom?")
            self.fields["giver"].choices = given + received
            self.ways = {name: name.split(">") for name, _label in given + received}
        elif own:
            self.ways = {"own": [own.side, others[0].side], "other": [others[0].side, own.side]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["way"] = self.ways.get(cleaned.get("giver", ""))
        cleaned["total"] = (cleaned.get("hours") or 0) * 60 + (cleaned.get("minutes") or 0)
        return cleaned


def _named(party: Party) -> dict[str, str]:
    return {"name": party.organisation.name}


class MilestoneForm(TandemForm):
    text = forms.CharField(
        label=_("What will be reached?"),
        help_text=_("One line, such that each of you can tell whether it is true."),
        max_length=200,
        error_messages={"required": _("Say what will be reached.")},
    )
    due = forms.DateField(
        label=_("By which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-20.")},
    )
