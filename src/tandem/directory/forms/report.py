"""Saying what is wrong on a page."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.directory.forms.words import TEXT_LENGTH
from tandem.ui.forms import Line, TandemForm


class ReportForm(TandemForm):
    """What is wrong on a page."""

    text = Line(
        label=_("What is wrong?"),
        help_text=_("For example: a fact that is false, an address that leads nowhere, words that hurt somebody."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want an answer."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_page(self) -> str:
        return page_of_here(self.cleaned_data["page"])


def page_of_here(address: str) -> str:
    """The address of a page of this place, as the link in the foot gives it; anything else is left out: a stranger's
    sentence must not stand on our page."""
    return address if re.fullmatch(r"/[\w/.%-]{0,499}", address) else ""
