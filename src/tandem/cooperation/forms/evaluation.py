"""The grid of the evaluation, and what still runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import words
from tandem.cooperation.grid import CHOICES, grid
from tandem.cooperation.models import FollowUpAnswer
from tandem.ui.forms import NOT_IN_THE_LIST, TandemForm

CHOOSE = {"required": _("Choose one answer."), "invalid_choice": NOT_IN_THE_LIST}


class EvaluationForm(TandemForm):
    """A field for each question of the grid, section by section."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in grid():
            for question in section.questions:
                self.fields[question.id] = (
                    forms.ChoiceField(
                        label=question.words,
                        choices=CHOICES[question.kind],
                        widget=forms.RadioSelect,
                        error_messages=CHOOSE,
                    )
                    if question.kind in CHOICES
                    else words(question.words, "", required=False)
                )

    def sections(self) -> list[dict[str, Any]]:
        return [
            {"title": section.words, "fields": [self[question.id] for question in section.questions]}
            for section in grid()
        ]

    def answers(self) -> dict[str, str]:
        return {name: str(value).strip() for name, value in self.cleaned_data.items()}


class FollowUpForm(TandemForm):
    runs = forms.ChoiceField(
        label=_("What you made together: does it still run?"),
        choices=FollowUpAnswer.Runs.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    maintains = forms.ChoiceField(
        label=_("Who maintains it?"),
        choices=FollowUpAnswer.Maintains.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    words = words(_("Anything to add?"), _("For instance what changed since, or what is missing."), required=False)
