"""Everyday situations and templates of help in `content/templates/`, read and checked; no Django needed.

A situation is how somebody says a problem; it leads to a function, technology types, competences
and one template. A template is a ready-made need: a session of an hour or a project of about thirty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tandem.domain import competences
from tandem.domain.errors import BadInput
from tandem.domain.records import Place, choice, items, members, text, whole
from tandem.domain.vocabulary import TECHNOLOGY
from tandem.ui import languages
from tandem.ui.content import LANGUAGES, Text, content_folder, laid_over, read_toml, translated

FILES = {"session": "sessions.toml", "project": "projects.toml"}

#: What stewards wrote of the entries of one kind, by id, in the shape of the source file.
Edited = Mapping[str, Mapping[str, Any]]
NOTHING: Edited = MappingProxyType({})


@dataclass(frozen=True)
class WantedCompetence:
    framework: str
    id: str
    level_wanted: int


@dataclass(frozen=True)
class Template:
    """A ready-made need, editable in every part.

    `problem` is said by the organisation; `you_prepare` and `they_prepare` are what each side does
    beforehand; `handed_over` what the organisation can do alone afterwards; `success` how one knows.
    """

    id: str
    help: str
    hours: int
    technology: tuple[str, ...]
    competences: tuple[WantedCompetence, ...]
    title: Text
    problem: Text
    deliverable: Text
    you_prepare: Text
    they_prepare: Text
    handed_over: Text
    success: Text


@dataclass(frozen=True)
class Situation:
    """A problem in everyday words; `words` (by language) are what people also call it."""

    id: str
    group: str
    function: str
    technology: tuple[str, ...]
    competences: tuple[WantedCompetence, ...]
    template: str
    text: Text
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Situations:
    """All situations, with the labels of their groups (what one wants to do) and functions, in order."""

    groups: Mapping[str, Text]
    functions: Mapping[str, Text]
    situations: tuple[Situation, ...]


def templates(folder: Path | None = None, edited: Edited = NOTHING) -> tuple[Template, ...]:
    """Sessions, then projects, in the order of their files."""
    folder = folder or content_folder() / "templates"
    found = []
    for help_, file in FILES.items():
        table = members(read_toml(folder / file), (file,), ("source", "hours", "templates"))
        hours = whole(table["hours"], (file, "hours"), 1)
        here = laid_over(table["templates"], {one: text for one, text in edited.items() if text.get("help") == help_})
        found += [_template(value, at, hours) for value, at in items(here, (file, "templates"))]
    return tuple(found)


def template_records() -> dict[str, dict[str, Any]]:
    """The templates as they stand in their files, by id."""
    folder = content_folder() / "templates"
    return {record["id"]: record for file in FILES.values() for record in read_toml(folder / file)["templates"]}


def situation_records() -> dict[str, dict[str, Any]]:
    """The situations as they stand in their file, by id."""
    table = read_toml(content_folder() / "templates" / "situations.toml")
    return {record["id"]: record for record in table["situations"]}


def situations(folder: Path | None = None, edited: Edited = NOTHING, edited_templates: Edited = NOTHING) -> Situations:
    """The everyday situations; raises `BadInput` for a group, function or template that does not exist."""
    folder = folder or content_folder() / "templates"
    file = "situations.toml"
    table = members(read_toml(folder / file), (file,), ("source", "groups", "functions", "situations"))
    groups, functions = (_labels(table[key], (file, key)) for key in ("groups", "functions"))
    known = {template.id for template in templates(folder, edited_templates)}
    found = tuple(
        _situation(value, at, groups, functions, known)
        for value, at in items(laid_over(table["situations"], edited), (file, "situations"))
    )
    return Situations(groups, functions, found)


def _template(value: object, place: Place, hours: int) -> Template:
    words = ("title", "problem", "deliverable", "you_prepare", "they_prepare", "handed_over", "success")
    record = members(value, place, ("id", "help", "technology", "competences", *words))
    return Template(
        id=text(record["id"], (*place, "id")),
        help=choice(record["help"], (*place, "help"), ("session", "project")),
        hours=hours,
        technology=_technology(record, place),
        competences=_competences(record, place),
        **{key: translated(record[key], (*place, key)) for key in words},
    )


def _situation(
    value: object, place: Place, groups: Mapping[str, Text], functions: Mapping[str, Text], known: set[str]
) -> Situation:
    keys = ("id", "group", "function", "technology", "competences", "template", "text", "words")
    record = members(value, place, keys)
    words = members(record["words"], (*place, "words"), LANGUAGES, languages.codes())
    return Situation(
        id=text(record["id"], (*place, "id")),
        group=choice(record["group"], (*place, "group"), tuple(groups)),
        function=choice(record["function"], (*place, "function"), tuple(functions)),
        technology=_technology(record, place),
        competences=_competences(record, place),
        template=choice(record["template"], (*place, "template"), tuple(sorted(known))),
        text=translated(record["text"], (*place, "text")),
        words={
            language: tuple(text(word, at) for word, at in items(words[language], (*place, "words", language)))
            for language in words
        },
    )


def _labels(value: object, place: Place) -> dict[str, Text]:
    labels = {}
    for one, at in items(value, place):
        record = members(one, at, ("id", "label"))
        labels[text(record["id"], (*at, "id"))] = translated(record["label"], (*at, "label"))
    return labels


def _technology(record: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    return tuple(choice(one, at, TECHNOLOGY) for one, at in items(record["technology"], (*place, "technology")))


def _competences(record: Mapping[str, Any], place: Place) -> tuple[WantedCompetence, ...]:
    found = []
    for value, at in items(record["competences"], (*place, "competences")):
        one = members(value, at, ("framework", "id", "level_wanted"))
        level = whole(one["level_wanted"], (*at, "level_wanted"), 1)
        wanted = WantedCompetence(text(one["framework"], (*at, "framework")), text(one["id"], (*at, "id")), level)
        try:
            competences.check(wanted.framework, wanted.id, wanted.level_wanted)
        except BadInput as error:
            raise error.inside(*at) from error
        found.append(wanted)
    return tuple(found)
