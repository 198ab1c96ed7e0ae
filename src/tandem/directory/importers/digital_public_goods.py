"""Digital public goods: one line of JSON, one solution."""

from __future__ import annotations

from collections.abc import Mapping

from tandem.directory.importers import cleaning, licences
from tandem.directory.importers.fields import Fields
from tandem.directory.importers.records import SolutionRecord, Source
from tandem.domain.errors import BadInput
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.vocabulary import SDGS

SOURCE = Source(
    slug="digital-public-goods",
    name="Digital Public Goods Alliance, candidates",
    address="https://github.com/DPGAlliance/publicgoods-candidates",
    licence="Public domain",
    may_republish=True,
)

#: What the first of these types in an entry makes of it.
KINDS = {
    "software": "free-software",
    "aimodel": "free-software",
    "data": "open-data",
    "content": "open-content",
    "standard": "open-content",
}
#: Only what the source says in so many words; most sectors (health, education) are no technology.
TECHNOLOGY_OF_TYPE = {"aimodel": "artificial-intelligence"}
TECHNOLOGY_OF_SECTOR = {"big data": "cloud-big-data", "data security": "security"}

EVIDENCE_LENGTH = 600


def read(entry: Fields) -> SolutionRecord:
    """The solution of one line; `BadInput` without a name, a description or any address."""
    name = entry.required_line("name")
    description = entry.paragraphs("description")
    if not description:
        raise BadInput(Message(gettext_noop("has to be filled")), ("description",))
    repository = _repository(entry)
    site = entry.website("website") or repository
    if not site:
        raise BadInput(Message(gettext_noop("gives neither a website nor a repository")), ("website",))
    source_file = entry.line("source_file")
    types = [text.lower() for text in cleaning.tags(entry.list("type"))]
    sectors = cleaning.tags(entry.list("sectors"))
    licence = _licence(entry)
    return SolutionRecord(
        source=SOURCE,
        external_id=source_file.removesuffix(".json") or name.casefold(),
        file=entry.file,
        where=entry.where,
        source_address=cleaning.website(f"{SOURCE.address}/blob/main/{source_file}") if source_file else SOURCE.address,
        name=name,
        summary={"en": description},
        website=site,
        sdgs=_goals(entry),
        technology=_technology(types, sectors),
        tags=sectors,
        licence=licence.expression if licence else "",
        kind=next((KINDS[kind] for kind in types if kind in KINDS), "") if licence and licence.is_open else "",
        repository=repository,
        sdg_evidence=_evidence(entry),
    )


def _repository(entry: Fields) -> str:
    addresses = (part.get("url") for part in entry.list("repositories") if isinstance(part, Mapping))
    return next(filter(None, map(cleaning.website, addresses)), "")


def _licence(entry: Fields) -> licences.Licence | None:
    """All licences of the entry: its software has one, its data or texts another."""
    names = (part.get("spdx") for part in entry.list("license") if isinstance(part, Mapping))
    known = [licence for name in names if (licence := entry.licence("license", name))]
    return licences.all_of(known)


def _goal(part: object) -> int | None:
    number = part.get("SDGNumber") if isinstance(part, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number in SDGS else None


def _goals(entry: Fields) -> tuple[int, ...]:
    goals = [_goal(part) for part in entry.list("SDGs")]
    if None in goals:
        entry.doubt("SDGs", gettext_noop("left out: the goals are numbered from 1 to 17"))
    return tuple(sorted({goal for goal in goals if goal}))


def _evidence(entry: Fields) -> dict[str, dict[str, str]]:
    evidence: dict[str, dict[str, str]] = {}
    for part in entry.list("SDGs"):
        if goal := _goal(part):
            text = cleaning.line(part.get("evidenceText"), EVIDENCE_LENGTH)
            address = cleaning.website(part.get("evidenceURL"))
            if text or address:
                evidence.setdefault(str(goal), {"text": text, "address": address})
    return evidence


def _technology(types: list[str], sectors: tuple[str, ...]) -> tuple[str, ...]:
    found = [TECHNOLOGY_OF_TYPE.get(kind) for kind in types]
    found += [TECHNOLOGY_OF_SECTOR.get(sector.lower()) for sector in sectors]
    return tuple(dict.fromkeys(filter(None, found)))
