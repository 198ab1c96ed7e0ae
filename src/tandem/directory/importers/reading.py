"""Opening files that strangers made: what kind they are by what is in them, and their entries one by one.

A file is read as a stream and never held whole. One broken entry is refused alone, with its place; what can
be trusted around it goes on. Nothing in a file can make the reader use more memory than `LONGEST_ENTRY`
allows, recurse without end or run anything.
"""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tandem.directory.importers import yaml_text
from tandem.directory.importers.records import Place
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

PUBLICCODE = "publiccode"
DIGITAL_PUBLIC_GOODS = "digital-public-goods"
SUSY = "susy"
DSI4EU_ORGANISATIONS = "dsi4eu-organisations"
DSI4EU_PROJECTS = "dsi4eu-projects"

#: Sizes in bytes. A whole country's register fits in a file, and no honest entry is longer than this.
LONGEST_FILE = 2_000_000_000
LONGEST_ENTRY = 4_000_000
LONGEST_YAML = 2_000_000
HEAD = 65_536
CHUNK = 262_144

_UTF_16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """One entry of a file: where it stands, and its value, or why it cannot be read."""

    place: Place
    value: Any = None
    trouble: Message | None = None


@dataclass(frozen=True)
class Opened:
    """A file whose kind is known."""

    path: Path
    kind: str

    def entries(self) -> Iterator[Entry]:
        """The entries in the order of the file, each read when it is asked for."""
        with self.path.open("rb") as file:
            if self.kind == PUBLICCODE:
                yield _yaml_entry(file)
            elif self.kind == DIGITAL_PUBLIC_GOODS:
                yield from _lines(file)
            else:
                yield from _elements(file, self.kind)


def recognise(path: Path) -> Opened:
    """The kind of `path`, from its first bytes; the name of a file says nothing.

    Raises `BadInput` when it is empty, too large, not UTF-8 at all or of a kind that no importer knows.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, 2)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise BadInput(Message(gettext_noop("the file is empty")), (str(path),))
    if size > LONGEST_FILE:
        text = gettext_noop("the file is larger than %(megabytes)s MB")
        raise BadInput(Message(text, {"megabytes": LONGEST_FILE // 1_000_000}), (str(path),))
    if head.startswith(_UTF_16_OR_32) or b"\0" in head:
        raise BadInput(Message(gettext_noop("the file is not written in UTF-8: save it as UTF-8 first")), (str(path),))
    kind = _kind(head.decode("utf-8-sig", "replace"))
    if not kind:
        text = gettext_noop(
            "no importer knows this kind of file (known: publiccode.yml, digital public goods as JSON lines, "
            "SUSY as GeoJSON, organisations and projects of DSI4EU as JSON)"
        )
        raise BadInput(Message(text), (str(path),))
    return Opened(path, kind)


def _kind(head: str) -> str:
    start = head.lstrip()[:1]
    if start == "[":
        if '"organisation_id"' in head or '"organisation_name"' in head:
            return DSI4EU_ORGANISATIONS
        return DSI4EU_PROJECTS if '"project_id"' in head or '"project_name"' in head else ""
    if start == "{" and '"FeatureCollection"' in head and '"features"' in head:
        return SUSY
    if re.search(r'^\s*\{.*"(?:SDGs|SDGNumber|spdx)"', head, re.MULTILINE):
        return DIGITAL_PUBLIC_GOODS
    said = re.findall(r"^([a-zA-Z]+)\s*:", head, re.MULTILINE)
    if re.search(r"^[\"']?publiccodeYmlVersion[\"']?\s*:", head, re.MULTILINE) or len(_PUBLICCODE_KEYS & set(said)) > 3:
        return PUBLICCODE
    return ""


_PUBLICCODE_KEYS = frozenset(
    "name url legal description maintenance localisation developmentStatus softwareType platforms categories".split()  # noqa: SIM905
)


def _yaml_entry(file: BinaryIO) -> Entry:
    data = file.read(LONGEST_YAML + 1)
    if len(data) > LONGEST_YAML:
        return Entry((), trouble=_too_long(LONGEST_YAML))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Message(gettext_noop("line %(number)s"), {"number": data[: error.start].count(b"\n") + 1})
        return Entry((where,), trouble=_not_utf_8())
    try:
        return Entry((), yaml_text.load(text))
    except yaml_text.Trouble as error:
        return Entry((Message(gettext_noop("line %(number)s"), {"number": error.line}),), trouble=error.message)


def _lines(file: BinaryIO) -> Iterator[Entry]:
    """One JSON object per line. A line that is too long is skipped without being held."""
    number = 0
    while data := file.readline(LONGEST_ENTRY + 1):
        number += 1
        place = (Message(gettext_noop("line %(number)s"), {"number": number}),)
        if len(data) > LONGEST_ENTRY and not data.endswith(b"\n"):
            while data and not data.endswith(b"\n"):
                data = file.readline(LONGEST_ENTRY)
            yield Entry(place, trouble=_too_long(LONGEST_ENTRY))
        elif data.strip(b"\xef\xbb\xbf \t\r\n"):
            entry = _json_entry(data.decode("utf-8", "surrogateescape").lstrip("\ufeff"))
            yield Entry(place, entry.value, entry.trouble)


def _elements(file: BinaryIO, kind: str) -> Iterator[Entry]:
    """The elements of the file's array (of its `features` in a GeoJSON), each read by itself."""
    noun = gettext_noop("feature %(number)s") if kind == SUSY else gettext_noop("record %(number)s")
    splitter = _Splitter("features" if kind == SUSY else "")
    number = 0
    for text in splitter.split(_text(file)):
        for entry in _element(text, kind):
            number += 1
            yield Entry((Message(noun, {"number": number}),), entry.value, entry.trouble)
    if not splitter.finished:
        *whole, last = _pieces("".join(splitter.kept), kind)
        for entry in (*map(_json_entry, whole), _last_entry(last)):
            number += 1
            yield Entry((Message(noun, {"number": number}),), entry.value, entry.trouble)


