"""Where the source files of content are, and how they are read: strictly, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, members, text

LANGUAGES = ("fr", "en")

#: A text in every language of the interface.
Text = Mapping[str, str]

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
    """A text in every language; a missing translation is named."""
    record = members(value, place, (), LANGUAGES)
    for language in LANGUAGES:
        if not str(record.get(language, "")).strip():
            problem = Message(gettext_noop("the translation “%(language)s” is missing"), {"language": language})
            raise BadInput(problem, place)
    return {language: text(record[language], (*place, language)) for language in LANGUAGES}
