"""What several forms share."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import get_language

#: The languages offered first; an organisation keeps those it already has.
USUAL_LANGUAGES = ("fr", "en", "pt", "es", "it", "de", "nl", "pl", "ro", "ar")
TEXT_LENGTH = 2000


def here() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


class Choices(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
