"""The source files of competences and closed lists, read once: `content/competences`, `content/digcomp`.

Without Django, so that the command line starts fast and forms may ask for choices while they are being defined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from tandem.domain import competences
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.ui.content import content_folder, read_toml

#: The closed lists that have labels in `content/competences/lists`.
KINDS = ("roles", "help", "forms", "technology", "values", "sdgs")
#: Languages in which every text must exist; others fall back to the first.
COMPLETE_LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Text:
    """One text in several languages."""

    by_language: Mapping[str, str]

    def say(self, language: str) -> str:
        """The text in `language` ("pt-br" is answered by "pt"), else in English."""
        return self.by_language.get(language) or self.by_language.get(language[:2]) or self.by_language.get("en", "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


NOTHING = Text(MappingProxyType({}))


@dataclass(frozen=True)
class Item:
    """Something with a name: an entry of a closed list, an area, a level.

    `words` are what people say for it in everyday life, by language: the search reads them, nobody else.
    """

    id: str
    label: Text
    about: Text = NOTHING
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    family: str = ""


@dataclass(frozen=True)
class Competence(Item):
    """A competence of a framework, with what each level means where the framework describes it.

    `beside` says how an entry of the annex sits beside DigComp and e-CF.
    """

    framework: str = ""
    area: str = ""
    levels: Mapping[int, Text] = field(default_factory=dict)
    beside: Text = NOTHING


@dataclass(frozen=True)
class Framework(Item):
    """A framework with its areas, its scale and its competences, in its own order."""

    source: Text = NOTHING
    address: str = ""
    areas: Mapping[str, Item] = field(default_factory=dict)
    scale: Mapping[int, Item] = field(default_factory=dict)
    competences: Mapping[str, Competence] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """A competence of DigComp and the ESCO concept that says the same; `near` when only almost."""

    competence: str
    uri: str
    label: Text
    near: bool


@cache
def framework(framework_id: str) -> Framework:
    """A framework with all its texts. Raises `BadInput` when it is unknown."""
    known = competences.competence_ids(framework_id)
    folder = "digcomp" if framework_id == competences.DIGCOMP else "competences"
    data = read_toml(content_folder() / folder / f"{framework_id}.toml")
    found = {row["id"]: competence(framework_id, row) for row in data.get("competence", ())}
    return Framework(
        id=framework_id,
        label=_text(data["label"]),
        about=_text(data["about"]),
        source=_text(data["source"]),
        address=data.get("address", ""),
        areas={row["id"]: _item(row) for row in data.get("area", ())},
        scale={row["level"]: _item({"id": str(row["level"]), **row}) for row in data.get("level", ())},
        competences={code: found[code] for code in known},
    )


def competence(framework_id: str, row: Mapping[str, Any]) -> Competence:
    """A competence from its texts, as they stand in a source file or in a steward's version."""
    return Competence(
        id=row["id"],
        label=_text(row["label"]),
        about=_text(row.get("about", {})),
        words=_words(row.get("words", {})),
        framework=framework_id,
        area=row.get("area", ""),
        levels={int(level): _text(texts) for level, texts in row.get("level", {}).items()},
        beside=_text(row.get("beside", {})),
    )


@cache
def entries(kind: str) -> Mapping[str, Item]:
    """The entries of a closed list, in its published order. Raises `BadInput` when there is no such list."""
    return MappingProxyType({row["id"]: _item(row) for row in _list(kind)["entry"]})


@cache
def families(kind: str) -> Mapping[str, Item]:
    """The families in which the entries of a closed list are shown; empty when it has none."""
    return MappingProxyType({row["id"]: _item(row) for row in _list(kind).get("family", ())})


@cache
def crosswalk() -> tuple[Pair, ...]:
    """The pairs DigComp 3.0 – ESCO, in the order of DigComp."""
    data = read_toml(content_folder() / "competences" / "digcomp-esco.toml")
    return tuple(Pair(row["id"], row["esco"], _text(row["label"]), row.get("near", False)) for row in data["pair"])


@cache
def _list(kind: str) -> Mapping[str, Any]:
    if kind not in KINDS:
        text = gettext_noop("unknown list %(kind)s: choose among %(known)s")
        raise BadInput(Message(text, {"kind": kind, "known": KINDS}), ("kind",))
    return read_toml(content_folder() / "competences" / "lists" / f"{kind}.toml")


def _text(by_language: Mapping[str, str]) -> Text:
    return Text(MappingProxyType(dict(by_language)))


def _words(by_language: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in by_language.items()}


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        label=_text(row["label"]),
        about=_text(row.get("about", {})),
        words=_words(row.get("words", {})),
        family=row.get("family", ""),
    )
