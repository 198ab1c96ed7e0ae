"""Opening files that strangers made: what kind they are by what is in them, and their entries one by one.

A file is read as a stream and never held whole. One broken entry is refused alone, with its place; what can
be trusted around it goes on. Nothing in a file can make the reader use more memory than `json_text.LONGEST`
allows, recurse without end or run anything.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tandem.directory.importers import json_text, yaml_text
from tandem.directory.importers.records import Place
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

PUBLICCODE = "publiccode"
DIGITAL_PUBLIC_GOODS = "digital-public-goods"
SUSY = "susy"
DSI4EU_ORGANISATIONS = "dsi4eu-organisations"
DSI4EU_PROJECTS = "dsi4eu-projects"

#: Sizes in bytes. A whole country's register fits in a file.
LONGEST_FILE = 2_000_000_000
LONGEST_YAML = 2_000_000
HEAD = 65_536
CHUNK = 262_144

_UTF_16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


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
        return Entry((), trouble=json_text.too_long(LONGEST_YAML))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Message(gettext_noop("line %(number)s"), {"number": data[: error.start].count(b"\n") + 1})
        return Entry((where,), trouble=Message(gettext_noop("not written in UTF-8")))
    try:
        return Entry((), yaml_text.load(text))
    except yaml_text.Trouble as error:
        return Entry((Message(gettext_noop("line %(number)s"), {"number": error.line}),), trouble=error.message)


def _lines(file: BinaryIO) -> Iterator[Entry]:
    """One JSON object per line. A line that is too long is skipped without being held."""
    number = 0
    while data := file.readline(json_text.LONGEST + 1):
        number += 1
        place = (Message(gettext_noop("line %(number)s"), {"number": number}),)
        if len(data) > json_text.LONGEST and not data.endswith(b"\n"):
            while data and not data.endswith(b"\n"):
                data = file.readline(json_text.LONGEST)
            yield Entry(place, trouble=json_text.too_long(json_text.LONGEST))
        elif data.strip(b"\xef\xbb\xbf \t\r\n"):
            try:
                yield Entry(place, json_text.load(data.decode("utf-8", "surrogateescape").lstrip("\ufeff")))
            except json_text.Trouble as error:
                yield Entry(place, trouble=error.message)


#: How the entries of a JSON array begin, and what one of them is called.
_ARRAYS = {
    SUSY: ("features", re.compile(r'\{\s*"type"\s*:\s*"Feature"\s*,'), gettext_noop("feature %(number)s")),
    DSI4EU_ORGANISATIONS: ("", re.compile(r'\{\s*"organisation_id"\s*:'), gettext_noop("record %(number)s")),
    DSI4EU_PROJECTS: ("", re.compile(r'\{\s*"project_id"\s*:'), gettext_noop("record %(number)s")),
}


def _elements(file: BinaryIO, kind: str) -> Iterator[Entry]:
    """The elements of the file's array (of the `features` in a GeoJSON)."""
    inside, beginning, noun = _ARRAYS[kind]
    for number, value in enumerate(json_text.elements(_text(file), inside, beginning), 1):
        place = (Message(noun, {"number": number}),)
        if isinstance(value, json_text.Trouble):
            yield Entry(place, trouble=value.message)
        else:
            yield Entry(place, value)


def _text(file: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    first = True
    while data := file.read(CHUNK):
        text = decoder.decode(data)
        yield text.lstrip("\ufeff") if first else text
        first = False
