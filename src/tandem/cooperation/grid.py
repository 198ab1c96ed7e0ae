"""The grid of the evaluation, read from `content/evaluation/grid-N.toml`: the same questions for all sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import items, members, text
from tandem.ui.content import Text, content_folder, read_toml, translated

#: The version that is asked today; older answers keep theirs.
CURRENT = 1
EFFECTS = [
    ("not-at-all", _("Not at all")),
    ("a-little", _("A little")),
    ("clearly", _("Clearly")),
    ("unknown", _("I do not know")),
]
AGAIN = [("yes", _("Yes")), ("otherwise", _("Yes, but otherwise")), ("no", _("No"))]
CHOICES: dict[str, list[tuple[str, Any]]] = {"effect": EFFECTS, "again": AGAIN}


@dataclass(frozen=True)
class Question:
    """`kind`: `effect` and `again` are choices, `fact` is a text that may stay empty."""

    id: str
    kind: str
    label: Text

    @property
    def words(self) -> str:
        return self.label[get_language() or "en"]

    def said(self, value: str) -> Any:
        """An answer as people read it."""
        return dict(CHOICES[self.kind]).get(value, value) if self.kind in CHOICES else value


@dataclass(frozen=True)
class Section:
    id: str
    title: Text
    questions: tuple[Question, ...]

    @property
    def words(self) -> str:
        return self.title[get_language() or "en"]


@cache
def grid(version: int = CURRENT) -> tuple[Section, ...]:
    """The sections of a version; `BadInput` names the place of a fault in the file."""
    data = members(
        read_toml(content_folder() / "evaluation" / f"grid-{version}.toml"), (), ("version", "source", "section")
    )
    return tuple(_section(value, place) for value, place in items(data["section"], ("section",)))


def questions(version: int = CURRENT) -> dict[str, Question]:
    return {question.id: question for section in grid(version) for question in section.questions}


def _section(value: object, place: tuple[str, ...]) -> Section:
    fields = members(value, place, ("id", "title", "question"))
    return Section(
        text(fields["id"], (*place, "id")),
        translated(fields["title"], (*place, "title")),
        tuple(_question(one, where) for one, where in items(fields["question"], (*place, "question"))),
    )


def _question(value: object, place: tuple[str, ...]) -> Question:
    fields = members(value, place, ("id", "kind", "label"))
    kind = text(fields["kind"], (*place, "kind"))
    if kind not in (*CHOICES, "fact"):
        raise BadInput(Message(gettext_noop("unknown kind of question “%(kind)s”"), {"kind": kind}), (*place, "kind"))
    return Question(text(fields["id"], (*place, "id")), kind, translated(fields["label"], (*place, "label")))
