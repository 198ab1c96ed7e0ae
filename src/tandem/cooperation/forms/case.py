"""The shared case, and doubts about its claims."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tandem.cooperation.forms.words import SeenForm, words
from tandem.ui.forms import NOT_IN_THE_LIST, Line, TandemForm

#: As many claims as one page can prove.
MOST_CLAIMS = 6


class CaseForm(SeenForm):
    """The story in four parts, and claims that each rest on something in the room."""

    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    title = Line(label=_("Title"), max_length=140, error_messages={"required": _("Give it a title.")})
    need = words(_("What did not work?"), _("In everyday words, for somebody who does not know you."), _("Say it."))
    did = words(_("What did you do together?"), "", _("Say it."))
    changed = words(_("What changed, and for whom?"), _("Figures belong in the claims below."), _("Say it."))
    otherwise = words(
        _("What would you do otherwise?"), _("What did not work helps those who follow most."), required=False
    )

    def __init__(self, evidence: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_CLAIMS + 1):
            self.fields[f"claim_{number}"] = Line(
                label=_("Claim %(number)s") % {"number": number}, max_length=300, required=False
            )
            self.fields[f"evidence_{number}"] = forms.ChoiceField(
                label=_("Claim %(number)s rests on") % {"number": number},
                choices=[("", _("Choose")), *evidence],
                required=False,
                error_messages={"invalid_choice": NOT_IN_THE_LIST},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, MOST_CLAIMS + 1):
            if cleaned.get(f"claim_{number}") and not cleaned.get(f"evidence_{number}"):
                self.add_error(f"evidence_{number}", _("Say what shows it, or leave the claim out."))
        return cleaned

    def claims(self) -> list[tuple[str, str]]:
        pairs = [
            (self.cleaned_data[f"claim_{number}"], self.cleaned_data[f"evidence_{number}"])
            for number in range(1, MOST_CLAIMS + 1)
        ]
        return [(text, evidence) for text, evidence in pairs if text]


class HashForm(TandemForm):
    """A button: the text that one read goes with it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ContestForm(TandemForm):
    text = words(
        _("What is wrong with this claim?"),
        _("The parties read it. It is published with their answer."),
        _("Say what is wrong."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("To confirm that you wrote this, and to send you the answer; forgotten afterwards."),
        error_messages={"required": _("Write your e-mail address.")},
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]


class ContestAnswerForm(TandemForm):
    text = words(
        _("Your answer"),
        _("It stands beside the claim for everybody. A mistake is corrected in a new text."),
        _("Write your answer."),
    )
