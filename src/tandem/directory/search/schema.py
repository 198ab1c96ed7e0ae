"""The fields of the index, the facets, and how an entry becomes a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from tandem.directory.search import analysis
from tandem.directory.search.registry import Entry
from tandem.domain.vocabulary import ROLES, SDGS, TECHNOLOGY

#: Changes whenever an index built before cannot be read any more.
FORMAT = 3

#: Values of a closed list that share one column. Counting a column is fast when it holds few distinct numbers:
#: six yes-or-no values make at most 64.
IN_ONE_COLUMN = 6

MOST_VALUES = 400

#: Narrows like a facet, and is never shown as one.
REPUBLISHED = "republished"
#: What a list without words is ordered by, and a feed.
PLACE, CHANGED = "place_in_list", "changed"


@dataclass(frozen=True)
class Facet:
    """One filter. `values` closed: a record has any number of them; None, open: a record has one or none."""

    name: str
    values: tuple[str, ...] | None = None

    def columns(self) -> tuple[str, ...]:
        if self.values is None:
            return (self.name,)
        return tuple(f"{self.name}_{number}" for number in range(-(-len(self.values) // IN_ONE_COLUMN)))

    def masks(self, values: Iterable[str]) -> list[int]:
        """The numbers that the columns hold for a record with these values; what is not in the list is left out."""
        assert self.values is not None
        whole = sum(1 << self.values.index(value) for value in set(values) if value in self.values)
        return [whole >> (IN_ONE_COLUMN * number) & (1 << IN_ONE_COLUMN) - 1 for number in range(len(self.columns()))]

    def counts(self, aggregated: Mapping[str, Any]) -> dict[str, int]:
        """How many records have each value, from the buckets of the columns."""
        found: dict[str, int] = {}
        for number, column in enumerate(self.columns()):
            for bucket in aggregated[column]["buckets"]:
                for value in self._values_of(number, bucket["key"]):
                    found[value] = found.get(value, 0) + bucket["doc_count"]
        return found

    def _values_of(self, column: int, key: Any) -> Iterator[str]:
        if self.values is None:
            if key:
                yield str(key)
            return
        first = column * IN_ONE_COLUMN
        for place, value in enumerate(self.values[first : first + IN_ONE_COLUMN]):
            if int(key) >> place & 1:
                yield value


FACETS = {
    facet.name: facet
    for facet in (
        Facet("country"),
        Facet("role", ROLES),
        Facet("sdg", tuple(str(number) for number in SDGS)),
        Facet("technology", TECHNOLOGY),
        Facet("licence"),
        Facet("carried", ("yes",)),
    )
}


@cache
def schema() -> Schema:
    """`key` is text: deleting by a number deletes nothing. Only `key` is stored; pages read the database."""
    builder = SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", tokenizer_name="folded", index_option="freq")
    builder.add_text_field("words", tokenizer_name="folded", index_option="freq")
    builder.add_text_field("kin", tokenizer_name="folded", index_option="basic")
    for language in analysis.LANGUAGES:
        builder.add_text_field(f"words_{language}", tokenizer_name=f"stemmed_{language}", index_option="freq")
    for facet in FACETS.values():
        is_open = facet.values is None
        builder.add_text_field(facet.name, fast=is_open, tokenizer_name="raw", index_option="basic")
        if not is_open:
            for column in facet.columns():
                builder.add_unsigned_field(column, fast=True)
    builder.add_text_field(REPUBLISHED, tokenizer_name="raw", index_option="basic")
    for order in (PLACE, CHANGED):
        builder.add_unsigned_field(order, fast=True)
    return builder.build()


def document(entry: Entry) -> Document:
    made = Document()
    made.add_text("key", entry.id)
    made.add_text("name", f"{entry.name} {in_one_word(entry.name)}")
    made.add_text("words", " ".join((entry.name, entry.words, *entry.texts.values())))
    for language, text in entry.texts.items():
        if language in analysis.LANGUAGES:
            made.add_text(f"words_{language}", f"{entry.name} {text}")
    made.add_text("kin", analysis.in_all_forms(entry.kin))
    for facet in FACETS.values():
        value = getattr(entry, facet.name)
        if facet.values is None:
            made.add_text(facet.name, value)
        else:
            values = (["yes"] if value else []) if isinstance(value, bool) else list(value)
            for one in set(values):
                made.add_text(facet.name, one)
            for column, mask in zip(facet.columns(), facet.masks(values), strict=True):
                made.add_unsigned(column, mask)
    if entry.republished:
        made.add_text(REPUBLISHED, "yes")
    made.add_unsigned(PLACE, place_in_list(entry))
    made.add_unsigned(CHANGED, entry.changed)
    return made


#: A name is also found written in one word when it has few: "openstreetmap" meets "Open Street Map".
MOST_JOINED = 4


def in_one_word(name: str) -> str:
    """The folded name without its spaces; empty when it is one word already, or many."""
    words = analysis.fold(name).split()
    return "".join(words) if 1 < len(words) <= MOST_JOINED else ""


_LETTERS = {letter: number for number, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", start=1)}
#: Letters of another alphabet come after these: nobody reads a list that begins in an alphabet foreign to its page.
_OTHER_LETTER = len(_LETTERS) + 1
_LETTERS_READ = 11


def place_in_list(entry: Entry) -> int:
    """Where a list without words shows it: what is carried by the social economy first, then by name.

    The first eleven letters of the folded name in base 38, below 2^62: enough to sort, small enough for a column.
    """
    place = 0 if entry.carried else 1
    letters = analysis.fold(entry.name).replace(" ", "")[:_LETTERS_READ].ljust(_LETTERS_READ)
    for letter in letters:
        place = place * (_OTHER_LETTER + 1) + (0 if letter == " " else _LETTERS.get(letter, _OTHER_LETTER))
    return place
