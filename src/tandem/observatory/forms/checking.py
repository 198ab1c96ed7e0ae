"""Figures to check: pasted or uploaded, with the size of the sample."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.published.figures import ROUNDINGS
from tandem.observatory.forms.surveys import lines_of
from tandem.observatory.queries.checking import figures_in
from tandem.ui.forms import TandemForm, WholeNumber

MOST_FIGURES, MOST_RESPONDENTS, LONGEST = 300, 5_000, 100_000
WORDS = {
    "nearest": _("to the nearest, halves either way"),
    "half-up": _("to the nearest, halves upwards"),
    "down": _("downwards"),
}


class CheckForm(TandemForm):
    text = forms.CharField(
        label=_("Figures, as CSV"),
        help_text=_(
            "First line: figure_id,variable,answer,base,percent – also subgroup and n where known. "
            "One published figure a line."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=LONGEST,
        required=False,
    )
    file = forms.FileField(label=_("or the same as a file"), required=False)
    n = WholeNumber(label=_("Respondents in all"), min_value=1, max_value=MOST_RESPONDENTS)
    rounding = forms.ChoiceField(
        label=_("How percentages were rounded"),
        choices=[(one, WORDS[one]) for one in ROUNDINGS],
        widget=forms.RadioSelect,
        initial="nearest",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, sent = cleaned.get("text", ""), cleaned.get("file")
        if sent is not None:
            if sent.size > LONGEST:
                self.add_error("file", _("This file is too large for the page: use the command line."))
                return cleaned
            try:
                text = sent.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This file is not UTF-8 text."))
                return cleaned
        if not text.strip():
            self.add_error("text", _("Paste figures, or choose a file."))
            return cleaned
        try:
            self.figures = figures_in(text)
        except BadInput as error:
            self.add_error("file" if sent else "text", lines_of(error))
            return cleaned
        if len(self.figures) > MOST_FIGURES:
            self.add_error("text", _("More than 300 figures are for the command line."))
        return cleaned
