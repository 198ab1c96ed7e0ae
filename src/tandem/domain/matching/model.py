"""A need, an offer and the organisations behind them, as the engine compares them.

Empty tuples and None mean "not said", except `technology` and `competences` of a need: empty there means
that none is asked. Values are taken as checked (`reading.py` checks what comes from files).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text as a model read it: signed 8-bit numbers, and which of `themes` were recognised in it, as they came."""

    vector: bytes
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """How alike two texts were found to be, once, in place of their readings: `value` in [0, 1] or None."""

    value: float | None
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """What matching may know about an organisation. Latitude and longitude in degrees, WGS 84.

    A record of a file always says the country; an organisation imported from elsewhere may not: it is empty then.
    """

    id: str
    roles: tuple[str, ...]
    country: str
    latitude: float | None = None
    longitude: float | None = None
    employees: int | None = None
    languages: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferingOrganisation(Organisation):
    """The organisation of an offer: `reply_rate` is its share of answered requests (None: none received yet)."""

    reply_rate: float | None = None
    open_requests: int = 0
    joined: date | None = None


@dataclass(frozen=True, slots=True)
class AskedCompetence:
    """A competence that a need asks for: the level it has now, the one it wants, and whether it cannot do without."""

    framework: str
    id: str
    level_now: int | None = None
    level_wanted: int | None = None
    must: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return (self.framework, self.id)


@dataclass(frozen=True, slots=True)
class HeldCompetence:
    """A competence that an offer brings, with its level when said."""

    framework: str
    id: str
    level: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.framework, self.id)


@dataclass(frozen=True, slots=True)
class Need:
    """What an organisation asks for. `end` is included; `budget_eur` in euros."""

    id: str
    organisation: Organisation
    language: str
    help: str
    remote: bool
    title: str = ""
    problem: str = ""
    technology: tuple[str, ...] = ()
    competences: tuple[AskedCompetence, ...] = ()
    forms: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    countries: tuple[str, ...] = ()
    budget_eur: float | None = None
    meaning: Meaning | Told | None = None

    @property
    def languages(self) -> frozenset[str]:
        """The language the need is written in and those of its organisation."""
        return frozenset((self.language, *self.organisation.languages))

    @property
    def places(self) -> tuple[str, ...]:
        """The countries it accepts an offer from: those it names, else its organisation's own; none when not known."""
        return self.countries or ((self.organisation.country,) if self.organisation.country else ())


@dataclass(frozen=True, slots=True)
class Offer:
    """What an organisation offers. `available_to` is included; `capacity_hours` in hours over the whole offer."""

    id: str
    organisation: OfferingOrganisation
    language: str
    remote: bool
    title: str = ""
    text: str = ""
    technology: tuple[str, ...] = ()
    competences: tuple[HeldCompetence, ...] = ()
    forms: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    available_from: date | None = None
    available_to: date | None = None
    countries: tuple[str, ...] = ()
    capacity_hours: float | None = None
    max_requests: int | None = None
    meaning: Meaning | Told | None = None

    @property
    def languages(self) -> frozenset[str]:
        """The language the offer is written in and those of its organisation."""
        return frozenset((self.language, *self.organisation.languages))

    @property
    def levels(self) -> Mapping[tuple[str, str], int | None]:
        """Level of each competence held; a competence listed twice counts once, at its highest known level."""
        held: dict[tuple[str, str], int | None] = {}
        for competence in self.competences:
            known = held.get(competence.key)
            held[competence.key] = competence.level if known is None else max(known, competence.level or 0)
        return held
