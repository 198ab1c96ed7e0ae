"""Saying what is wrong on a page."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.directory.forms.words import TEXT_LENGTH
from tandem.directory.models import Report
from tandem.ui.forms import Line, TandemForm


class ReportForm(TandemForm):
    """What is wrong on a page. A notice of illegal content says who sends it and that it is sent in good faith."""

    sort = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Report.Sort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    text = Line(
        label=_("What is wrong?"),
        help_text=_("Say which words or which fact, and why. If it is against the law: which law, if you know it."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong, and why.")},
    )
    name = Line(
        label=_("Your name"),
        help_text=_("Asked for by law when you report something as illegal, the abuse of a child excepted."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "You get a receipt at once and the decision with its reasons. The other side never learns who reported."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=_("What I write here is, as far as I know, true and complete"), required=False
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_page(self) -> str:
        return page_of_here(self.cleaned_data["page"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("sort") == Report.Sort.ILLEGAL:
            missing = {
                "name": _("The law asks who reports something as illegal."),
                "email": _("The law asks for an address, and you get the answer there."),
                "good_faith": _("The law asks for this sentence."),
            }
            for field, sentence in missing.items():
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, sentence)
        return cleaned


class ContestForm(TandemForm):
    text = Line(
        label=_("Why is the decision wrong?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why the decision is wrong.")},
    )


def page_of_here(address: str) -> str:
    """The address of a page of this place, as the link in the foot gives it; anything else is left out: a stranger's
    sentence must not stand on our page."""
    return address if re.fullmatch(r"/(?!/)[\w/.%-]{0,498}", address) else ""
