"""A questionnaire as it is asked: pages, conditions, answers checked, and the four ways of not answering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import is_number
from tandem.domain.survey.conditions import Answers, Condition, Given, read_condition

#: Kinds of question. A note asks nothing.
ONE, SEVERAL, NUMBER, TEXT, NOTE = "one", "several", "number", "text", "note"
#: A text or choice without a language serves all.
ANY = ""
LONGEST_TEXT = 4000

#: Why there is no answer. Kept apart from the codes by the sign that no XLSForm name begins with.
MISSING, NOT_ASKED, DOES_NOT_KNOW, REFUSED = "~missing", "~not-asked", "~does-not-know", "~refused"
ABSENCES = (MISSING, NOT_ASKED, DOES_NOT_KNOW, REFUSED)
#: Codes of choices that are no answer: by their name, so that any XLSForm says it.
CODES_OF_ABSENCE = {
    **dict.fromkeys(("dont_know", "does_not_know", "do_not_know", "dk", "nsp"), DOES_NOT_KNOW),
    **dict.fromkeys(("refused", "refusal", "prefer_not_to_say", "rather_not_say", "nrp"), REFUSED),
}

Words = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    code: str
    words: Words

    @property
    def absence(self) -> str | None:
        """Which absence the choice stands for: `dont_know` and its like, `refused` and its like, else None."""
        return CODES_OF_ABSENCE.get(self.code.lower())


@dataclass(frozen=True)
class Item:
    """One question (or note). `relevant` holds the condition under which it is asked, of its groups included."""

    name: str
    kind: str
    words: Words
    hint: Words
    choices: tuple[Choice, ...] = ()
    required: bool = False
    whole: bool = False
    relevant: Condition | None = None
    constraint: Condition | None = None
    constraint_words: Words | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of real answers, in order: what tables have as levels."""
        return tuple(choice.code for choice in self.choices if choice.absence is None)


