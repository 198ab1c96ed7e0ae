"""The words that need explaining: a higher room registers its glossary here, in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Explained:
    """A word found in a text: what it means, and what the other world says instead (empty when the same)."""

    id: str
    word: str
    meaning: str
    other: str


#: Gives the words of a text that may need explaining to a reader ("social", "tech" or "both"), in a language.
Glossary = Callable[[str, str, str], Sequence[Explained]]

_glossaries: list[Glossary] = []


def register(glossary: Glossary) -> None:
    if glossary not in _glossaries:
        _glossaries.append(glossary)


def found_in(text: str, reader: str, language: str) -> list[Explained]:
    return [word for glossary in _glossaries for word in glossary(text, reader, language)]
