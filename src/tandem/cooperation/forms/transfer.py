"""The transfer plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import SeenForm, words
from tandem.cooperation.models import Party
from tandem.ui.forms import NOT_IN_THE_LIST, TandemForm


class TransferLineForm(SeenForm):
    """One competence of the transfer plan, and the levels as one's own side sees them."""

    learners = words(
        _("Who learns?"), _("One name per line. At least two people, or the skill leaves with one."), required=False
    )
    teachers = words(_("Who teaches?"), _("One name per line."), required=False)
    how = words(
        _("How?"), _("For instance: side by side on Tuesdays, a page of notes, a first time alone."), required=False
    )

    def __init__(self, levels: list[tuple[int, str]], parties: list[Party], *args: Any, **kwargs: Any) -> None:
        """`parties`, where there are more than two, can each be chosen: it learns or teaches as a whole."""
        super().__init__(*args, **kwargs)
        for name, (label, people, label_of_people) in self.OF_PARTIES.items() if parties else ():
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=label,
                choices=[(party.pk, party.organisation.name) for party in parties],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": NOT_IN_THE_LIST},
            )
            self.fields[people].label = label_of_people
            self.fields[people].help_text = _("One name per line, where you know them already.")
        if levels:
            choices = [("", _("I do not know")), *[(str(level), name) for level, name in levels]]
            for name, label in self.LEVELS.items():
                self.fields[name] = forms.TypedChoiceField(
                    label=label, choices=choices, coerce=int, empty_value=None, required=False
                )
        order = ("seen", "start", "level_wanted", "learning", "learners", "teaching", "teachers", "how", "end")
        self.order_fields(order)

    #: Of each choice of parties: its label, the field of people beside it, and what that one is called then.
    OF_PARTIES = {
        "learning": (_("Which of you learn?"), "learners", _("People who learn")),
        "teaching": (_("Which of you teach?"), "teachers", _("People who teach")),
    }
    LEVELS = {
        "start": _("The learners’ level today, as your side sees it"),
        "level_wanted": _("Level wanted"),
        "end": _("Level reached at the end, as your side sees it"),
    }


class EvidenceForm(TandemForm):
    evidence = words(
        _("What shows it?"),
        _("Something each of you can check: a date, a page, a change made without help."),
        _("Say what shows it."),
    )


class NothingForm(TandemForm):
    why = words(
        _("Why does this cooperation hand no skill over?"),
        _("Saying it openly is better than a plan nobody follows."),
        _("Say why."),
    )
