"""Inviting an organisation into a portfolio; agreeing, to what and until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tandem.directory.forms.words import TEXT_LENGTH, Choices
from tandem.directory.models import Accompaniment
from tandem.directory.permissions import SCOPES
from tandem.ui.forms import Line, TandemForm

#: What each scope means, in words that an owner can weigh.
SCOPE_WORDS = {
    "may_see": _("see where we stand: the date of our diagnosis, our needs and offers, which introductions and rooms "
                 "wait for whom; never what is said in them"),
    "may_draft": _("prepare needs and offers for us: nothing is published before we have read it"),
    "may_sit_in": _("sit in on our diagnoses: read them, answer with us, give their own reading beside"),
    "may_introduce": _("propose introductions to us: we answer each one ourselves"),
}  # fmt: skip
MONTHS = (3, 6, 12, 24)


class TakeInForm(TandemForm):
    """Why an intermediary would like to accompany an organisation."""

    message = Line(
        label=_("What you propose to them"),
        help_text=_("Who you are, what you would do together. The owners read it, and choose what they agree to."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words: they decide by them.")},
    )


class ConsentForm(TandemForm):
    """To what an organisation agrees, and for how long."""

    scopes = Choices(
        label=_("What may they do?"),
        help_text=_("Tick what you agree to, and nothing else. You change it whenever you wish."),
        choices=[(scope, SCOPE_WORDS[scope]) for scope in SCOPES],
        error_messages={"required": _("Tick at least one, or say no below.")},
    )
    months = forms.TypedChoiceField(
        label=_("For how long, from today?"),
        help_text=_("It ends by itself; you get an e-mail two weeks before."),
        coerce=int,
        choices=[(one, ngettext_lazy("%(months)s month", "%(months)s months", one) % {"months": one})
                 for one in MONTHS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, about: Accompaniment) -> None:
        agreed = [scope for scope in SCOPES if getattr(about, scope)]
        super().__init__(data, initial={"scopes": agreed, "months": 12})


class SayNoForm(TandemForm):
    reason = Line(
        label=_("A word to them"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
