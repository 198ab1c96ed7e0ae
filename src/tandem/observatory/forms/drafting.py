"""One question, written in the interface."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.questionnaire import ANY, NUMBER, ONE, SEVERAL, TEXT, Choice, Item, Questionnaire, together
from tandem.observatory.forms.surveys import lines_of
from tandem.survey_files.questionnaire import MOST_CHOICES
from tandem.ui.forms import Line, TandemForm

KINDS = (
    (ONE, _("one answer")),
    (SEVERAL, _("several answers")),
    (NUMBER, _("a number")),
    (TEXT, _("a text")),
)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


class QuestionForm(TandemForm):
    words_fr = Line(label=_("Question in French"), max_length=400, required=False)
    words_en = Line(label=_("Question in English"), max_length=400, required=False)
    kind = forms.ChoiceField(label=_("What is answered?"), choices=KINDS, widget=forms.RadioSelect, initial=ONE)
    choices = Line(
        label=_("Answers to choose from, one a line"),
        help_text=_(
            "Code | French | English, such as: yes | Oui | Yes. The codes dont_know and refused count as no answer."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=20_000,
        required=False,
    )
    name = Line(
        label=_("Name of the question in tables and files"),
        help_text=_("Letters, digits and _. It stays the same over the years, so that waves can be compared."),
        max_length=40,
    )
    required = forms.BooleanField(label=_("It has to be answered"), required=False)
    relevant = Line(
        label=_("Asked only when"),
        help_text=_("Blank: always. Such as: ${coop} = 'yes'"),
        max_length=400,
        required=False,
    )

    def __init__(self, asked: Questionnaire, was: Item | None, *args: Any, **kwargs: Any) -> None:
        self.asked, self.was = asked, was
        super().__init__(*args, initial=_initial(was) if was else None, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not NAME.fullmatch(name):
            raise forms.ValidationError(_("Begin with a letter; then letters, digits and _ only."))
        taken = {item.name for item in self.asked.items} - {self.was.name if self.was else ""}
        if name in taken:
            raise forms.ValidationError(_("Another question has this name."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = {code: cleaned.get(f"words_{code}", "") for code in ("fr", "en")}
        words = {code: text for code, text in words.items() if text}
        if not words:
            self.add_error("words_fr", _("Write the question in one language at least."))
        kind = cleaned.get("kind", "")
        choices = self._choices(cleaned.get("choices", "")) if kind in (ONE, SEVERAL) else ()
        condition = None
        try:
            condition = together(cleaned.get("relevant", ""))
        except BadInput as error:
            self.add_error("relevant", lines_of(error))
        known = {item.name for item in self.asked.items}
        for name in condition.names if condition else ():
            if name not in known:
                self.add_error("relevant", _("No question is called %(name)s.") % {"name": name})
        if not self.errors:
            hint, constraint = (self.was.hint, self.was.constraint) if self.was else ({}, None)
            self.item = Item(
                name=cleaned["name"],
                kind=kind,
                words=words,
                hint=hint,
                choices=choices,
                required=cleaned["required"],
                whole=kind == NUMBER,
                relevant=condition,
                constraint=constraint,
                constraint_words=self.was.constraint_words if self.was else None,
            )
        return cleaned

    def _choices(self, text: str) -> tuple[Choice, ...]:
        found: dict[str, Choice] = {}
        for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
            code, *words = [part.strip() for part in line.split("|")]
            if not NAME.fullmatch(code) or code in found or not any(words) or len(words) > 2:
                said = _("Line %(number)s: write a code of its own, then its words: yes | Oui | Yes")
                self.add_error("choices", said % {"number": number})
                return ()
            spoken = dict(zip(("fr", "en"), words, strict=False))
            found[code] = Choice(code, {language: word for language, word in spoken.items() if word})
        if not 2 <= len(found) <= MOST_CHOICES:
            self.add_error("choices", _("Write two answers at least."))
        return tuple(found.values())


def _initial(item: Item) -> dict[str, Any]:
    def line(choice: Choice) -> str:
        either = choice.words.get(ANY, "")
        return " | ".join((choice.code, choice.words.get("fr", either), choice.words.get("en", either)))

    either = item.words.get(ANY, "")
    return {
        "words_fr": item.words.get("fr", either),
        "words_en": item.words.get("en", either),
        "kind": item.kind,
        "choices": "\n".join(line(choice) for choice in item.choices),
        "name": item.name,
        "required": item.required,
        "relevant": item.relevant.source if item.relevant else "",
    }
