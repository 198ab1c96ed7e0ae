"""JSON from strangers: one value, or the elements of a long array one by one.

An array is never held whole. One broken element hides neither those before it nor those after it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from tandem.domain.messages import Message, gettext_noop

#: In characters; no honest entry is longer than this.
LONGEST = 4_000_000


class Trouble(Exception):
    """Why a text is no JSON for us."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def load(text: str) -> Any:
    """The value that `text` is, bytes that are no UTF-8 being lone surrogates in it; raises `Trouble`."""
    if _LONE.search(text):
        raise Trouble(Message(gettext_noop("not written in UTF-8")))
    try:
        return _DECODER.decode(text.strip())
    except json.JSONDecodeError as error:
        reason = gettext_noop("not valid JSON from character %(position)s on")
        raise Trouble(Message(reason, {"position": error.pos + 1})) from error
    except ValueError as error:  # a whole number of thousands of digits
        raise Trouble(Message(gettext_noop("holds a number that is too long"))) from error
    except RecursionError as error:
        raise Trouble(Message(gettext_noop("nested too deeply"))) from error


def too_long(limit: int) -> Message:
    return Message(gettext_noop("longer than %(kilobytes)s kB"), {"kilobytes": limit // 1000})


def elements(chunks: Iterable[str], inside: str, beginning: re.Pattern[str]) -> Iterator[Any]:
    """The elements of an array in the text that `chunks` make: each a value, or the `Trouble` with it.

    The array is the text itself, or stands under the key `inside` of the object that the text is. `beginning`
    matches how elements begin: reading starts again there after an element without an end.
    """
    splitter = _Splitter(inside)
    for part in splitter.split(chunks):
        if isinstance(part, _Text):
            yield from _values(part, beginning)
        else:
            yield part
    if not splitter.finished:
        *whole, last = _pieces("".join(splitter.kept), beginning)
        yield from map(_value, whole)
        yield _last_value(last)


def _value(text: str) -> Any:
    try:
        return load(text)
    except Trouble as error:
        return error


def _values(text: str, beginning: re.Pattern[str]) -> Iterator[Any]:
    """One element; several when a bracket or quote is missing in it, so that it swallowed its neighbours."""
    value = _value(text)
    if isinstance(value, Trouble):
        yield from map(_value, _pieces(text, beginning))
    else:
        yield value


def _last_value(text: str) -> Any:
    """What stands at the end of an array that was never closed: an element and some brackets, or half an element."""
    try:
        return _DECODER.raw_decode(text.strip())[0]
    except (ValueError, RecursionError, Trouble):
        return Trouble(Message(gettext_noop("the file ends in the middle of it: it was cut off")))


def _pieces(text: str, beginning: re.Pattern[str]) -> list[str]:
    starts = [match.start() for match in beginning.finditer(text)]
    cuts = [0, *(start for start in starts if start), len(text)]
    pieces = [text[start:end].rstrip(" \t\r\n,") for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece.strip()] or [text]


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise Trouble(Message(gettext_noop("the key “%(key)s” comes twice"), {"key": twice[:60]}))
    return value


def _no_constant(name: str) -> Any:
    raise Trouble(Message(gettext_noop("%(value)s is not a number"), {"value": name}))


_DECODER = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_constant)
_LONE = re.compile("[\ud800-\udfff]")


class _Text(str):
    """The text of an element that has not been read yet."""


class _Splitter:
    """Finds the elements of a JSON array by brackets and quotes alone; what reads at once is given as a value.

    `finished` says whether the array was closed, `kept` is what came after its last element.
    """

    _BETWEEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\],]', re.DOTALL)
    _WITHIN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\]]', re.DOTALL)
    _IN_TEXT = re.compile(r'["\\]')
    _SPACE = re.compile(r"[\s,]*")
    _END = re.compile(r"\s*[,\]]")

    def __init__(self, inside: str) -> None:
        self.inside = inside
        self.finished = False
        self.depth = 0
        self.element_depth = -1 if inside else 1
        self.in_text = False
        self.kept: list[str] = []
        self.kept_length = 0

    def split(self, chunks: Iterable[str]) -> Iterator[Any]:
        """Each element: its value, else its `_Text`, else the `Trouble` that it is too long."""
        escaped = False
        for chunk in chunks:
            position, escaped = int(escaped), False
            start, tried = 0, -1
            while not self.finished:
                if start == position != tried and not self.kept and self.depth == self.element_depth:
                    value, position = self._at_once(chunk, position)
                    start = tried = position
                    if value is not None:
                        yield value
                        tried = -1
                        continue
                match = self._next_sign().search(chunk, position)
                if match is None:
                    break
                position = match.end()
                sign = match.group()
                if self.in_text:
                    escaped = sign == "\\" and position == len(chunk)
                    position += sign == "\\" and not escaped
                    self.in_text = sign == "\\"
                elif sign[0] == '"':
                    self.in_text = len(sign) == 1  # a whole text otherwise
                elif self._ends_element(sign):
                    self._keep(chunk[start : match.start()])
                    yield from self._element()
                    start = position
                elif self._opens_array(sign, chunk[start : match.start()]):
                    start = position
            if self.finished:
                return
            self._keep(chunk[start:])

    def _at_once(self, chunk: str, position: int) -> tuple[Any, int]:
        """The object that begins here and where it ends; nothing when it is broken or goes on in the next chunk."""
        position = self._SPACE.match(chunk, position).end()  # type: ignore[union-attr]
        if not chunk.startswith("{", position):
            return None, position
        try:
            value, end = _DECODER.raw_decode(chunk, position)
        except (ValueError, RecursionError, Trouble):
            return None, position
        whole = self._END.match(chunk, end) and not _LONE.search(chunk, position, end)
        return (value, end) if whole else (None, position)

    def _next_sign(self) -> re.Pattern[str]:
        if self.in_text:
            return self._IN_TEXT
        return self._BETWEEN if self.depth <= self.element_depth else self._WITHIN

    def _ends_element(self, sign: str) -> bool:
        """Follow the depth; whether an element of the wanted array ends before this sign."""
        if sign == "}" and self.depth == self.element_depth:
            return False  # one too many: it closes no array
        if sign in "}]":
            self.depth -= 1
            self.finished = 0 <= self.depth < self.element_depth
            return self.finished
        if sign in "{[":
            self.depth += 1
            return False
        return self.depth == self.element_depth

    def _opens_array(self, sign: str, before: str) -> bool:
        """Whether this bracket opens the wanted array; what stood before its elements is forgotten then."""
        if sign != "[" or self.depth != (2 if self.inside else 1):
            return False
        if self.element_depth < 0:
            self._keep(before)
            if not re.search(rf'"{self.inside}"\s*:\s*$', "".join(self.kept)[-200:]):
                return False
            self.element_depth = 2
        self.kept, self.kept_length = [], 0
        return True

    def _keep(self, text: str) -> None:
        """Hold on to a part of an element; beyond `LONGEST` only that it was too long."""
        if self.element_depth < 0:
            self.kept = ["".join(self.kept)[-200:] + text[-200:]]
            return
        self.kept_length += len(text)
        if self.kept_length > LONGEST:
            self.kept = [" "]
        elif text:
            self.kept.append(text)

    def _element(self) -> Iterator[Any]:
        text = "".join(self.kept)
        if self.kept_length > LONGEST:
            yield Trouble(too_long(LONGEST))
        elif text.strip():
            yield _Text(text)
        self.kept, self.kept_length = [], 0
