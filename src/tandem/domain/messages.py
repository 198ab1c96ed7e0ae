"""Sentences of the domain: English text with named places, translated by whoever shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark `text` for the translation catalogue and return it unchanged."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence and its values, kept apart so that it can be said in any language.

    `text` is English, marked with `gettext_noop`, with `%(name)s` places. A value may itself be a
    `Message`, or a tuple of values, joined with commas when shown.

    >>> str(Message("speaks %(languages)s", {"languages": ("fr", "pt")}))
    'speaks fr, pt'
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str] = gettext_noop) -> str:
        """The sentence, its text passed through `gettext` (English text → translation)."""
        text = gettext(self.text)
        if not self.values:
            return text
        return text % {name: _shown(value, gettext) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.render()


def _shown(value: object, gettext: Callable[[str], str]) -> object:
    if isinstance(value, Message):
        return value.render(gettext)
    if isinstance(value, tuple | list):
        return ", ".join(str(_shown(part, gettext)) for part in value)
    return value
