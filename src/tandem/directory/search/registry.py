"""What can be found: a room registers a function that gives the entries of one kind of record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One record as the index sees it. `texts` is `{language: text}`, `und` when nobody said the language."""

    id: str
    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    """Further words without a language: place, tags, other names."""
    kin: str = ""
    """What people call things of this sort, in any language: found, but after what has the words itself."""
    country: str = ""
    role: Collection[str] = ()
    sdg: Collection[str] = ()
    technology: Collection[str] = ()
    licence: str = ""
    carried: bool = False
    """Carried by the social economy, with evidence: shown first among equals."""
    republished: bool = False
    """Whoever finds it may take it away and show it elsewhere."""
    changed: int = 0
    """When it was last changed, in seconds since 1970."""


#: Gives the entries of the records with these ids, or of all for None; a record that may not be found gives none.
Source = Callable[[Collection[str] | None], Iterable[Entry]]

_sources: dict[str, Source] = {}


def documents(kind: str) -> Callable[[Source], Source]:
    """Have the decorated function give the entries of `kind`."""

    def register(source: Source) -> Source:
        _sources[kind] = source
        return source

    return register


def kinds() -> tuple[str, ...]:
    return tuple(_sources)


def entries(kind: str, ids: Collection[str] | None = None) -> Iterable[Entry]:
    """The entries of `kind`; a kind whose room is not installed any more has none."""
    return _sources[kind](ids) if kind in _sources else ()
