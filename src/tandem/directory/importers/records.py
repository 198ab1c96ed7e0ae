"""What an importer makes of one entry of a file, before anything is stored: frozen, clean, with its source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from tandem.domain.messages import Message

#: The language of a text whose source does not say it (ISO 639-2, "undetermined").
UNDETERMINED = "und"


@dataclass(frozen=True)
class Source:
    """Where a kind of file comes from, and what its licence lets us do."""

    kind: str
    name: str
    address: str
    licence: str
    may_republish: bool


@dataclass(frozen=True)
class Refusal:
    """An entry that did not go in: the file, the place in it from the outside in, and why."""

    file: str
    place: tuple[Message | str, ...]
    reason: Message


@dataclass(frozen=True)
class Warned:
    """An entry that went in, with something left out or read with a doubt."""

    file: str
    place: tuple[Message | str, ...]
    reason: Message


@dataclass(frozen=True, kw_only=True)
class Record:
    """What organisations, solutions and projects have in common.

    `external_id` names the entry within its source, `links` names organisations of the same source.
    `summaries` and `descriptions` are plain text by language, `UNDETERMINED` where the source does not say it.
    """

    source: str
    external_id: str
    file: str
    place: tuple[Message | str, ...]
    address: str = ""
    source_date: date | None = None
    name: str
    summaries: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    website: str = ""
    languages: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    technologies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def content_hash(self) -> str:
        """A fingerprint of what the source says: the same for the same facts, wherever in a file they stand."""
        said = {part.name: getattr(self, part.name) for part in fields(self) if part.name not in ("file", "place")}
        text = json.dumps([type(self).__name__, said], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class OrganisationRecord(Record):
    """An organisation. `size` is (smallest, largest or None) number of people."""

    roles: tuple[str, ...] = ()
    country: str = ""
    locality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    founded: date | None = None
    size: tuple[int, int | None] | None = None


@dataclass(frozen=True, kw_only=True)
class SolutionRecord(Record):
    """A tool or common that others can use. `licence` is an SPDX expression, `publisher` an organisation's name."""

    licence: str = ""
    licence_ids: tuple[str, ...] = ()
    repository: str = ""
    publisher: str = ""
    country: str = ""
    started: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectRecord(Record):
    """Something that the organisations in `links` did or do, and that others cannot simply take up."""

    country: str = ""
    locality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    started: date | None = None
    ended: date | None = None
