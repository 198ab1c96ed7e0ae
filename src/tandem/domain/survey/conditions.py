"""Conditions of a questionnaire (`relevant`, `constraint` of an XLSForm): the part of XPath that forms use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.answers import is_number

#: What somebody answered: a code, a text or a number as text; several codes for a question with several answers.
Given = str | tuple[str, ...]
Answers = Mapping[str, Given]
_Rule = Callable[[Answers, str], bool]
_Value = Callable[[Answers, str], str]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{\s*[^}\s]+\s*\})|(?P<path>\.\./[\w.-]+)|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\""
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<sign><=|>=|!=|=|<|>|\(|\)|,|-)|(?P<word>[A-Za-z_][\w-]*)|(?P<self>\.))"
)
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Condition:
    """A condition that was read; `names` are the questions it speaks of."""

    source: str
    names: tuple[str, ...]
    rule: _Rule

    def holds(self, answers: Answers, own: str = "") -> bool:
        """Whether it holds for these answers; `own` is the answer that `.` stands for.

        >>> read_condition("${age} >= 18 and not(selected(${tools}, 'none'))").holds({"age": "20", "tools": ("crm",)})
        True
        """
        return self.rule(answers, own)


def read_condition(source: str) -> Condition:
    """The condition in `source`: `${question}`, `.`, texts, numbers, = != < <= > >=, selected(), not(), and, or.

    A comparison of size with somebody who did not answer never holds, as in XPath; a question that is
    skipped compares as an empty text. Source: xlsform.org, "Relevant"; XPath 1.0, 3.4.
    Errors: `BadInput` naming what is not understood.
    """
    reader = _Reader(source)
    rule = reader.either()
    if reader.place < len(reader.tokens):
        raise reader.lost()
    return Condition(source, tuple(dict.fromkeys(reader.names)), rule)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[tuple[str, str]] = []
        self.names: list[str] = []
        self.place = at = 0
        while source[at:].strip():
            match = _TOKEN.match(source, at)
            if match is None:
                raise BadInput(
                    Message(
                        gettext_noop("this condition is not understood from “%(rest)s” on"),
                        {"rest": source[at:].strip()},
                    )
                )
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
            at = match.end()

    def lost(self) -> BadInput:
        rest = " ".join(text for _, text in self.tokens[self.place :]) or "…"
        text = gettext_noop("this condition is not understood from “%(rest)s” on")
        return BadInput(Message(text, {"rest": rest}))

    def next_is(self, text: str) -> bool:
        kinds = ("word", "sign")
        if self.place < len(self.tokens) and self.tokens[self.place] in [(kind, text) for kind in kinds]:
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.next_is(text):
            raise self.lost()

    def either(self) -> _Rule:
        parts = [self.both()]
        while self.next_is("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda answers, own: any(part(answers, own) for part in parts)

    def both(self) -> _Rule:
        parts = [self.single()]
        while self.next_is("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else lambda answers, own: all(part(answers, own) for part in parts)

    def single(self) -> _Rule:
        if self.next_is("not"):
            self.expect("(")
            inner = self.either()
            self.expect(")")
            return lambda answers, own: not inner(answers, own)
        if self.next_is("selected"):
            return self.selected()
        if self.next_is("("):
            inside = self.either()
            self.expect(")")
            return inside
        return self.comparison()

    def selected(self) -> _Rule:
        self.expect("(")
        given = self.value()
        self.expect(",")
        wanted = self.value()
        self.expect(")")
        return lambda answers, own: wanted(answers, own) in given(answers, own).split()

    def comparison(self) -> _Rule:
        left = self.value()
        sign = next((sign for sign in ("<=", ">=", "!=", "=", "<", ">") if self.next_is(sign)), None)
        if sign is None:
            raise self.lost()
        right = self.value()
        if sign in ("=", "!="):
            return lambda answers, own: _alike(left(answers, own), right(answers, own)) == (sign == "=")
        compare = _COMPARED[sign]

        def sized(answers: Answers, own: str) -> bool:
            first, second = left(answers, own), right(answers, own)
            return is_number(first) and is_number(second) and compare(float(first), float(second))

        return sized

    def value(self) -> _Value:
        if self.place >= len(self.tokens):
            raise self.lost()
        kind, text = self.tokens[self.place]
        if kind == "sign" and text == "-":
            self.place += 1
            number = self.value()
            return lambda answers, own: f"-{number(answers, own)}"
        if kind in ("single", "double", "number"):
            self.place += 1
            return lambda answers, own: text
        if kind == "self":
            self.place += 1
            return lambda answers, own: own
        if kind in ("name", "path"):
            self.place += 1
            name = text.removeprefix("../") if kind == "path" else text[2:-1].strip()
            self.names.append(name)
            return lambda answers, own: _text(answers.get(name, ""))
        raise self.lost()


def _text(given: Given) -> str:
    return given if isinstance(given, str) else " ".join(given)


def _alike(first: str, second: str) -> bool:
    if is_number(first) and is_number(second):
        return float(first) == float(second)
    return first == second
