"""Reading the guide, the glossary and the learning resources; what they hold is read once and again when edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

from django.utils.html import format_html

from tandem.competences.search import fold
from tandem.guide import content
from tandem.guide.content import Page, Resource, Term
from tandem.questionnaires import editions
from tandem.ui import languages
from tandem.ui.terms import Explained

#: More disclosures under one text would hide it.
MOST_WORDS = 4
#: A reader of one world needs the words of the other.
FOREIGN = {"social": ("tech",), "tech": ("social",), "both": ("social", "tech")}


def pages() -> tuple[Page, ...]:
    return editions.remembered(_pages)


def page(identifier: str) -> Page | None:
    return next((found for found in pages() if found.id == identifier), None)


def neighbours(page: Page) -> tuple[Page | None, Page | None]:
    """The page before and the page after."""
    every = pages()
    place = every.index(page)
    return every[place - 1] if place else None, every[place + 1] if place + 1 < len(every) else None


def resources() -> tuple[Resource, ...]:
    return editions.remembered(_resources)


def resource(identifier: str) -> Resource | None:
    return next((found for found in resources() if found.id == identifier), None)


def terms() -> tuple[Term, ...]:
    return editions.remembered(_terms)


def terms_by_letter(language: str) -> list[tuple[str, list[Term]]]:
    """The glossary in alphabetical order, whatever the accents, under the letters (or "#") it begins with."""
    ordered = sorted(terms(), key=lambda term: fold(term.term[language]))
    return [(letter, list(under)) for letter, under in groupby(ordered, key=lambda term: _letter(term, language))]


def terms_in(text: str, reader: str, language: str) -> list[Explained]:
    """The words of the other world that stand in `text`, in the order in which they come."""
    plain = fold(text)
    found = []
    for term in terms():
        place = _pattern(term.term[language]).search(plain) if term.world in FOREIGN[reader] else None
        if place:
            found.append((place.start(), -place.end(), term))
    found.sort(key=lambda one: one[:2])
    whole = [one for one in found if not any(_within(one, other) for other in found)]
    return list(_explained((term for *_, term in whole[:MOST_WORDS]), language))


def _pages() -> tuple[Page, ...]:
    return content.pages(edited=editions.edited("guide"))


def _resources() -> tuple[Resource, ...]:
    return content.resources(edited=editions.edited("resource"))


def _terms() -> tuple[Term, ...]:
    return content.glossary(edited=editions.edited("glossary"))


def _within(one: tuple[int, int, Term], other: tuple[int, int, Term]) -> bool:
    """ "Software" inside "free software" is not a word of its own."""
    return one[2] is not other[2] and other[0] <= one[0] and other[1] <= one[1]


def _explained(found: Iterable[Term], language: str) -> Iterable[Explained]:
    for term in found:
        other = _marked(term.other, language) if term.other else ""
        yield Explained(term.id, _marked(term.term, language), _marked(term.definition, language), other)


def _marked(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`; where nobody has written it yet, what stands for it, marked as English."""
    if language in texts:
        return texts[language]
    return format_html('<span lang="{}">{}</span>', languages.SOURCE, texts[language])


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """The word by itself, also in the plural; what stands in brackets may be missing."""
    whole = re.sub(r"\s*\(.*?\)", "", fold(word))
    return re.compile(rf"\b{re.escape(whole)}(s|x|es)?\b")


def _letter(term: Term, language: str) -> str:
    first = fold(term.term[language])[:1]
    return first.upper() if first.isalpha() else "#"
