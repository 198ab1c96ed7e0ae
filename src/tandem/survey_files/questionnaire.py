"""A questionnaire from an XLSForm, and as the JSON that keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tandem.domain.errors import BadInput, at_row, at_sheet
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.survey.questionnaire import (
    NOTE,
    NUMBER,
    ONE,
    SEVERAL,
    TEXT,
    Choice,
    Item,
    Questionnaire,
    Screen,
    together,
)
from tandem.survey_files.xlsform import ANY, Asked, Form, converted, rows_of, wording

KINDS = {
    "select one": ONE,
    "select all that apply": SEVERAL,
    "integer": NUMBER,
    "decimal": NUMBER,
    "text": TEXT,
    "note": NOTE,
}
#: What a form records by itself: a survey that keeps no address keeps none of it either.
_NOT_KEPT = ("calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit", "start-geopoint")
MOST_QUESTIONS, MOST_CHOICES = 300, 250


def read_questionnaire(path: Path, name: str) -> Questionnaire:
    """The questionnaire in the XLSForm at `path`; errors call the file `name`.

    Errors: `BadInput` naming sheet and row for what pyxform refuses, for a kind of question that has no
    page here, for a condition that is not understood.
    """
    try:
        found = converted(path)
    except BadInput as error:
        raise BadInput(error.message, (name, *error.place[1:])) from None
    reader = _Reader(path, name)
    screens = tuple(reader.screens(found.get("children", [])))
    items = [item for screen in screens for item in screen.items]
    asked = [item for item in items if item.kind != NOTE]
    if not asked:
        raise BadInput(Message(gettext_noop("the questionnaire asks nothing")), (name, at_sheet("survey")))
    if len(asked) > MOST_QUESTIONS:
        text = gettext_noop("more than %(most)s questions")
        raise BadInput(Message(text, {"most": MOST_QUESTIONS}), (name, at_sheet("survey")))
    names = {item.name for item in items}
    for item in items:
        for condition in filter(None, (item.relevant, item.constraint)):
            unknown = next((one for one in condition.names if one not in names), None)
            if unknown is not None:
                text = gettext_noop("the condition speaks of %(name)s, which the form does not ask")
                raise reader.refuse(Message(text, {"name": unknown}), item.name)
    languages = dict.fromkeys(code for item in items for code in item.words if code != ANY)
    return Questionnaire(tuple(languages), screens)


class _Reader:
    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    def refuse(self, message: Message, question: str) -> BadInput:
        """The error with the sheet, and the row where the question is."""
        rows = rows_of(self.path, "survey")
        column = rows[0].index("name") if rows and "name" in rows[0] else 1
        row = next((number for number, cells in enumerate(rows, 1) if cells[column : column + 1] == [question]), None)
        return BadInput(message, (self.name, at_sheet("survey"), *((at_row(row),) if row else ()), question))

    def screens(self, children: list[Mapping[str, Any]]) -> Iterator[Screen]:
        for child in children:
            kind = str(child.get("type", ""))
            if kind == "group" and child.get("name") == "meta":
                continue
            if kind == "group":
                items = tuple(self.items(child.get("children", []), _relevant(child)))
                if items:
                    yield Screen(wording(child.get("label")), items)
            else:
                yield from (Screen({}, (item,)) for item in self.items([child], ""))

    def items(self, children: list[Mapping[str, Any]], outside: str) -> Iterator[Item]:
        for child in children:
            kind, name = str(child.get("type", "")), str(child.get("name", ""))
            if kind == "group":
                both = " and ".join(f"({one})" for one in (outside, _relevant(child)) if one)
                yield from self.items(child.get("children", []), both)
            elif kind in KINDS:
                yield self.item(child, KINDS[kind], outside)
            elif kind not in _NOT_KEPT:
                text = gettext_noop("a question of the kind “%(kind)s” has no page here: ask it in words")
                raise self.refuse(Message(text, {"kind": kind}), name)

    def item(self, child: Mapping[str, Any], kind: str, outside: str) -> Item:
        name, bind = str(child["name"]), child.get("bind") or {}
        listed = [one for one in child.get("choices") or [] if isinstance(one, dict) and "name" in one]
        if len(listed) > MOST_CHOICES:
            text = gettext_noop("more than %(most)s answers to choose from")
            raise self.refuse(Message(text, {"most": MOST_CHOICES}), name)
        constraint = str(bind.get("constraint", ""))
        try:
            relevant, allowed = together(outside, _relevant(child)), together(constraint)
        except BadInput as error:
            raise self.refuse(error.message, name) from None
        return Item(
            name,
            kind,
            wording(child.get("label")) or {ANY: name},
            wording(child.get("hint")),
            tuple(Choice(str(one["name"]), wording(one.get("label")) or {ANY: str(one["name"])}) for one in listed),
            str(bind.get("required", "")).lower() in ("yes", "true", "true()"),
            child.get("type") == "integer",
            relevant,
            allowed,
            wording(bind.get("jr:constraintMsg")) or None,
        )


def _relevant(child: Mapping[str, Any]) -> str:
    return str((child.get("bind") or {}).get("relevant", ""))


def as_json(asked: Questionnaire) -> dict[str, Any]:
    """The questionnaire as it is kept; `from_json` gives it back."""
    return {
        "languages": list(asked.languages),
        "screens": [
            {"words": dict(screen.words), "items": [_item_as_json(item) for item in screen.items]}
            for screen in asked.screens
        ],
    }


def _item_as_json(item: Item) -> dict[str, Any]:
    said = {
        "name": item.name,
        "kind": item.kind,
        "words": dict(item.words),
        "hint": dict(item.hint),
        "choices": [{"code": choice.code, "words": dict(choice.words)} for choice in item.choices],
        "required": item.required,
        "whole": item.whole,
        "relevant": item.relevant.source if item.relevant else "",
        "constraint": item.constraint.source if item.constraint else "",
        "constraint_words": dict(item.constraint_words or {}),
    }
    return {key: value for key, value in said.items() if value}


def from_json(kept: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        tuple(kept["languages"]),
        tuple(
            Screen(screen["words"], tuple(_item_from_json(item) for item in screen["items"]))
            for screen in kept["screens"]
        ),
    )


def _item_from_json(kept: Mapping[str, Any]) -> Item:
    return Item(
        kept["name"],
        kept["kind"],
        kept["words"],
        kept.get("hint", {}),
        tuple(Choice(choice["code"], choice["words"]) for choice in kept.get("choices", ())),
        kept.get("required", False),
        kept.get("whole", False),
        together(kept.get("relevant", "")),
        together(kept.get("constraint", "")),
        kept.get("constraint_words") or None,
    )


def as_form(asked: Questionnaire, path: Path) -> Form:
    """The same as what a report reads wordings from."""
    return Form(
        path,
        {
            item.name: Asked(
                item.name,
                item.kind == SEVERAL,
                item.words,
                {choice.code: choice.words for choice in item.choices if choice.absence is None},
            )
            for item in asked.items
        },
    )
