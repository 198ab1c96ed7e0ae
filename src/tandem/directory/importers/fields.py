"""The fields of one entry, read clean, with a note of everything that was left out or doubtful.

A note names the field, never what stood in it, unless that can be nobody's personal data (a country, a licence).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tandem.directory.importers import cleaning, countries, licences
from tandem.directory.importers.records import Doubt, Place
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop


class Fields:
    """One entry of a file: `values` as the file has them, `doubts` as they come up."""

    def __init__(self, file: str, where: Place, values: object) -> None:
        if not isinstance(values, Mapping):
            raise BadInput(Message(gettext_noop("not an object with named fields")))
        self.file = file
        self.where = where
        self.values: Mapping[str, Any] = values
        self.doubts: list[Doubt] = []

    def part(self, key: str) -> Fields:
        """The object under `key`, an empty one when there is none; it shares the notes."""
        inner = Fields(self.file, (*self.where, key), self.map(key))
        inner.doubts = self.doubts
        return inner

    def doubt(self, key: str, text: str, **values: object) -> None:
        self.doubts.append(Doubt(self.file, (*self.where, key), Message(text, values)))

    def list(self, key: str) -> list[Any]:
        value = self.values.get(key)
        return value if isinstance(value, list) else []

    def map(self, key: str) -> Mapping[str, Any]:
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}

    def line(self, key: str, length: int = cleaning.NAME_LENGTH) -> str:
        self._note_hidden(key)
        return cleaning.line(self.values.get(key), length)

    def paragraphs(self, key: str, length: int = cleaning.TEXT_LENGTH) -> str:
        self._note_hidden(key)
        return cleaning.paragraphs(self.values.get(key), length)

    def required_line(self, key: str) -> str:
        """A line that has to be there; `BadInput` when nothing readable stands in it."""
        text = self.line(key)
        if not any(character.isalnum() for character in text):
            raise BadInput(Message(gettext_noop("has to be filled")), (key,))
        return text

    def website(self, key: str) -> str:
        value = self.values.get(key)
        clean = cleaning.website(value)
        if not clean and isinstance(value, str) and value.strip():
            self.doubt(key, gettext_noop("left out: not the http(s) address of a public site"))
        return clean

    def country(self, key: str, aliases: Mapping[str, str] | None = None) -> str:
        """ISO alpha-2; `aliases` is what names (as `countries.key` writes them) mean in this kind of file."""
        name = self.line(key, countries.LONGEST)
        if not name:
            return ""
        if aliases and countries.key(name) in aliases:
            return aliases[countries.key(name)]
        read = countries.read(name)
        if not read.code:
            self.doubt(key, gettext_noop("left out: no country is called “%(name)s”"), name=name)
        elif read.guessed:
            self.doubt(key, gettext_noop("“%(name)s” read as %(country)s"), name=name, country=read.code)
        return read.code

    def coordinates(self, key: str, latitude: object, longitude: object) -> tuple[float | None, float | None]:
        """Latitude and longitude, both or none; `key` is the field that a note names."""
        if latitude in (None, "") and longitude in (None, ""):
            return None, None
        point = cleaning.coordinates(latitude, longitude)
        if point is None:
            self.doubt(key, gettext_noop("left out: no place on the globe has these coordinates"))
            return None, None
        return point

    def licence(self, key: str, value: object) -> licences.Licence | None:
        name = cleaning.line(value, 60)
        read = licences.read(value)
        if read is None and name:
            self.doubt(key, gettext_noop("left out: “%(name)s” is no SPDX licence that Tandem knows"), name=name)
        return read

    def day(self, key: str) -> str | None:
        """A date as YYYY-MM-DD."""
        value = self.values.get(key)
        read = cleaning.day(value)
        if read is None and isinstance(value, str | int) and str(value).strip():
            self.doubt(key, gettext_noop("left out: not a date written YYYY-MM-DD"))
        return read.isoformat() if read else None

    def _note_hidden(self, key: str) -> None:
        if cleaning.hides_something(self.values.get(key)):
            self.doubt(key, gettext_noop("scripts, embedded pages or hidden characters were taken out"))
