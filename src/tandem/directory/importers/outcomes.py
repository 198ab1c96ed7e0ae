"""From files to records: every entry of every file becomes a record, or is refused with its place and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tandem.directory.importers import digital_public_goods, dsi4eu, publiccode, reading, susy
from tandem.directory.importers.fields import Fields
from tandem.directory.importers.records import Doubt, OrganisationRecord, Place, Record, Refusal
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop

Outcome = Record | Refusal | Doubt


@dataclass(frozen=True)
class Importer:
    """How an entry of one kind is read, and the fields that hold its id."""

    read: Callable[[Fields], Record]
    id_place: tuple[str, ...]


#: In the order of reading: organisations before the projects that name them.
IMPORTERS = {
    reading.SUSY: Importer(susy.read, ("properties", "_id")),
    reading.DSI4EU_ORGANISATIONS: Importer(dsi4eu.read_organisation, ("organisation_id",)),
    reading.DSI4EU_PROJECTS: Importer(dsi4eu.read_project, ("project_id",)),
    reading.DIGITAL_PUBLIC_GOODS: Importer(digital_public_goods.read, ("source_file",)),
    reading.PUBLICCODE: Importer(publiccode.read, ("url",)),
}

SOURCES = {
    source.slug: source for source in (susy.SOURCE, dsi4eu.SOURCE, digital_public_goods.SOURCE, publiccode.SOURCE)
}


def read_files(paths: Sequence[Path]) -> Iterator[Outcome]:
    """What comes out of all files, organisations before what links to them.

    Every file is recognised before the first entry is read, so that a file which no importer knows stops the
    import before anything was done (`BadInput`, `OSError`).
    """
    opened = [reading.recognise(path) for path in paths]
    opened.sort(key=lambda one: list(IMPORTERS).index(one.kind))
    return _outcomes(opened)


def _outcomes(opened: Sequence[reading.Opened]) -> Iterator[Outcome]:
    seen = _Seen()
    for one in opened:
        file = str(one.path)
        for entry in one.entries():
            if entry.trouble is not None:
                yield Refusal(file, entry.place, entry.trouble)
            else:
                yield from _outcome(IMPORTERS[one.kind], file, entry, seen)


def _outcome(importer: Importer, file: str, entry: reading.Entry, seen: _Seen) -> Iterator[Outcome]:
    try:
        fields = Fields(file, entry.place, entry.value)
        record = importer.read(fields)
        seen.refuse_if_known(record, importer.id_place)
    except BadInput as error:
        yield Refusal(file, (*entry.place, *error.place), error.message)
        return
    yield from fields.doubts
    yield from seen.doubt_if_alike(record)
    yield record


@dataclass(frozen=True)
class _Position:
    file: str
    where: Place

    def seen_from(self, file: str) -> Place:
        return self.where if file == self.file else (self.file, *self.where)


class _Seen:
    """Where this run has met each entry already, to name those that come twice."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], _Position] = {}
        self.alike: dict[tuple[str, ...], _Position] = {}

    def refuse_if_known(self, record: Record, id_place: tuple[str, ...]) -> None:
        """Raise `BadInput` for a second entry with the same id in the same source."""
        here = _Position(record.file, record.where)
        first = self.ids.setdefault((record.source.slug, record.external_id), here)
        if first is not here:
            reason = gettext_noop("the same id as %(first)s, which was kept")
            raise BadInput(Message(reason, {"first": first.seen_from(record.file)}), id_place)

    def doubt_if_alike(self, record: Record) -> Iterator[Doubt]:
        """Note a second entry with another id, but the same name and the same website or point."""
        address = record.website
        if isinstance(record, OrganisationRecord) and not address and record.latitude is not None:
            address = f"{record.latitude} {record.longitude}"
        if not address:
            return
        here = _Position(record.file, record.where)
        first = self.alike.setdefault(
            (record.source.slug, type(record).__name__, record.name.casefold(), address), here
        )
        if first is not here:
            reason = gettext_noop("looks like %(first)s: same name, same website or place")
            yield Doubt(record.file, record.where, Message(reason, {"first": first.seen_from(record.file)}))
