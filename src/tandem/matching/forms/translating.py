"""The title and the text of a need or an offer, in one more language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory.forms import here
from tandem.matching.forms.questions import LONGEST
from tandem.matching.models import Posting
from tandem.ui.forms import Line, TandemForm


class TranslationForm(TandemForm):
    language = forms.ChoiceField(label=_("Language of this text"), error_messages={"required": _("Choose a language.")})
    title = Line(
        label=_("In one line"),
        max_length=140,
        error_messages={"required": _("Write the title in this language.")},
    )
    text = Line(
        label=_("The text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the text in this language.")},
    )

    def __init__(self, *args: Any, about: Posting, language: str = "", **kwargs: Any) -> None:
        told = about.translations.get(language, {})
        initial = {"language": language, "title": told.get("title", ""), "text": told.get("text", "")}
        super().__init__(*args, initial=initial, **kwargs)
        names = competences.labels("languages", here())
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        others = [(code, name) for code, name in names.items() if code != about.language]
        field.choices = [("", _("Choose…")), *others]
