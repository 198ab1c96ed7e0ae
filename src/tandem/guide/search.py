"""Find a page, a word or something to learn from, by everyday words in French or English."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.competences.search import Document, Index
from tandem.guide import queries
from tandem.guide.content import Page, Resource, Term
from tandem.questionnaires import editions
from tandem.ui.content import Text

MOST_FOUND = 12


@dataclass(frozen=True)
class Found:
    """What answers a search; `kind` and `id` are those of links inside the site."""

    kind: str
    id: str
    name: Text
    about: Text


def search(words: str, limit: int = MOST_FOUND) -> list[Found]:
    """What holds `words`, best first, whatever the language they are in.

    >>> search("stolen password")[0].kind
    'glossary'
    """
    everything = editions.remembered(_everything)
    return [everything[hit.key] for hit in editions.remembered(_index).search(words, limit)]


def _everything() -> dict[tuple[str, str], Found]:
    found = [
        *(Found("guide", page.id, page.title, page.summary) for page in queries.pages()),
        *(Found("glossary", term.id, term.term, term.definition) for term in queries.terms()),
        *(Found("resource", one.id, {"und": one.name}, one.about) for one in queries.resources()),
    ]
    return {(one.kind, one.id): one for one in found}


def _index() -> Index[tuple[str, str]]:
    return Index(
        [
            *(_page(page) for page in queries.pages()),
            *(_term(term) for term in queries.terms()),
            *(_resource(one) for one in queries.resources()),
        ]
    )


def _page(page: Page) -> Document[tuple[str, str]]:
    texts = {"label": page.title.values(), "about": page.summary.values(), "levels": page.body.values()}
    return Document(("guide", page.id), texts)


def _term(term: Term) -> Document[tuple[str, str]]:
    other = term.other.values() if term.other else ()
    return Document(
        ("glossary", term.id), {"label": term.term.values(), "words": other, "about": term.definition.values()}
    )


def _resource(one: Resource) -> Document[tuple[str, str]]:
    return Document(("resource", one.id), {"label": [one.name], "words": [one.owner], "about": one.about.values()})