@dataclass(frozen=True)
class Screen:
    """What stands on one page: the questions of a group, or one question without a group."""

    words: Words
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Questionnaire:
    languages: tuple[str, ...]
    screens: tuple[Screen, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every question in order, notes left out."""
        return tuple(item for screen in self.screens for item in screen.items if item.kind != NOTE)

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)

    def asked(self, answers: Answers) -> set[str]:
        """The names of what is asked of somebody with these answers.

        Conditions are read in the order of the form, and an answer to a question that is no longer
        asked (somebody went back and changed their mind) does not count.
        """
        counted: dict[str, Given] = {}
        found = set()
        for screen in self.screens:
            for item in screen.items:
                if item.relevant is None or item.relevant.holds(counted):
                    found.add(item.name)
                    if item.name in answers:
                        counted[item.name] = answers[item.name]
        return found

    def on(self, place: int, answers: Answers) -> tuple[Item, ...]:
        """What the screen at `place` asks now."""
        asked = self.asked(answers)
        return tuple(item for item in self.screens[place].items if item.name in asked)

    def next_screen(self, place: int, answers: Answers) -> int | None:
        """The next screen after `place` that has something to show; None at the end."""
        asked = self.asked(answers)
        later = range(place + 1, len(self.screens))
        return next((one for one in later if any(item.name in asked for item in self.screens[one].items)), None)

    def screen_before(self, place: int, answers: Answers) -> int | None:
        asked = self.asked(answers)
        earlier = range(place - 1, -1, -1)
        return next((one for one in earlier if any(item.name in asked for item in self.screens[one].items)), None)

    def missing_translations(self) -> list[tuple[str, str | Message]]:
        """(language, place) of each text that exists in one language and not in another."""
        found = []
        for place, words in self._texts():
            for language in self.languages:
                if words and ANY not in words and not words.get(language):
                    found.append((language, place))
        return found

    def _texts(self) -> Iterator[tuple[str | Message, Words]]:
        for number, screen in enumerate(self.screens, start=1):
            yield Message(gettext_noop("title of page %(number)s"), {"number": number}), screen.words
            for item in screen.items:
                yield from _texts(item)

    def asked_too_late(self) -> list[tuple[str, str]]:
        """(question, the one it hangs on) where the second stands after the first: it is never asked.

        >>> second = Item("why", TEXT, {"en": "Why?"}, {}, relevant=together("${coop} = 'no'"))
        >>> first = Item("coop", TEXT, {"en": "Do you?"}, {})
        >>> Questionnaire(("en",), (Screen({}, (second, first)),)).asked_too_late()
        [('why', 'coop')]
        """
        found = []
        before: set[str] = set()
        for item in (item for screen in self.screens for item in screen.items):
            names = item.relevant.names if item.relevant else ()
            found += [(item.name, name) for name in names if name not in before and self.item(name) is not None]
            before.add(item.name)
        return found

    def hanging_on(self, name: str) -> list[str]:
        """The questions and notes whose condition speaks of `name`."""
        items = (item for screen in self.screens for item in screen.items if item.name != name)
        return [item.name for item in items if item.relevant is not None and name in item.relevant.names]

    def coded(self, answers: Answers) -> dict[str, Given]:
        """One value for each question: the code, number or text, or why there is none."""
        asked = self.asked(answers)
        return {item.name: _coded(item, answers.get(item.name, ""), item.name in asked) for item in self.items}


def _coded(item: Item, given: Given, asked: bool) -> Given:
    if not asked:
        return NOT_ASKED
    if not given:
        return MISSING
    absent = {choice.code: choice.absence for choice in item.choices if choice.absence}
    for code in (given,) if isinstance(given, str) else given:
        if code in absent:
            return absent[code] or MISSING
    return given


def _texts(item: Item) -> Iterator[tuple[str | Message, Words]]:
    yield item.name, item.words
    if item.hint:
        yield Message(gettext_noop("hint of %(name)s"), {"name": item.name}), item.hint
    for choice in item.choices:
        yield f"{item.name}, {choice.code}", choice.words
    if item.constraint_words:
        yield Message(gettext_noop("refusal of %(name)s"), {"name": item.name}), item.constraint_words


def checked(item: Item, raw: Sequence[str], answers: Answers) -> Given:
    """What somebody gave to `item`, as it is kept; empty when they left it blank.

    Errors: `BadInput` with a sentence for the respondent.
    """
    given = [text.strip() for text in raw if text.strip()]
    if not given:
        if item.required:
            raise BadInput(Message(gettext_noop("Please answer this question, or choose what fits best.")))
        return ""
    if item.kind in (ONE, SEVERAL):
        return _checked_codes(item, given)
    text = _number(given[0], item.whole) if item.kind == NUMBER else given[0]
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            Message(gettext_noop("This is too long: %(most)s characters fit."), {"most": LONGEST_TEXT}), (item.name,)
        )
    if item.constraint is not None and not item.constraint.holds(answers, text):
        raise BadInput(Message(gettext_noop("This answer is outside what the question allows.")))
    return text


def _checked_codes(item: Item, given: list[str]) -> Given:
    known = [choice.code for choice in item.choices]
    if any(code not in known for code in given):
        raise BadInput(Message(gettext_noop("Choose from the answers shown.")))
    if item.kind == ONE:
        return given[0]
    absent = [choice.code for choice in item.choices if choice.absence]
    if len(given) > 1 and any(code in absent for code in given):
        raise BadInput(Message(gettext_noop("Choose either answers, or that you do not know or do not wish to say.")))
    return tuple(code for code in known if code in given)


def _number(text: str, whole: bool) -> str:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not is_number(plain) or (whole and not float(plain).is_integer()):
        asked = (
            gettext_noop("Write a whole number, in digits.") if whole else gettext_noop("Write a number, in digits.")
        )
        raise BadInput(Message(asked))
    return str(int(float(plain))) if whole else plain


@dataclass(frozen=True)
class Change:
    """What breaks a series between two versions: `kind` is new, gone, wording, answers or kind."""

    question: str
    kind: str


def changes(before: Questionnaire, after: Questionnaire) -> list[Change]:
    """Where `after` asks something else under a name that `before` had, and what came and went.

    A question keeps its identity by its name. A changed wording, a changed list of answers (codes or
    their words) or another kind of question breaks its series; a translation that was added does not.

    >>> old = Questionnaire(("en",), (Screen({}, (Item("a", TEXT, {"en": "Why?"}, {}),)),))
    >>> new = Questionnaire(("en",), (Screen({}, (Item("a", TEXT, {"en": "How?"}, {}),)),))
    >>> changes(old, new)
    [Change(question='a', kind='wording')]
    """
    earlier = {item.name: item for item in before.items}
    later = {item.name: item for item in after.items}
    found = [Change(name, "gone") for name in earlier if name not in later]
    for name, item in later.items():
        was = earlier.get(name)
        if was is None:
            found.append(Change(name, "new"))
        elif was.kind != item.kind:
            found.append(Change(name, "kind"))
        elif _differ(was.words, item.words):
            found.append(Change(name, "wording"))
        elif _other_answers(was.choices, item.choices):
            found.append(Change(name, "answers"))
    return found


def _differ(before: Words, after: Words) -> bool:
    return any(before[language] != after[language] for language in before if language in after)


def _other_answers(before: Iterable[Choice], after: Iterable[Choice]) -> bool:
    first = {choice.code: choice.words for choice in before}
    second = {choice.code: choice.words for choice in after}
    return list(first) != list(second) or any(_differ(words, second[code]) for code, words in first.items())


def together(*conditions: str) -> Condition | None:
    """One condition that holds when all do: of a question and of the groups it stands in."""
    said = [condition for condition in conditions if condition.strip()]
    if not said:
        return None
    return read_condition(said[0] if len(said) == 1 else " and ".join(f"({one})" for one in said))