def _element(text: str | None, kind: str) -> Iterator[Entry]:
    """One element; several when a bracket or quote is missing in it, so that it swallowed its neighbours."""
    if text is None:
        yield Entry((), trouble=_too_long(LONGEST_ENTRY))
        return
    entry = _json_entry(text)
    if entry.trouble is None:
        yield entry
    else:
        yield from map(_json_entry, _pieces(text, kind))


def _last_entry(text: str) -> Entry:
    """What stands at the end of an array that was never closed: an entry and some brackets, or half an entry."""
    try:
        return Entry((), _JSON.raw_decode(text.strip())[0])
    except (ValueError, RecursionError, _Unwanted):
        return Entry((), trouble=Message(gettext_noop("the file ends in the middle of it: it was cut off")))


#: How the entries of each kind begin, where reading can start again after one that has no end.
_BEGINNINGS = {
    SUSY: re.compile(r'(?=\{\s*"type"\s*:\s*"Feature"\s*,)'),
    DSI4EU_ORGANISATIONS: re.compile(r'(?=\{\s*"organisation_id"\s*:)'),
    DSI4EU_PROJECTS: re.compile(r'(?=\{\s*"project_id"\s*:)'),
}


def _pieces(text: str, kind: str) -> list[str]:
    pieces = [piece.rstrip(" \t\r\n,") for piece in _BEGINNINGS[kind].split(text)]
    return [piece for piece in pieces if piece.strip()] or [text]


