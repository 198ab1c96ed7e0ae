"""Sentences of the domain: English text with named places, translated by whoever shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark `text` for the translation catalogue and return it unchanged."""
    return text


@dataclass(frozen=True)
class Name:
    """Something that whoever shows the sentence may call by its name: a competence, a language.

    `plain` stands in the sentence where nobody knows a better one.
    """

    kind: str
    id: tuple[str, ...]
    plain: str

    def __str__(self) -> str:
        return self.plain


def plainly(name: Name) -> str:
    """Names as files know them."""
    return name.plain


@dataclass(frozen=True)
class Message:
    """A sentence and its values, kept apart so that it can be said in any language.

    `text` is English, marked with `gettext_noop`, with `%(name)s` places. A value may itself be a
    `Message` or a `Name`, or a tuple of values, joined with commas when shown.

    >>> str(Message("speaks %(languages)s", {"languages": ("fr", "pt")}))
    'speaks fr, pt'
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str] = gettext_noop, call: Callable[[Name], str] = plainly) -> str:
        """The sentence, its text passed through `gettext` (English text → translation), its names through `call`."""
        text = gettext(self.text)
        if not self.values:
            return text
        return text % {name: _shown(value, gettext, call) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.render()


def _shown(value: object, gettext: Callable[[str], str], call: Callable[[Name], str]) -> object:
    if isinstance(value, Message):
        return value.render(gettext, call)
    if isinstance(value, Name):
        return call(value)
    if isinstance(value, tuple | list):
        return ", ".join(str(_shown(part, gettext, call)) for part in value)
    return value
