"""What stewards may edit: a room registers its kinds of content here, in its `AppConfig.ready`.

The files in `content/` are what ships. An `Edition` is a row over one entry of them, in the shape of the source file,
and is checked by the same reader (docs/decisions/0006).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tandem.ui.content import Text

#: An entry as it stands in a source file.
Record = Mapping[str, Any]

#: Shapes of a part that is written in French, English and perhaps further languages: a line, a text, one thing a
#: line, answers from weakest to best. Others are the same in all languages: word, words, choice, choices, number, flag,
#: competences, clauses. `rows` are lines in an order, each in its languages (`questionnaires.rows`).
BOTH = ("line", "text", "list", "answers")


@dataclass(frozen=True)
class Part:
    """One thing that a steward writes of an entry: its place in the record (`leads_to.kind`) and its shape.

    `options` (id, label; or a group of them) for `choice`, `choices`, `clauses` and the word of a line of `rows`, which
    `choose` asks for; `usual` is what a line says that holds this word alone. What is not `required` may be
    missing from the record. What is `fixed` is only written when the entry is added: others depend on it.
    """

    name: str
    label: Any
    shape: str
    required: bool = True
    hint: Any = ""
    options: Sequence[tuple[str, Any]] = ()
    fixed: bool = False
    choose: Any = ""
    usual: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of content.

    `parts(language)` what is written of an entry; `shipped()` the entries of the files by id; `title` what an entry is
    called in lists; `check` reads everything with these entries over the files and raises `BadInput` when it cannot
    be; `address` where readers see an entry, empty when nowhere; `html` how a `body` is shown when not as plain text;
    `effects` what these entries would change for what runs already, in sentences, shown before they are saved.
    """

    name: str
    label: Any
    about: Any
    order: int
    parts: Callable[[str], Sequence[Part]]
    shipped: Callable[[], Mapping[str, Record]]
    title: Callable[[Record], Text]
    check: Callable[[Mapping[str, Record]], None]
    address: Callable[[str], str]
    base: Callable[[], str] = lambda: ""
    html: Callable[[str], str] | None = None
    effects: Callable[[Mapping[str, Record]], Sequence[str]] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)