def _text(file: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    first = True
    while data := file.read(CHUNK):
        text = decoder.decode(data)
        yield text.lstrip("\ufeff") if first else text
        first = False


class _Splitter:
    """Cuts the text of a JSON array into the texts of its elements, by brackets and quotes alone.

    Reading each element by itself keeps one broken element from hiding the others, and needs memory for
    one element only. `finished` says whether the array was closed.
    """

    _BETWEEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\],]', re.DOTALL)
    _WITHIN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\]]', re.DOTALL)
    _INSIDE = re.compile(r'["\\]')

    def __init__(self, inside: str) -> None:
        self.inside = inside
        self.finished = False
        self.depth = 0
        self.element_depth = 1 if not inside else -1
        self.in_text = False
        self.kept: list[str] = []
        self.kept_length = 0
        self.too_long = False

    def split(self, chunks: Iterator[str]) -> Iterator[str | None]:
        """Each element's text; None for one longer than `LONGEST_ENTRY`."""
        escaped = False
        for chunk in chunks:
            position = start = 0
            if escaped:
                position, escaped = 1, False
            while not self.finished:
                match = self._next_sign().search(chunk, position)
                if match is None:
                    break
                position = match.end()
                character = match.group()
                if self.in_text:
                    if character == '"':
                        self.in_text = False
                    elif position == len(chunk):
                        escaped = True
                    else:
                        position += 1
                elif character[0] == '"':
                    self.in_text = len(character) == 1  # a whole text otherwise
                elif self._ends_element(character):
                    self._keep(chunk[start : match.start()])
                    yield from self._element()
                    start = position
                elif self._opens_array(character, chunk[start : match.start()]):
                    start = position
            if self.finished:
                return
            self._keep(chunk[start:])

    def _next_sign(self) -> re.Pattern[str]:
        if self.in_text:
            return self._INSIDE
        return self._BETWEEN if self.depth <= self.element_depth else self._WITHIN

    def _ends_element(self, character: str) -> bool:
        """Follow the depth; whether an element of the wanted array ends before this character."""
        if character == "}" and self.depth == self.element_depth:
            return False  # one too many: it closes no array
        if character in "}]":
            self.depth -= 1
            self.finished = 0 <= self.depth < self.element_depth
            return self.finished
        if character in "{[":
            self.depth += 1
            return False
        return self.depth == self.element_depth

    def _opens_array(self, character: str, before: str) -> bool:
        """Whether this bracket opens the wanted array; what stood before its elements is forgotten then."""
        if character != "[" or self.depth != (2 if self.inside else 1):
            return False
        if self.element_depth < 0:
            self._keep(before)
            if not re.search(rf'"{self.inside}"\s*:\s*$', "".join(self.kept)[-200:]):
                return False
            self.element_depth = 2
        self.kept, self.kept_length, self.too_long = [], 0, False
        return True

    def _keep(self, text: str) -> None:
        if self.element_depth < 0:
            self.kept = ["".join(self.kept)[-200:] + text[-200:]]
            return
        self.kept_length += len(text)
        self.too_long = self.too_long or self.kept_length > LONGEST_ENTRY
        self.kept = [] if self.too_long else [*self.kept, text]

    def _element(self) -> Iterator[str | None]:
        text = "".join(self.kept)
        if self.too_long:
            yield None
        elif text.strip():
            yield text
        self.kept, self.kept_length, self.too_long = [], 0, False


def _json_entry(text: str) -> Entry:
    """One value, its place still unsaid."""
    if _LONE.search(text):
        return Entry((), trouble=_not_utf_8())
    try:
        return Entry((), _JSON.decode(text.strip()))
    except json.JSONDecodeError as error:
        reason = gettext_noop("not valid JSON from character %(position)s on")
        return Entry((), trouble=Message(reason, {"position": error.pos + 1}))
    except _Unwanted as error:
        return Entry((), trouble=error.message)
    except ValueError:  # a whole number of thousands of digits
        return Entry((), trouble=Message(gettext_noop("holds a number that is too long")))
    except RecursionError:
        return Entry((), trouble=Message(gettext_noop("nested too deeply")))


class _Unwanted(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise _Unwanted(Message(gettext_noop("the key “%(key)s” comes twice"), {"key": twice[:60]}))
    return value


def _no_constant(name: str) -> Any:
    raise _Unwanted(Message(gettext_noop("%(value)s is not a number"), {"value": name}))


_JSON = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_constant)


def _too_long(limit: int) -> Message:
    return Message(gettext_noop("longer than %(kilobytes)s kB"), {"kilobytes": limit // 1000})


def _not_utf_8() -> Message:
    return Message(gettext_noop("not written in UTF-8"))
