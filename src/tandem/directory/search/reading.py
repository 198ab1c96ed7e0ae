"""Searching: words, filters, and the counts beside each choice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from tandem.directory.search import analysis, writing
from tandem.directory.search.schema import CHANGED, FACETS, MOST_JOINED, MOST_VALUES, PLACE, REPUBLISHED, schema

Filters = Mapping[str, Collection[str]]
Chosen = dict[str, tuple[str, ...]]

#: Deeper pages cost memory and nobody reads them; the page says to narrow instead.
MOST_PAGES = 100
NAME_WEIGHT = 6.0
STEM_WEIGHT = 0.8
KIN_WEIGHT = 0.2
PREFIX_WEIGHT = 0.4
TYPO_WEIGHT = 0.3
#: Below any difference that words make: it decides between equals only.
CARRIED_WEIGHT = 0.001
SHORTEST_PREFIX = 3
MOST_WORDS_OF_A_TEXT = 40
SHORTEST_MISSPELT = 4
REMEMBERED = 200
NARROWING = {*FACETS, REPUBLISHED}


class IndexMissing(Exception):
    """There is no index that can be read: it was never built, or is of another version."""


@dataclass(frozen=True)
class Found:
    """One page of results. `how`: the words were found as "all", "similar" (misspelt) or "some" of them."""

    ids: tuple[str, ...]
    total: int
    how: str = "all"
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def find(
    kind: str,
    words: str = "",
    filters: Filters | None = None,
    *,
    page: int = 1,
    per_page: int = 20,
    any_word: bool = False,
    facets: bool = True,
    newest: bool = False,
) -> Found:
    """The records of `kind` with all `words` (or any of them), within `filters`; those that changed last first when
    asked for the `newest`.

    Values of one filter add up, different filters narrow; the counts of a facet ignore its own filter. Words that
    nothing has are looked for as misspelt, then one by one. Raises `IndexMissing`.
    """
    reader = _reader(kind)
    chosen = _clean(filters or {})
    page = min(max(page, 1), MOST_PAGES)
    slice_ = _Slice(per_page, (page - 1) * per_page, newest)
    wanted, ids, total = _understand(reader, words, chosen, any_word, slice_)
    return Found(ids, total, wanted.how, reader.facets(wanted, chosen) if facets else {})


def count(kind: str, words: str = "", filters: Filters | None = None) -> int:
    """How many `find` would find."""
    return _understand(_reader(kind), words, _clean(filters or {}), False, ONE)[2]


def _clean(filters: Filters) -> Chosen:
    return {name: tuple(sorted(set(values))) for name, values in filters.items() if name in NARROWING and values}


@dataclass(frozen=True)
class _Slice:
    """Which of the records found are given, and in which order: by relevance or place in the list, or the newest."""

    limit: int
    offset: int = 0
    newest: bool = False


ONE = _Slice(1)


@dataclass(frozen=True)
class _Wanted:
    """Words and how they were read. `query` None: no words, everything."""

    how: str
    words: tuple[str, ...] = ()
    query: Query | None = field(default=None, compare=False)

    def within(self, chosen: Chosen) -> Query:
        parts = [(Occur.Must, _filter(name, values)) for name, values in chosen.items()]
        if self.query is not None:
            parts.insert(0, (Occur.Must, self.query))
        return Query.boolean_query(parts) if parts else Query.all_query()


def _understand(
    reader: _Reader, text: str, chosen: Chosen, any_word: bool, slice_: _Slice
) -> tuple[_Wanted, tuple[str, ...], int]:
    """The first reading of the words that finds something before filters; a page of what is left after them, and its
    total."""
    words = tuple(analysis.question_words(text, MOST_WORDS_OF_A_TEXT if any_word else analysis.MOST_WORDS))
    if not words:
        everything = _Wanted("all")
        return everything, *reader.page(everything, chosen, slice_)
    readings = [("all", _exactly, Occur.Must), ("similar", _roughly, Occur.Must), ("some", _exactly, Occur.Should)]
    readings = readings[2:] if any_word else readings[: 2 if len(words) == 1 else 3]
    for how, reading, occur in readings:
        wanted = _Wanted(how, words, _words(reader, words, reading, occur))
        ids, total = reader.page(wanted, chosen, slice_)
        if total or (chosen and reader.page(wanted, {}, ONE)[1]):
            return wanted, ids, total
    return _Wanted("all", words, Query.empty_query()), (), 0


def _words(
    reader: _Reader, words: Sequence[str], reading: Callable[[_Reader, str, bool], Query], occur: Occur
) -> Query:
    last = len(words) - 1
    parts = [(occur, reading(reader, word, place == last)) for place, word in enumerate(words)]
    wanted = Query.boolean_query(parts)
    together = analysis.fold("".join(words))
    if 1 < len(words) <= MOST_JOINED and reader.has("name", together):
        named = Query.boost_query(_term("name", together, "freq"), NAME_WEIGHT)
        wanted = Query.boolean_query([(Occur.Should, wanted), (Occur.Should, named)])
    if not reader.has("carried", "yes"):
        return wanted
    carried = Query.const_score_query(_term("carried", "yes"), CARRIED_WEIGHT)
    return Query.boolean_query([(Occur.Must, wanted), (Occur.Should, carried)])


def _exactly(reader: _Reader, word: str, last: bool) -> Query:
    """One word: in a name, as written, as a stem of any of the six languages, and as a beginning when it is last."""
    plain = analysis.fold(word)
    terms = [("name", plain, NAME_WEIGHT), ("words", plain, 1.0), ("kin", plain, KIN_WEIGHT)]
    for language in analysis.LANGUAGES:
        for stem in analysis.stems(word, language):
            terms += [(f"words_{language}", stem, STEM_WEIGHT), ("kin", stem, KIN_WEIGHT)]
    parts = [
        (Occur.Should, Query.boost_query(_term(name, text, "basic" if name == "kin" else "freq"), weight))
        for name, text, weight in dict.fromkeys(terms)
        if reader.has(name, text)
    ]
    if last and len(plain) >= SHORTEST_PREFIX:
        for name, weight in (("name", NAME_WEIGHT), ("words", 1.0)):
            begins = Query.fuzzy_term_query(schema(), name, plain, distance=0, prefix=True)
            parts.append((Occur.Should, Query.const_score_query(begins, weight * PREFIX_WEIGHT)))
    return Query.boolean_query(parts) if parts else Query.empty_query()


def _roughly(reader: _Reader, word: str, last: bool) -> Query:
    """A word that nothing has, with a letter wrong, two from eight letters on; two swapped neighbours count as one."""
    plain = analysis.fold(word)
    parts = [(Occur.Should, _exactly(reader, word, last))]
    if len(plain) >= SHORTEST_MISSPELT and not reader.has("words", plain):
        for name, weight in (("name", NAME_WEIGHT), ("words", 1.0)):
            near = Query.fuzzy_term_query(schema(), name, plain, distance=1 if len(plain) < 8 else 2)
            parts.append((Occur.Should, Query.boost_query(near, weight * TYPO_WEIGHT)))
    return Query.boolean_query(parts)


def _term(name: str, text: str, option: str = "basic") -> Query:
    return Query.term_query(schema(), name, text, index_option=option)


def _filter(name: str, values: Sequence[str]) -> Query:
    terms = [_term(name, value) for value in values]
    either = terms[0] if len(terms) == 1 else Query.boolean_query([(Occur.Should, term) for term in terms])
    return Query.const_score_query(either, 0.0)


class _Reader:
    """One state of the index of one kind, and what was counted in it."""

    def __init__(self, index: tantivy.Index, state: object) -> None:
        self.index = index
        self.state = state
        self.searcher = index.searcher()
        self.counted: OrderedDict[Hashable, Any] = OrderedDict()
        self.of_everything: OrderedDict[Hashable, Any] = OrderedDict()

    def has(self, name: str, text: str) -> bool:
        return bool(self.searcher.doc_freq(name, text) > 0)

    def page(self, wanted: _Wanted, chosen: Chosen, slice_: _Slice) -> tuple[tuple[str, ...], int]:
        """Keys of one page and the total: by relevance when there are words, else as `place_in_list` says."""
        answer: tuple[tuple[str, ...], int] = self._remember(
            wanted, chosen, slice_, lambda: self._page(wanted, chosen, slice_)
        )
        return answer

    def _page(self, wanted: _Wanted, chosen: Chosen, slice_: _Slice) -> tuple[tuple[str, ...], int]:
        order: dict[str, Any] = {}
        if slice_.newest:
            order = {"order_by_field": CHANGED, "order": Order.Desc}
        elif wanted.query is None:
            order = {"order_by_field": PLACE, "order": Order.Asc}
        query = wanted.within(chosen)
        found = self.searcher.search(query, slice_.limit, count=True, offset=slice_.offset, **order)
        return tuple(self.searcher.doc(address)["key"][0] for _, address in found.hits), found.count

    def facets(self, wanted: _Wanted, chosen: Chosen) -> dict[str, dict[str, int]]:
        """Facets without a filter of their own are counted together, each other one without its filter."""
        found = self._counts(wanted, chosen, tuple(name for name in FACETS if name not in chosen))
        for name in chosen:
            others = {other: values for other, values in chosen.items() if other != name}
            found |= self._counts(wanted, others, (name,))
        return found

    def _counts(self, wanted: _Wanted, chosen: Chosen, names: tuple[str, ...]) -> dict[str, dict[str, int]]:
        columns = [column for name in names for column in FACETS[name].columns()]
        if not columns:
            return {}
        terms = {column: {"terms": {"field": column, "size": MOST_VALUES}} for column in columns}
        query = wanted.within(chosen)
        aggregated = self._remember(wanted, chosen, names, lambda: self.searcher.aggregate(query, terms))
        return {name: FACETS[name].counts(aggregated) for name in names}

    def _remember(self, wanted: _Wanted, chosen: Chosen, names: Hashable, answer: Callable[[], Any]) -> Any:
        """Answers of this state of the index: the same question comes with each page, the empty one with each visit."""
        question = (wanted, tuple(sorted(chosen.items())), names)
        kept = self.counted if wanted.words or chosen else self.of_everything
        if question not in kept:
            kept[question] = answer()
            while len(kept) > REMEMBERED:
                kept.popitem(last=False)
        return kept[question]


_readers: dict[Path, _Reader] = {}
_opening = threading.Lock()


def _reader(kind: str) -> _Reader:
    """The reader of the index as it is on disk now: another process may have written or replaced it."""
    for _ in range(2):  # the folder may be replaced between the two steps
        used = writing.current()
        if used is None:
            break
        place = used / kind
        try:
            written = (place / "meta.json").stat()
            state = (written.st_mtime_ns, written.st_ino)
            known = _readers.get(place)
            if known is None or known.state != state:
                known = _open(place, state)
            return known
        except (OSError, ValueError):
            continue
    raise IndexMissing


def _open(place: Path, state: object) -> _Reader:
    with _opening:
        index = tantivy.Index.open(str(place))
        analysis.register(index)
        index.config_reader("manual")  # no thread that watches files: `_reader` looks itself
        index.reload()
        for other in [other for other in _readers if other.parent != place.parent]:
            del _readers[other]
        _readers[place] = _Reader(index, state)
        return _readers[place]
