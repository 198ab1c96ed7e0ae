"""Proving that a page is that of one's organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.directory.forms.words import TEXT_LENGTH
from tandem.ui.forms import Line, TandemForm
from tandem.ui.uploads import MEGABYTE, UploadField


class ClaimAddressForm(TandemForm):
    email = forms.EmailField(
        label=_("E-mail address at the website of your organisation"),
        error_messages={
            "required": _("Write your address at your organisation."),
            "invalid": _("This does not look like an e-mail address: it has the form name@example.org."),
        },
    )


class ClaimCodeForm(TandemForm):
    code = Line(
        label=_("Code"),
        help_text=_("Eight digits. You can copy and paste them."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "short"}),
        error_messages={"required": _("Write the code that we sent.")},
    )


class ClaimDocumentForm(TandemForm):
    document = UploadField(
        kinds=("pdf", "png", "jpeg"),
        limit=5 * MEGABYTE,
        label=_("Document"),
        help_text=_(
            "PDF or picture, 5 MB at most: minutes that name you, an extract of the register, a letter with its head. "
            "Hide what is not needed, like birth dates."
        ),
    )
    text = Line(
        label=_("What you do there"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you do there.")},
    )


class ClaimCallForm(TandemForm):
    phone = Line(
        label=_("Telephone number of the organisation"),
        help_text=_(
            "One that can be found elsewhere too, on its website or in a register: a private one proves nothing."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        error_messages={"required": _("Write a telephone number.")},
    )
    text = Line(
        label=_("Whom to ask for, and when"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write whom to ask for, and when.")},
    )
