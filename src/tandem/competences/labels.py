"""Names of the closed lists, of countries and of languages. No database, no Django: safe at import time.

Countries and languages come from the Unicode CLDR through Babel, the rest from `content/competences/lists`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

from tandem.competences import content
from tandem.competences.search import Document, Index, fold, searched_texts
from tandem.domain import iso

COUNTRIES = "countries"
LANGUAGES = "languages"
KINDS = (*content.KINDS, COUNTRIES, LANGUAGES)
#: A code of ISO 639-1 that the CLDR names under its three members only.
_BIHARI = {"en": "Bihari languages", "fr": "langues biharies", "pt": "línguas biaris"}


@cache
def labels(kind: str, language: str) -> Mapping[str, str]:
    """Every id of a list with its name in `language`: published order, countries and languages by name.

    Raises `BadInput` when there is no such list.
    """
    if kind == COUNTRIES:
        return _by_name(iso.COUNTRIES, _locale(language).territories)
    if kind == LANGUAGES:
        bihari = {"bh": _BIHARI.get(language[:2], _BIHARI["en"])}
        return _by_name(iso.LANGUAGES, {**bihari, **_locale(language).languages})
    return MappingProxyType({item.id: item.label.say(language) for item in content.entries(kind).values()})


def label(kind: str, item: str | int, language: str) -> str:
    """The name of one id; the id itself when the list does not have it (data of a later version stays readable)."""
    return labels(kind, language).get(str(item), str(item))


def about(kind: str, item: str | int, language: str) -> str:
    """What it means in one sentence; empty when there is none."""
    if kind in (COUNTRIES, LANGUAGES):
        return ""
    found = content.entries(kind).get(str(item))
    return found.about.say(language) if found else ""


def everyday_words(kind: str, item: str | int) -> str:
    """Its name, what it means and what people call it, in every language; empty for what the list does not have."""
    found = content.entries(kind).get(str(item))
    return " ".join(text for texts in searched_texts(found).values() for text in texts) if found else ""


def choices(kind: str, language: str) -> list[tuple[str, str]]:
    """Pairs (id, name) for a form."""
    return list(labels(kind, language).items())


def grouped_choices(kind: str, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Pairs (id, name) under the name of their family, for lists that have families (`forms`)."""
    items = content.entries(kind).values()
    return [
        (
            family.label.say(language),
            [(item.id, item.label.say(language)) for item in items if item.family == family.id],
        )
        for family in content.families(kind).values()
    ]


def find(kind: str, words: str, language: str, limit: int = 10) -> list[tuple[str, str]]:
    """Pairs (id, name) of the entries that answer everyday `words`, best first; for lists with everyday words.

    >>> find("technology", "on veut envoyer une newsletter", "en")[0]
    ('e-mailing', 'E-mailing')
    """
    return [(hit.key, label(kind, hit.key, language)) for hit in _index(kind).search(words, limit)]


@cache
def _index(kind: str) -> Index[str]:
    return Index(Document(item.id, searched_texts(item)) for item in content.entries(kind).values())


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _by_name(codes: frozenset[str], names: Mapping[str, str]) -> Mapping[str, str]:
    named = {code: names.get(code, code) for code in codes}
    return MappingProxyType(dict(sorted(named.items(), key=lambda pair: (fold(pair[1]), pair[0]))))
