"""Find pages, words, resources, ready-made needs and situations, by everyday words in any language they have.

What is found is the content that stewards may edit (`questionnaires.editing`), also of rooms above. The index of the
directory holds it too, so that its pages say how much is found here; without that index a small one is made in memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tandem.competences.search import Document, Index
from tandem.directory import search as directory
from tandem.questionnaires import editing, editions
from tandem.questionnaires.editing import Kind, Record
from tandem.ui import languages
from tandem.ui.content import Text

#: The kinds of content that readers search, in the order in which filters show them.
KINDS = ("guide", "situation", "template", "glossary", "resource")
#: More is never read.
MOST_FOUND = 400


@dataclass(frozen=True)
class Found:
    """What answers a search; `kind` and `id` are those of links inside the site."""

    kind: str
    id: str
    name: Text
    about: Text
    address: str


def search(words: str) -> list[Found]:
    """What holds `words`, best first, whatever the language they are in; nothing without words."""
    if not words:
        return []
    everything = editions.remembered(_everything)
    try:
        keys: Collection[str] = directory.find("content", words, per_page=MOST_FOUND, facets=False).ids
    except directory.IndexMissing:
        keys = [hit.key for hit in editions.remembered(_index).search(words, MOST_FOUND)]
    return [found_as(*everything[key]) for key in keys if key in everything]


def found_as(kind: Kind, identifier: str, record: Record) -> Found:
    return Found(kind.name, identifier, kind.title(record), _about(kind, record), kind.address(identifier))


@directory.documents("content")
def content(ids: Collection[str] | None) -> Iterator[directory.Entry]:
    """Every entry for the index of the directory, in the languages it has."""
    for key, (kind, _identifier, record) in editions.remembered(_everything).items():
        if ids is None or key in ids:
            texts = {code: said for code in languages.codes() if (said := " ".join(_texts(record, code)))}
            yield directory.Entry(id=key, name=" ".join(dict.fromkeys(kind.title(record).values())), texts=texts)


def edited(event: Any) -> None:
    """A steward changed an entry: index it again."""
    if event.data["kind"] in KINDS:
        directory.changed("content", [f"{event.data['kind']}:{event.data['entry']}"])


def _everything() -> dict[str, tuple[Kind, str, Record]]:
    """Every entry by `kind:id`."""
    kinds = [kind for kind in map(editing.kind_named, KINDS) if kind is not None]
    return {
        f"{kind.name}:{identifier}": (kind, identifier, record)
        for kind in kinds
        for identifier, record in {**kind.shipped(), **editions.edited(kind.name)}.items()
    }


def _index() -> Index[str]:
    return Index(
        Document(
            key,
            {
                "label": kind.title(record).values(),
                "about": _about(kind, record).values(),
                "levels": [text for code in languages.codes() for text in _texts(record, code)],
            },
        )
        for key, (kind, _identifier, record) in editions.remembered(_everything).items()
    )


#: What says in a sentence what an entry is about, by kind.
ABOUT = {"guide": "summary", "glossary": "definition", "resource": "about", "template": "problem"}


def _about(kind: Kind, record: Record) -> Text:
    about: Text = record.get(ABOUT.get(kind.name, ""), {})
    return about


def _texts(value: Any, code: str) -> Iterator[str]:
    """Every text of a record that is written in one language."""
    if isinstance(value, Mapping):
        if code in value:
            said = value[code]
            yield from [said] if isinstance(said, str) else said
        else:
            for one in value.values():
                yield from _texts(one, code)
