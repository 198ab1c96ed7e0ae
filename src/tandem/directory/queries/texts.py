"""What an organisation does, in several languages: which are its own words, which are translated, which are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from tandem.competences import queries as competences
from tandem.directory.models import Organisation
from tandem.directory.queries.facts import Said, said
from tandem.ui.templatetags.tandem import language_shown

UNSAID = "und"


@dataclass(frozen=True)
class Version:
    """The text in one language. `source`: the language that it was translated from, empty for the organisation's own
    words; `stale`: the text that it was translated from was changed since."""

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


def versions(one: Organisation, language: str) -> list[Version]:
    """Every language of the text: the organisation's own words first. Names of languages are in `language`."""
    found = [_version(one, code, language) for code in one.summary if one.summary[code]]
    return sorted(found, key=lambda version: (bool(version.source), version.name))


def shown(one: Organisation, language: str) -> Shown:
    """What stands beside the text that a reader of `language` sees."""
    code = language_shown(one.summary)
    if not code:
        return Shown()
    version = _version(one, code, language)
    if code != language:
        return Shown(version=version, missing=competences.label("languages", language, language))
    if version.source and one.summary.get(version.source):
        return Shown(version=version, original=_version(one, version.source, language))
    return Shown(version=version)


def originals(one: Organisation) -> list[str]:
    """The languages in which the organisation wrote itself."""
    return [code for code, text in one.summary.items() if text and code not in one.translations]


def lacking(one: Organisation) -> list[str]:
    """The languages that it works in and has no text for."""
    return [code for code in one.languages if not one.summary.get(code)]


def _version(one: Organisation, code: str, language: str) -> Version:
    words = said({code: one.summary[code]})
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
        stale=bool(source) and mark(one.summary.get(source, "")) != told["of"],
    )
