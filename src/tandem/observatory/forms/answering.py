"""The questions of one screen as a form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.conditions import Answers, Given
from tandem.domain.survey.questionnaire import ANY, NOTE, NUMBER, ONE, SEVERAL, Item, Words, checked
from tandem.ui.forms import Line, TandemForm


def in_words(words: Words, language: str) -> str:
    """The text in this language; the one that serves all, else the first there is."""
    return words.get(language) or words.get(ANY) or next(iter(words.values()), "")


class ScreenForm(TandemForm):
    """Checks with the questionnaire's own rules; what is wrong on one question does not lose the others."""

    def __init__(
        self, items: Iterable[Item], language: str, answers: Answers, data: Any = None, *, single: bool = False
    ) -> None:
        self.items = [item for item in items if item.kind != NOTE]
        self.answers = answers
        self.single = single and len(self.items) == 1
        initial = {item.name: _shown(answers.get(item.name, "")) for item in self.items}
        super().__init__(data, initial=initial, auto_id="id_%s")
        self.given: dict[str, Given] = {}
        for item in self.items:
            self.fields[item.name] = _field(item, language)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for item in self.items:
            raw = cleaned.get(item.name) or []
            try:
                self.given[item.name] = checked(item, [raw] if isinstance(raw, str) else raw, self.answers)
            except BadInput as error:
                own = item.constraint_words if item.constraint and isinstance(raw, str) and raw.strip() else None
                said = error.message.render(gettext)
                language = self.fields[item.name].widget.attrs.get("lang", "")
                self.add_error(item.name, in_words(own, language) if own and not error.place else said)
        return cleaned


def _shown(given: Given) -> Any:
    return list(given) if isinstance(given, tuple) else given


def _field(item: Item, language: str) -> forms.Field:
    label, hint = in_words(item.words, language), escape(in_words(item.hint, language))
    common: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
    choices = [(choice.code, in_words(choice.words, language)) for choice in item.choices]
    field: forms.Field
    if item.kind == ONE:
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    elif item.kind == SEVERAL:
        if not hint:
            common["help_text"] = _("Choose all that apply.")
        field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    elif item.kind == NUMBER:
        mode = "numeric" if item.whole else "decimal"
        field = forms.CharField(widget=forms.TextInput(attrs={"inputmode": mode, "class": "short"}), **common)
    else:
        field = Line(widget=forms.Textarea(attrs={"rows": 4}), **common)
    return field


class BeginForm(TandemForm):
    code = Line(label=_("Your invitation code"), max_length=40, error_messages={"required": _("Write your code.")})
