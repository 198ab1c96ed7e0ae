"""The languages of the interface: English, in which the code is written, and every language that has a catalogue here.

A language appears as soon as `ui/locale/<code>` exists, however far it has come; what it lacks is shown in English,
and the page says so (docs/add-a-language.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel import Locale

SOURCE = "en"
_ROOM = Path(__file__).resolve().parent


@cache
def codes() -> tuple[str, ...]:
    """French first, where Tandem began, then English, then the others by their code."""
    found = {path.parts[-3] for path in _ROOM.glob("locale/*/LC_MESSAGES/django.po")} - {"fr"}
    return ("fr", SOURCE, *sorted(found))


@cache
def own_name(code: str) -> str:
    """What a language calls itself.

    >>> own_name("pt")
    'Português'
    """
    name = Locale.parse(code, sep="-").get_display_name(code) or code
    return name[:1].upper() + name[1:]


def name(code: str, reader: str) -> str:
    """What a language is called in the language of a reader, as it stands inside a sentence.

    >>> name("pt", "fr")
    'portugais'
    """
    return str(Locale.parse(code, sep="-").get_display_name(reader) or code)


def choices() -> list[tuple[str, str]]:
    """For forms and fields: everybody recognises the own name of their language, whatever the page speaks."""
    return [(code, own_name(code)) for code in codes()]
