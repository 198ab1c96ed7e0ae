"""YAML from strangers, read as texts, lists and maps only.

Every scalar stays a text (`no` is Norwegian, `1.10` a version), tags are ignored, nothing is constructed. The
reader counts what aliases would unfold to, so that ten lines cannot become a billion values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from tandem.domain.messages import Message, gettext_noop

DEEPEST = 20
MOST_VALUES = 50_000

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Trouble(Exception):
    """Why a text is no YAML for us, and on which line."""

    def __init__(self, message: Message, line: int) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line


@dataclass
class _Open:
    """A list or map whose end has not come yet."""

    value: Any
    anchor: str | None
    values_before: int
    key: str | None = field(default=None)
    expects_key: bool = True


def load(text: str) -> Any:
    """The value of the only document in `text`; raises `Trouble`."""
    try:
        return _Builder().build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Trouble(
            Message(gettext_noop("not valid YAML from this line on")), mark.line + 1 if mark else 1
        ) from error
    except yaml.YAMLError as error:  # a control character, which no YAML may hold
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise Trouble(Message(gettext_noop("holds a control character")), line) from error


class _Builder:
    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.values = 0
        self.documents = 0
        self.root: Any = None
        self.line = 1

    def build(self, text: str) -> Any:
        for event in yaml.parse(text, Loader=_Loader):
            self.line = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise self._trouble(gettext_noop("holds more than one document"))
            elif isinstance(event, yaml.ScalarEvent):
                self._add(event.value, event.anchor, 1)
            elif isinstance(event, yaml.AliasEvent):
                self._add_alias(event.anchor)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = self.open.pop()
                self._add(done.value, done.anchor, self.values - done.values_before, counted=True)
        return self.root

    def _begin(self, value: Any, anchor: str | None) -> None:
        if len(self.open) >= DEEPEST:
            raise self._trouble(gettext_noop("nested too deeply"))
        if self.open and isinstance(self.open[-1].value, dict) and self.open[-1].expects_key:
            raise self._trouble(gettext_noop("a key has to be a text"))
        self.open.append(_Open(value, anchor, self.values))
        self.values += 1

    def _add_alias(self, anchor: str) -> None:
        if anchor not in self.anchors:
            raise self._trouble(gettext_noop("an alias stands inside what it repeats, or before it"))
        value, size = self.anchors[anchor]
        self._add(value, None, size)

    def _add(self, value: Any, anchor: str | None, size: int, counted: bool = False) -> None:
        self.values += 0 if counted else size
        if self.values > MOST_VALUES:
            raise self._trouble(gettext_noop("unfolds to more than %(count)s values"), count=MOST_VALUES)
        if anchor:
            self.anchors[anchor] = (value, size)
        if not self.open:
            self.root = value
            return
        parent = self.open[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.expects_key:
            if not isinstance(value, str):
                raise self._trouble(gettext_noop("a key has to be a text"))
            if value in parent.value:
                raise self._trouble(gettext_noop("the key “%(key)s” comes twice"), key=value[:60])
            parent.key, parent.expects_key = value, False
        else:
            parent.value[parent.key] = value
            parent.expects_key = True

    def _trouble(self, text: str, **values: object) -> Trouble:
        return Trouble(Message(text, values), self.line)
