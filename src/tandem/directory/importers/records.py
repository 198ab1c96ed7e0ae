"""What an importer makes of one entry of a file, before anything is stored: frozen, clean, with its source.

Field names are those of `tandem.directory.models`, so that saving is a plain copy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from tandem.domain.messages import Message

#: The language of a text when its source does not say it (ISO 639-2, "undetermined").
UNDETERMINED = "und"

#: Where in a file something stands, from the outside in: a counted thing, then the names of fields.
Place = tuple[Message | str, ...]


@dataclass(frozen=True)
class Source:
    """Where a kind of file comes from, and what its licence lets us do with it."""

    slug: str
    name: str
    address: str
    licence: str
    may_republish: bool


@dataclass(frozen=True)
class Refusal:
    """An entry that did not go in: the file, the place in it, and why."""

    file: str
    place: Place
    reason: Message


@dataclass(frozen=True)
class Doubt:
    """Something that was left out of an entry that went in, or read with a doubt: a warning."""

    file: str
    place: Place
    reason: Message


@dataclass(frozen=True, kw_only=True)
class Record:
    """What organisations, solutions and projects have in common.

    `external_id` names the entry within its source, `links` the organisations of the same source it belongs
    to. `summary` is plain text by language, `UNDETERMINED` when nobody said which.
    """

    source: Source
    external_id: str
    file: str
    where: Place
    source_address: str = ""
    name: str
    summary: Mapping[str, str] = field(default_factory=dict)
    website: str = ""
    country: str = ""
    languages: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    technology: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """What the source says, by field; not where in which file it stood."""
        return {name: getattr(self, name) for name in _facts_of(type(self))}

    def content_hash(self) -> str:
        """A fingerprint of the facts: the same as long as the source says the same, in whatever order."""
        text = json.dumps([type(self).__name__, self.facts()], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


_NOT_FACTS = frozenset({"source", "external_id", "file", "where"})


@cache
def _facts_of(kind: type[Record]) -> tuple[str, ...]:
    return tuple(part.name for part in fields(kind) if part.name not in _NOT_FACTS)


@dataclass(frozen=True, kw_only=True)
class OrganisationRecord(Record):
    """An organisation; `founded` is a year, `place` a town."""

    roles: tuple[str, ...] = ()
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    founded: int | None = None


@dataclass(frozen=True, kw_only=True)
class SolutionRecord(Record):
    """A tool or common that others can take up. `licence` is an SPDX expression.

    `sdg_evidence` is {goal: {"text", "address"}}, both as the source gives them.
    """

    licence: str = ""
    kind: str = ""
    repository: str = ""
    functions: Mapping[str, str] = field(default_factory=dict)
    sdg_evidence: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ProjectRecord(Record):
    """Something that the organisations in `links` did together; dates as YYYY-MM-DD or None."""

    began: str | None = None
    ended: str | None = None
