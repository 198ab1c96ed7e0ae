"""The agreement: one form for each question, then signing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.cooperation import queries
from tandem.cooperation.forms.words import SeenForm, words
from tandem.cooperation.models import Party
from tandem.cooperation.questions import Field, Question
from tandem.ui.forms import Line, TandemForm
from tandem.ui.uploads import MEGABYTE, UploadField

LONGEST_NUMBER = 10_000


class AnswerForm(SeenForm):
    """One question of the agreement; a field asked of each party stands there once for each."""

    def __init__(self, question: Question, parties: list[Party], *args: Any, **kwargs: Any) -> None:
        self.question = question
        super().__init__(*args, **kwargs)
        for field, name, party in queries.fields_of(question, parties):
            self.fields[name] = _field(field, party)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.question.id == "costs" and cleaned.get("who_pays") in ("paid", "funder") and not cleaned.get("words"):
            self.add_error("words", _t("Say how much, who pays whom, and when."))
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _t("The end comes before the start: correct one of the two days."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The answers as they are kept."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
            if name != "seen"
        }


def _field(field: Field, party: Party | None) -> forms.Field:
    label = f"{field.label} – {party.organisation.name}" if party else field.label
    required = bool(field.missing)
    said = {
        "label": label,
        "help_text": field.hint,
        "required": required,
        "error_messages": {"required": field.missing},
    }
    if field.kind == "choice":
        return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, **said)
    if field.kind == "forms":
        choices = competences.grouped_choices("forms", get_language() or "en")
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
    if field.kind == "number":
        return forms.IntegerField(min_value=0, max_value=LONGEST_NUMBER, **said)
    if field.kind == "day":
        said["error_messages"]["invalid"] = _("Write the day like 2026-11-20.")
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **said)
    return words(label, field.hint, field.missing, required=required)


class MarkForm(TandemForm):
    """A button: the mark of the text that one read goes with it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SignForm(MarkForm):
    name = Line(
        label=_("Your first and last name"),
        max_length=120,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    function = Line(
        label=_("Your function"),
        help_text=_("For instance: president, director, manager."),
        max_length=120,
        error_messages={"required": _("Write your function.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    may_commit = forms.BooleanField(
        label=_("I may commit my organisation"),
        error_messages={"required": _("Only somebody who may commit the organisation can sign: invite that person.")},
    )
    show_name = forms.BooleanField(
        label=_("My name may stand beside my organisation in the charter’s public list"),
        help_text=_("As you like: the organisation and the day are public, your name only if you say so."),
        required=False,
    )

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "function", "may_commit", "show_name")}


class UploadedForm(SignForm):
    """A PDF that was signed elsewhere."""

    file = UploadField(
        kinds=["pdf"],
        limit=10 * MEGABYTE,
        label=_("The signed PDF"),
        help_text=_("PDF, at most 10 MB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("First and last name of the person who signed")
        self.fields["function"].label = _("Their function")
        self.fields["may_commit"].label = _("The person who signed may commit my organisation")
        self.fields["show_name"].label = _("They agree that their name stands in the charter’s public list")
        self.fields["show_name"].help_text = _(
            "The organisation and the day are public, their name only if they agree."
        )
        self.order_fields(["seen", "file"])


class LinkForm(TandemForm):
    """Whom one invites to sign for one's party."""

    name = Line(
        label=_("First and last name"),
        max_length=120,
        error_messages={"required": _("Write the name of the person who signs.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Their own one: link and code are sent there, in two e-mails."),
        error_messages={"required": _("Write their e-mail address."), "invalid": _("Write it like name@example.org.")},
    )
    language = forms.ChoiceField(label=_("Language of the e-mails"), choices=settings.LANGUAGES)


class CodeForm(SignForm):
    """Signing by a personal link: the code that came apart goes first."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label=_("The code"),
        help_text=_("Six digits, sent to you in an e-mail of its own."),
        error_messages={"required": _("Write the code."), "invalid": _("The code has six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["seen", "code"])

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
