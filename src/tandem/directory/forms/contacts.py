"""Whom to write to, and what backs a criterion."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.directory.models import Contact, Evidence
from tandem.ui.forms import Line, TandemForm
from tandem.ui.uploads import MEGABYTE, UploadField


class ContactForm(TandemForm):
    """A person or a function to contact."""

    subject = Line(
        label=_("About what to write to them"),
        help_text=_("In your words: partnerships, volunteers, press, access…"),
        max_length=80,
        error_messages={"required": _("Write about what, in one or two words.")},
    )
    name = Line(
        label=_("Name of the person"),
        help_text=_("Leave it empty for a function. A person whom you name gets an e-mail, and is shown after a yes."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        error_messages={
            "invalid": _("This does not look like an e-mail address: it has the form name@example.org."),
        },
    )
    phone = Line(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it?"),
        choices=Contact.Visibility.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who sees it.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the address of this person: we ask them before showing their name."))
        elif not cleaned.get("email") and not cleaned.get("phone") and "email" not in self.errors:
            self.add_error("email", _("Write an e-mail address or a telephone number: without one nobody can write."))
        return cleaned


class EvidenceForm(TandemForm):
    """What shows that a criterion of social utility holds."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Evidence.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    title = Line(
        label=_("What it says"),
        help_text=_("For example: statutes, article 3: the aim is to help families find a home."),
        max_length=160,
        error_messages={"required": _("Write in one line what it says.")},
    )
    issuer = Line(
        label=_("Who says so"),
        help_text=_("The source: a register, an office, your general assembly."),
        max_length=160,
        error_messages={"required": _("Write who says so.")},
    )
    dated = forms.DateField(
        label=_("Its date"),
        help_text=_("When it was said, or when you read it there."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Choose its date."),
            "invalid": _("Write the date as 2026-03-31."),
        },
    )
    address = forms.URLField(
        label=_("Address of the page"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write the address of a site, like www.example.org.")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    number = Line(label=_("Number in the register"), max_length=60, required=False)
    document = UploadField(
        kinds=("pdf", "png", "jpeg"),
        limit=5 * MEGABYTE,
        label=_("Document"),
        help_text=_("PDF or picture, 5 MB at most. Everybody can open it: hide names and birth dates."),
        required=False,
    )

    #: What each kind cannot do without, and what is said when it is missing.
    NEEDED = {
        "link": ("address", _("Write the address of the page.")),
        "register": ("number", _("Write the number under which the register has it.")),
        "document": ("document", _("Choose the file.")),
    }

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return dated

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, words = self.NEEDED.get(cleaned.get("kind", ""), ("", ""))
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, words)
        if cleaned.get("kind") != "document":
            cleaned["document"] = None
        return cleaned
