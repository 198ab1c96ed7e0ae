"""A text in several languages: which are original, which are translated, which are missing.

Organisations, solutions, needs and offers say so alike: `spoken` is what they say by language, `translations` maps each
language that is translated to `{"from": language, "of": mark of what it was translated from, "at": time}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Protocol

from tandem.competences import queries as competences
from tandem.directory.models import Organisation
from tandem.directory.queries.facts import Said, said
from tandem.ui.templatetags.tandem import language_shown

UNSAID = "und"


class Spoken(Protocol):
    """Something that is said in several languages."""

    translations: dict[str, Any]

    @property
    def spoken(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Version:
    """The text in one language. `source`: the language that it was translated from, empty for an original; `stale`: the
    text that it was translated from was changed since."""

    language: str
    name: str
    said: Said
    source: str = ""
    source_name: str = ""
    day: date | None = None
    stale: bool = False


@dataclass(frozen=True)
class Shown:
    """What a reader is told of the language of a text: that it is translated, with the original; or that their own is
    missing (its name), and which they read instead."""

    version: Version | None = None
    original: Version | None = None
    missing: str = ""


def mark(text: Any) -> str:
    """What tells whether a text is still the one that was translated."""
    return sha256(str(text).encode()).hexdigest()[:16]


def versions(one: Spoken, language: str) -> list[Version]:
    """Every language of the text, originals first. Names of languages are in `language`."""
    found = [_version(one, code, language) for code, text in one.spoken.items() if text]
    return sorted(found, key=lambda version: (bool(version.source), version.name))


def shown(one: Spoken, language: str) -> Shown:
    """What stands beside the text that a reader of `language` sees."""
    spoken = one.spoken
    code = language_shown(spoken)
    if not code:
        return Shown()
    version = _version(one, code, language)
    missing = competences.label("languages", language, language) if code != language else ""
    original = _version(one, version.source, language) if version.source and spoken.get(version.source) else None
    return Shown(version, original, missing)


def originals(one: Spoken) -> list[str]:
    """The languages in which it was written."""
    return [code for code, text in one.spoken.items() if text and code not in one.translations]


def lacking(one: Organisation) -> list[str]:
    """The languages that it works in and has no text for."""
    return [code for code in one.languages if not one.summary.get(code)]


def translated_from(one: Spoken, source: str, at: datetime) -> dict[str, str]:
    """What is kept of a text that was translated at this moment from its text in `source`."""
    return {"from": source, "of": mark(one.spoken[source]), "at": at.isoformat()}


def _version(one: Spoken, code: str, language: str) -> Version:
    spoken = one.spoken
    words = said({code: spoken[code]})
    assert words is not None
    told: Mapping[str, Any] = one.translations.get(code) or {}
    source = told.get("from", "")
    return Version(
        language="" if code == UNSAID else code,
        name=competences.label("languages", code, language) if code != UNSAID else "",
        said=words,
        source=source,
        source_name=competences.label("languages", source, language) if source else "",
        day=datetime.fromisoformat(told["at"]).date() if told else None,
        stale=bool(source) and mark(spoken.get(source, "")) != told["of"],
    )
