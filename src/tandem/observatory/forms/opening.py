"""What goes into the open data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.ui.forms import TandemForm, WholeNumber


class OpenForm(TandemForm):
    questions = forms.MultipleChoiceField(
        label=_("Questions to open"),
        help_text=_("Free texts are never among them."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one question at least.")},
    )
    identifying = forms.MultipleChoiceField(
        label=_("Which of them could tell an acquaintance who answered?"),
        help_text=_("Size, place, age, sector … Where fewer people are alike on them, these answers are blanked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    least = WholeNumber(label=_("How many people have to be alike at least?"), min_value=5, max_value=1000)

    def __init__(self, names: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("questions", "identifying"):
            self.fields[name].choices = names  # type: ignore[attr-defined]
