"""What an organisation or a solution does, in one more language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.competences import queries as competences
from tandem.directory.forms.words import TEXT_LENGTH, here
from tandem.directory.models import Record
from tandem.directory.queries import texts
from tandem.ui.forms import Line, TandemForm


class TextForm(TandemForm):
    language = forms.ChoiceField(label=_("Language of this text"), error_messages={"required": _("Choose a language.")})
    text = Line(
        label=_("What it does"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the text in this language.")},
    )
    source = forms.ChoiceField(
        label=_("Where these words come from"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Readers see it, and can open the original."),
        error_messages={"required": _("Choose the text that yours is translated from.")},
    )

    def __init__(self, *args: Any, about: Record, speaks: bool, language: str = "", **kwargs: Any) -> None:
        own = [code for code in texts.originals(about) if code not in (language, texts.UNSAID)]
        told = about.translations.get(language, {}).get("from")
        written = {"language": language, "text": about.summary.get(language, "")} if language else {}
        source = told if told in own else "" if language in about.summary or not own else own[0]
        super().__init__(*args, initial={**written, "source": source}, **kwargs)
        names = competences.labels("languages", here())
        sources = [
            (code, _("translated from this language: %(language)s") % {"language": names.get(code, code)})
            for code in own
        ]
        translates = bool(own) and not speaks
        self.fields["source"].required = translates
        kept = () if speaks else texts.originals(about)
        offered = [(code, name) for code, name in names.items() if code not in kept]
        self._offer("language", [("", _("Choose…")), *offered])
        self._offer("source", sources if translates else [("", _("our own words")), *sources])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("language"):
            self.add_error("source", _("A text is not translated from its own language."))
        return cleaned

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
