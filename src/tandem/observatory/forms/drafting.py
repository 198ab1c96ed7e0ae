"""One question, note or page title, written in the interface."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput
from tandem.domain.survey.conditions import Condition
from tandem.domain.survey.questionnaire import (
    ANY,
    NOTE,
    NUMBER,
    ONE,
    SEVERAL,
    TEXT,
    Choice,
    Item,
    Questionnaire,
    Screen,
    together,
)
from tandem.observatory.forms.answering import in_words
from tandem.observatory.forms.surveys import lines_of
from tandem.survey_files.questionnaire import MOST_CHOICES
from tandem.ui.forms import Line, TandemForm

#: A number with decimals is a number in every other respect.
DECIMAL = "decimal"
KINDS = (
    (ONE, _("one answer")),
    (SEVERAL, _("several answers")),
    (NUMBER, _("a whole number")),
    (DECIMAL, _("a number with decimals")),
    (TEXT, _("a text")),
    (NOTE, _("nothing: it is a note to read")),
)
LANGUAGES = ("fr", "en")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
OWN_PAGE = "own"
#: “Other: please say”: the code of the answer, the end of the name of the text that asks which, and their words.
OTHER, WHICH = "other", "_other"
OTHER_WORDS = {"fr": "Autre", "en": "Other"}
WHICH_WORDS = {"fr": "Lequel ou laquelle\u00a0?", "en": "Which one?"}


class QuestionForm(TandemForm):
    words_fr = Line(label=_("Question or note in French"), max_length=400, required=False)
    words_en = Line(label=_("Question or note in English"), max_length=400, required=False)
    hint_fr = Line(label=_("Hint in French"), max_length=300, required=False)
    hint_en = Line(
        label=_("Hint in English"), help_text=_("A short line under the question."), max_length=300, required=False
    )
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
    other = forms.BooleanField(
        label=_("Add “Other”, and ask which"),
        help_text=_("An answer with the code other, and a text that is asked of those who choose it."),
        required=False,
    )
    name = Line(
        label=_("Name of the question in tables and files"),
        help_text=_("Letters, digits and _. It stays the same over the years, so that waves can be compared."),
        max_length=40,
    )
    page = forms.ChoiceField(label=_("On which page?"), initial=OWN_PAGE, required=False)
    required = forms.BooleanField(label=_("It has to be answered"), required=False)
    relevant = Line(
        label=_("Asked only when"),
        help_text=_("Blank: always. Such as: ${coop} = 'yes'"),
        max_length=400,
        required=False,
    )
    constraint = Line(
        label=_("Accepted only when"),
        help_text=_("For numbers and texts; the answer is a dot. Such as: . >= 0 and . < 100"),
        max_length=400,
        required=False,
    )
    refusal_fr = Line(label=_("What is said otherwise, in French"), max_length=300, required=False)
    refusal_en = Line(label=_("What is said otherwise, in English"), max_length=300, required=False)

    def __init__(self, asked: Questionnaire, was: Item | None, language: str, *args: Any, **kwargs: Any) -> None:
        self.asked, self.was = asked, was
        super().__init__(*args, initial=_initial(asked, was) if was else None, **kwargs)
        pages = [(str(number), title_of(number, screen, language)) for number, screen in enumerate(asked.screens)]
        self.fields["page"].choices = [(OWN_PAGE, _("a page of its own, at the end")), *pages]  # type: ignore[attr-defined]

    @property
    def goes_with(self) -> tuple[str, ...]:
        """The names of what stands there now for this question: itself, and the text that asks which other."""
        return with_which(self.asked, self.was.name) if self.was else ()

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not NAME.fullmatch(name):
            raise forms.ValidationError(_("Begin with a letter; then letters, digits and _ only."))
        if name in self._names() - set(self.goes_with):
            raise forms.ValidationError(_("Another question has this name."))
        if self.was and name != self.was.name:
            hanging = [one for one in self.asked.hanging_on(self.was.name) if one not in self.goes_with]
            if hanging:
                said = _("The condition of %(name)s speaks of it: change that one first.")
                raise forms.ValidationError(said % {"name": hanging[0]})
        return name

    @property
    def page_number(self) -> int | None:
        """The page chosen, counted from 0; where it stands when nothing was; None for a page of its own."""
        chosen = self.cleaned_data["page"] or self.initial.get("page", OWN_PAGE)
        return None if chosen == OWN_PAGE else int(chosen)

    def _names(self) -> set[str]:
        return {item.name for screen in self.asked.screens for item in screen.items}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, whole = cleaned.get("kind", ""), cleaned.get("kind") == NUMBER
        kind = NUMBER if kind == DECIMAL else kind
        words = self._words("words", self.was.words if self.was else {})
        if not words:
            self.add_error("words_fr", _("Write the question in one language at least."))
        asks_which = cleaned.get("other", False) and kind in (ONE, SEVERAL)
        choices = self._choices(cleaned.get("choices", ""), asks_which) if kind in (ONE, SEVERAL) else ()
        which = f"{cleaned.get('name', '')}{WHICH}"
        if asks_which and which in self._names() - set(self.goes_with):
            self.add_error("other", _("Another question has the name %(name)s.") % {"name": which})
        relevant = self._condition("relevant")
        constraint = self._condition("constraint") if kind in (NUMBER, TEXT) else None
        if not self.errors:
            item = Item(
                name=cleaned["name"],
                kind=kind,
                words=words,
                hint=self._words("hint", self.was.hint if self.was else {}) if kind != NOTE else {},
                choices=choices,
                required=cleaned["required"] and kind != NOTE,
                whole=whole,
                relevant=relevant,
                constraint=constraint,
                constraint_words=self._refusal() if constraint else None,
            )
            self.items = (item, self._which(item, which)) if asks_which else (item,)
        return cleaned

    def _refusal(self) -> Mapping[str, str] | None:
        return self._words("refusal", (self.was.constraint_words if self.was else None) or {}) or None

    def _words(self, field: str, before: Mapping[str, str]) -> dict[str, str]:
        """What was written, beside what there is in languages that are not written here."""
        kept = {code: text for code, text in before.items() if code not in (*LANGUAGES, ANY)}
        written = {code: self.cleaned_data.get(f"{field}_{code}", "") for code in LANGUAGES}
        return {**{code: text for code, text in written.items() if text}, **kept}

    def _condition(self, field: str) -> Condition | None:
        try:
            condition = together(self.cleaned_data.get(field, ""))
        except BadInput as error:
            self.add_error(field, lines_of(error))
            return None
        known = {item.name for item in self.asked.items}
        for name in condition.names if condition else ():
            if name not in known:
                self.add_error(field, _("No question is called %(name)s.") % {"name": name})
        return condition

    def _which(self, item: Item, name: str) -> Item:
        was = next((one for one in self.asked.items if self.was and one.name == f"{self.was.name}{WHICH}"), None)
        condition = together(f"selected(${{{item.name}}}, '{OTHER}')")
        languages = {code: text for code, text in WHICH_WORDS.items() if code in item.words} or WHICH_WORDS
        return Item(name, TEXT, was.words if was else languages, was.hint if was else {}, relevant=condition)

    def _choices(self, text: str, with_other: bool) -> tuple[Choice, ...]:
        before = {choice.code: choice.words for choice in self.was.choices} if self.was else {}
        found: dict[str, Choice] = {}
        for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
            code, *words = [part.strip() for part in line.split("|")]
            if not NAME.fullmatch(code) or code in found or not any(words) or len(words) > 2:
                said = _("Line %(number)s: write a code of its own, then its words: yes | Oui | Yes")
                self.add_error("choices", said % {"number": number})
                return ()
            spoken = {language: word for language, word in zip(LANGUAGES, words, strict=False) if word}
            kept = {one: word for one, word in before.get(code, {}).items() if one not in (*LANGUAGES, ANY)}
            found[code] = Choice(code, {**spoken, **kept})
        if with_other and OTHER not in found:
            written = {code for choice in found.values() for code in choice.words}
            words_of = {code: text for code, text in OTHER_WORDS.items() if code in written} or OTHER_WORDS
            found[OTHER] = Choice(OTHER, words_of)
        if not 2 <= len(found) <= MOST_CHOICES:
            self.add_error("choices", _("Write two answers at least."))
        return tuple(found.values())


class PageForm(TandemForm):
    title_fr = Line(label=_("Title of the page in French"), max_length=160, required=False)
    title_en = Line(
        label=_("Title of the page in English"),
        help_text=_("For a page with several questions. Blank: the survey’s title stands there."),
        max_length=160,
        required=False,
    )

    def __init__(self, screen: Screen, *args: Any, **kwargs: Any) -> None:
        either = screen.words.get(ANY, "")
        initial = {f"title_{code}": screen.words.get(code, either) for code in LANGUAGES}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def words(self) -> dict[str, str]:
        given = {code: self.cleaned_data[f"title_{code}"] for code in LANGUAGES}
        return {code: text for code, text in given.items() if text}


def title_of(number: int, screen: Screen, language: str) -> str:
    """“2. Your organisation”: the page by its title, else by its first question."""
    words = screen.words or (screen.items[0].words if screen.items else {})
    return f"{number + 1}. {in_words(words, language)}"[:90]


def with_which(asked: Questionnaire, name: str) -> tuple[str, ...]:
    """A question and the text that asks which other, where there is one."""
    which = asked.item(f"{name}{WHICH}")
    hangs = which is not None and which.kind == TEXT and which.relevant is not None and which.relevant.names == (name,)
    return (name, f"{name}{WHICH}") if hangs else (name,)


def _initial(asked: Questionnaire, item: Item) -> dict[str, Any]:
    asks_which = len(with_which(asked, item.name)) == 2

    def line(choice: Choice) -> str:
        either = choice.words.get(ANY, "")
        return " | ".join((choice.code, choice.words.get("fr", either), choice.words.get("en", either)))

    def both(field: str, words: Mapping[str, str]) -> dict[str, str]:
        return {f"{field}_{code}": words.get(code, words.get(ANY, "")) for code in LANGUAGES}

    page = next(number for number, screen in enumerate(asked.screens) if item in screen.items)
    return {
        **both("words", item.words),
        **both("hint", item.hint),
        **both("refusal", item.constraint_words or {}),
        "kind": DECIMAL if item.kind == NUMBER and not item.whole else item.kind,
        "choices": "\n".join(line(choice) for choice in item.choices if not (asks_which and choice.code == OTHER)),
        "other": asks_which,
        "name": item.name,
        "page": str(page),
        "required": item.required,
        "relevant": item.relevant.source if item.relevant else "",
        "constraint": item.constraint.source if item.constraint else "",
    }
