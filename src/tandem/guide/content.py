"""The guide, the glossary and the learning resources in `content/`, read and checked; no Django needed.

A page of the guide is a Markdown file for each language, `<id>.fr.md`, `<id>.en.md` and further ones,
each with front matter in YAML. Links inside the site are written by kind and id (`guide:steps`, `template:choose-crm`,
`resource:pix`, `glossary:`), so that whoever shows a page turns them into addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from tandem.domain import competences
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place, choice, items, members, text, whole
from tandem.ui import languages
from tandem.ui.content import LANGUAGES, Text, content_folder, laid_over, read_toml, translated

READERS = ("social", "tech", "both")
WORLDS = ("social", "tech", "both")
COSTS = ("free", "reduced", "paid")

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n\n?(.*)", re.DOTALL)
_LINK = re.compile(r"\]\((guide|template|resource|glossary):([a-z0-9-]*)\)")


@dataclass(frozen=True)
class Page:
    """A page of the guide; `body` is Markdown, `source` names the chapter it rests on."""

    id: str
    order: int
    reader: str
    source: str
    title: Text
    summary: Text
    body: Text


@dataclass(frozen=True)
class Term:
    """A word of one world, and what the other world says instead (None when it is the same)."""

    id: str
    world: str
    term: Text
    definition: Text
    other: Text | None


@dataclass(frozen=True)
class Competence:
    framework: str
    id: str
    level: int


@dataclass(frozen=True)
class Resource:
    """Something to learn from, published by others; `hours` is roughly what it takes."""

    id: str
    name: str
    owner: str
    url: str
    languages: tuple[str, ...]
    cost: str
    hours: int
    competences: tuple[Competence, ...]
    about: Text


#: What stewards wrote of the entries of one kind, by id, in the shape of the source file.
Edited = Mapping[str, Mapping[str, Any]]
NOTHING: Edited = MappingProxyType({})


def pages(folder: Path | None = None, edited: Edited = NOTHING) -> tuple[Page, ...]:
    """The guide in its order; raises `BadInput` naming the file of what is wrong."""
    found = [_page(record, (name,)) for name, record in {**page_records(folder), **edited}.items()]
    return tuple(sorted(found, key=lambda page: page.order))


def page_records(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """The pages by id, both languages of each in one record."""
    folder = folder or content_folder() / "guide"
    ids = sorted({path.name.split(".")[0] for path in folder.glob("*.md")})
    return {identifier: _page_record(folder, identifier) for identifier in ids}


def internal_links(page: Page) -> frozenset[tuple[str, str]]:
    """The (kind, id) of every link that stays inside the site, in any language."""
    return frozenset(link for body in page.body.values() for link in _LINK.findall(body))


def glossary(folder: Path | None = None, edited: Edited = NOTHING) -> tuple[Term, ...]:
    """The terms, in the order of their file."""
    path = (folder or content_folder() / "glossary") / "terms.toml"
    place = (path.name,)
    table = members(read_toml(path), place, ("source", "terms"))
    return tuple(_term(value, at) for value, at in items(laid_over(table["terms"], edited), (*place, "terms")))


def resources(folder: Path | None = None, edited: Edited = NOTHING) -> tuple[Resource, ...]:
    """The learning resources, in the order of their file."""
    path = (folder or content_folder() / "resources") / "resources.toml"
    place = (path.name,)
    table = members(read_toml(path), place, ("source", "resources"))
    records = laid_over(table["resources"], edited)
    return tuple(_resource(value, at) for value, at in items(records, (*place, "resources")))


def term_records() -> dict[str, dict[str, Any]]:
    """The terms as they stand in their file, by id."""
    return _by_id(content_folder() / "glossary" / "terms.toml", "terms")


def resource_records() -> dict[str, dict[str, Any]]:
    """The learning resources as they stand in their file, by id."""
    return _by_id(content_folder() / "resources" / "resources.toml", "resources")


def _by_id(path: Path, table: str) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in read_toml(path)[table]}


def _page_record(folder: Path, identifier: str) -> dict[str, Any]:
    fronts: dict[str, dict[str, Any]] = {}
    bodies = {}
    for language in languages.codes():
        path = folder / f"{identifier}.{language}.md"
        if language in LANGUAGES or path.exists():
            fronts[language], bodies[language] = _parts(path)
    front = fronts[LANGUAGES[0]]
    for language, other in fronts.items():
        for key in ("order", "reader", "source"):
            if other[key] != front[key]:
                problem = Message(gettext_noop("the languages of this page do not agree on “%(key)s”"), {"key": key})
                raise BadInput(problem, (f"{identifier}.{language}.md", key))
    return {
        **{key: front[key] for key in ("id", "order", "reader", "source")},
        **{key: {language: front[key] for language, front in fronts.items()} for key in ("title", "summary")},
        "body": bodies,
    }


def _page(value: object, place: Place) -> Page:
    record = members(value, place, ("id", "order", "reader", "source", "title", "summary", "body"))
    return Page(
        id=text(record["id"], (*place, "id")),
        order=whole(record["order"], (*place, "order"), 1),
        reader=choice(record["reader"], (*place, "reader"), READERS),
        source=text(record["source"], (*place, "source")),
        **{key: translated(record[key], (*place, key)) for key in ("title", "summary", "body")},
    )


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    place = (path.name,)
    try:
        found = _FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(Message(gettext_noop("this translation of the page is missing")), place) from None
    if found is None:
        raise BadInput(Message(gettext_noop("the page does not begin with its front matter")), place)
    try:
        front = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        problem = Message(gettext_noop("the front matter is not valid YAML: %(reason)s"), {"reason": str(error)})
        raise BadInput(problem, place) from error
    front = members(front, place, ("id", "order", "reader", "title", "summary", "source"))
    if front["id"] != path.name.split(".")[0]:
        raise BadInput(Message(gettext_noop("the id is not the name of the file")), (*place, "id"))
    return front, text(found[2], place)


def _term(value: object, place: Place) -> Term:
    record = members(value, place, ("id", "world", "term", "definition"), ("other",))
    return Term(
        id=text(record["id"], (*place, "id")),
        world=choice(record["world"], (*place, "world"), WORLDS),
        term=translated(record["term"], (*place, "term")),
        definition=translated(record["definition"], (*place, "definition")),
        other=translated(record["other"], (*place, "other")) if "other" in record else None,
    )


def _resource(value: object, place: Place) -> Resource:
    keys = ("id", "name", "owner", "url", "languages", "cost", "hours", "competences", "about")
    record = members(value, place, keys)
    plain: Mapping[str, str] = {key: text(record[key], (*place, key)) for key in ("id", "name", "owner", "url")}
    return Resource(
        **plain,
        languages=tuple(text(code, at) for code, at in items(record["languages"], (*place, "languages"))),
        cost=choice(record["cost"], (*place, "cost"), COSTS),
        hours=whole(record["hours"], (*place, "hours"), 1),
        competences=tuple(_competence(one, at) for one, at in items(record["competences"], (*place, "competences"))),
        about=translated(record["about"], (*place, "about")),
    )


def _competence(value: object, place: Place) -> Competence:
    record = members(value, place, ("framework", "id", "level"))
    found = Competence(
        text(record["framework"], (*place, "framework")),
        text(record["id"], (*place, "id")),
        whole(record["level"], (*place, "level"), 1),
    )
    try:
        competences.check(found.framework, found.id, found.level)
    except BadInput as error:
        raise error.inside(*place) from error
    return found
