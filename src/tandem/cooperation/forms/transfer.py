"""The transfer plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import SeenForm, words
from tandem.cooperation.models import Party
from tandem.ui.forms import TandemForm


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
        """`parties` are named where there are more than two: a person or one of them learns, or teaches."""
        super().__init__(*args, **kwargs)
        if parties:
            names = ", ".join(party.organisation.name for party in parties if party.transfers)
            hint = _t("One name per line: a person, or one of you (%(names)s).") % {"names": names}
            self.fields["learners"].help_text = self.fields["teachers"].help_text = hint
        if levels:
            choices = [("", _("I do not know")), *[(str(level), name) for level, name in levels]]
            for name, label in self.LEVELS.items():
                self.fields[name] = forms.TypedChoiceField(
                    label=label, choices=choices, coerce=int, empty_value=None, required=False
                )
            self.order_fields(["seen", "start", "level_wanted", "learners", "teachers", "how", "end"])

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
