"""One question of a diagnosis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.diagnosis.models import PlanStep
from tandem.domain.maturity import DONT_KNOW
from tandem.questionnaires.content import QuestionWords
from tandem.ui.forms import TandemForm


class QuestionForm(TandemForm):
    """The question is the title of its page; "I don't know" is always there. `seen` is the last answer that
    stood on the page, so that an answer given by somebody else in between is noticed."""

    single = True
    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer. “I don’t know” is one.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, words: QuestionWords, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        field.label = words.text[language]
        field.help_text = words.why[language]
        field.choices = [
            *((identifier, text[language]) for identifier, text in words.choices.items()),
            (DONT_KNOW, _("I don’t know")),
        ]


class PlanStepForm(TandemForm):
    """How a step of the plan goes."""

    state = forms.ChoiceField(label=_("How it goes"), choices=PlanStep.State.choices)
    note = forms.CharField(label=_("A word for your colleagues"), max_length=300, required=False)
