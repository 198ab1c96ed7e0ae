"""Where the source files of content are, and how they are read: strictly, in the languages that every text has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, members, text
from tandem.ui import languages

#: Every text exists in these; in the other languages of the interface where somebody has written it.
LANGUAGES = ("fr", "en")


def further_languages() -> tuple[str, ...]:
    """The languages of the interface that a text may have beside those that every text has."""
    return tuple(code for code in languages.codes() if code not in LANGUAGES)


#: A text in the languages it has; `Translations` answers in English for the others.
Text = Mapping[str, str]


class Translations(dict[str, str]):
    """A text by language. A language that nobody has written yet is answered with the English, and is not among
    the keys: `in_language` and `language_shown` then mark what they show.

    >>> Translations(en="Steps", fr="Étapes")["pt"]
    'Steps'
    """

    def __missing__(self, language: str) -> str:
        if language == languages.SOURCE or language not in languages.codes():
            raise KeyError(language)
        return self[languages.SOURCE]


_PACKAGE = Path(__file__).resolve().parent.parent


def content_folder() -> Path:
    """`content/` at the root of a clone; inside the package when Tandem was installed from a wheel."""
    installed = _PACKAGE / "content"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "content"


def read_toml(path: Path) -> dict[str, Any]:
    """The table in a TOML file; `BadInput` names the file, its folder left out."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(Message(gettext_noop("this file is missing")), (path.name,)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = Message(gettext_noop("this is not valid TOML: %(reason)s"), {"reason": str(error)})
        raise BadInput(problem, (path.name,)) from error


def laid_over(records: Any, edited: Mapping[str, Mapping[str, Any]]) -> Any:
    """The records of a source file, those that a steward wrote anew in their place, added ones at the end."""
    if not edited or not isinstance(records, list):
        return records
    ids = [record.get("id") if isinstance(record, Mapping) else None for record in records]
    added = [record for identifier, record in edited.items() if identifier not in ids]
    return [*(edited.get(str(one), record) for one, record in zip(ids, records, strict=True)), *added]


def translated(value: object, place: Place) -> Text:
    """A text in the languages it has; where one that every text has is missing, it is named."""
    record = members(value, place, (), languages.codes())
    for language in LANGUAGES:
        if not str(record.get(language, "")).strip():
            problem = Message(gettext_noop("the translation “%(language)s” is missing"), {"language": language})
            raise BadInput(problem, place)
    written = {language: text(words, (*place, language)) for language, words in record.items()}
    return Translations(written)
