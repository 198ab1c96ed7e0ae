"""Needs and offers out of decoded JSON, refused by key when something is wrong.

`Reader` remembers the lists and organisations it has already accepted, because a file of 100,000 offers
repeats them; what it has not seen goes through `tandem.domain.records`, which words every refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from tandem.domain import records
from tandem.domain.competences import check
from tandem.domain.errors import BadInput
from tandem.domain.iso import COUNTRIES, LANGUAGES
from tandem.domain.matching.model import (
    AskedCompetence,
    HeldCompetence,
    Need,
    Offer,
    OfferingOrganisation,
    Organisation,
)
from tandem.domain.messages import Message, gettext_noop
from tandem.domain.records import Place
from tandem.domain.vocabulary import FORMS, HELP, ROLES, SDGS, TECHNOLOGY, VALUES

# Keys as dictionaries: in the order in which they are missed, and quick to look up.
_ORGANISATION = dict.fromkeys(("id", "roles", "country", "languages", "sdgs", "values"))
_ORGANISATION_OPTIONAL = dict.fromkeys(("latitude", "longitude", "employees"))
_OFFERING = dict.fromkeys((*_ORGANISATION, "open_requests", "joined"))
_OFFERING_OPTIONAL = dict.fromkeys((*_ORGANISATION_OPTIONAL, "reply_rate"))
_BOTH = ("language", "organisation", "technology", "competences", "forms", "help", "remote")
_NEED = dict.fromkeys(("id", "title", "problem", *_BOTH))
_NEED_OPTIONAL = dict.fromkeys(("start", "end", "countries", "budget_eur"))
_OFFER = dict.fromkeys(("id", "title", "text", *_BOTH))
_OFFER_OPTIONAL = dict.fromkeys(("available_from", "available_to", "countries", "capacity_hours", "max_requests"))
_ASKED = dict.fromkeys(("framework", "id", "must"))
_ASKED_OPTIONAL = dict.fromkeys(("level_now", "level_wanted"))
_HELD = dict.fromkeys(("framework", "id"))
_HELD_OPTIONAL = dict.fromkeys(("level",))

#: No count of people or requests and no sum of euros or hours is above this; it keeps every number exact.
_LARGEST = 1e12


class Reader:
    """Reads the records of one file. What an installation kept of itself may lack a country (`countries_known`).

    >>> Reader().need({"id": "n1"})
    Traceback (most recent call last):
    tandem.domain.errors.BadInput: the key “title” is missing
    """

    def __init__(self, *, countries_known: bool = True) -> None:
        self._countries_known = countries_known
        self._lists: dict[tuple[object, ...], tuple[Any, ...]] = {}
        self._competences: dict[tuple[object, ...], HeldCompetence] = {}
        self._dates: dict[str, date] = {}

    def need(self, value: object) -> Need:
        """A need of docs/algorithms/matching.md; `BadInput` names the key that cannot be used."""
        record = records.members(value, (), _NEED, _NEED_OPTIONAL)
        start, end = self._interval(record, "start", "end")
        return Need(
            id=_id(record["id"], ("id",)),
            organisation=self._organisation(record["organisation"]),
            language=_choice(record["language"], ("language",), LANGUAGES),
            help=_choice(record["help"], ("help",), HELP),
            remote=_truth(record["remote"], ("remote",)),
            title=records.text(record["title"], ("title",), blank=True),
            problem=records.text(record["problem"], ("problem",), blank=True),
            technology=self._list(record["technology"], ("technology",), TECHNOLOGY),
            competences=self._competence_list(record["competences"], self._asked),
            forms=self._list(record["forms"], ("forms",), FORMS),
            start=start,
            end=end,
            countries=self._list_or_nothing(record.get("countries"), ("countries",), COUNTRIES),
            budget_eur=_amount(record.get("budget_eur"), ("budget_eur",)),
        )

    def offer(self, value: object) -> Offer:
        """An offer of docs/algorithms/matching.md; `BadInput` names the key that cannot be used."""
        record = records.members(value, (), _OFFER, _OFFER_OPTIONAL)
        available_from, available_to = self._interval(record, "available_from", "available_to")
        return Offer(
            id=_id(record["id"], ("id",)),
            organisation=self._offering(record["organisation"]),
            language=_choice(record["language"], ("language",), LANGUAGES),
            remote=_truth(record["remote"], ("remote",)),
            title=records.text(record["title"], ("title",), blank=True),
            text=records.text(record["text"], ("text",), blank=True),
            technology=self._list(record["technology"], ("technology",), TECHNOLOGY),
            competences=self._competence_list(record["competences"], self._held),
            forms=self._list(record["forms"], ("forms",), FORMS),
            help=self._list(record["help"], ("help",), HELP),
            available_from=available_from,
            available_to=available_to,
            countries=self._list_or_nothing(record.get("countries"), ("countries",), COUNTRIES),
            capacity_hours=_amount(record.get("capacity_hours"), ("capacity_hours",)),
            max_requests=_count_or_nothing(record.get("max_requests"), ("max_requests",)),
        )

    def _organisation(self, value: object) -> Organisation:
        place = ("organisation",)
        return Organisation(**self._shared(records.members(value, place, _ORGANISATION, _ORGANISATION_OPTIONAL), place))

    def _offering(self, value: object) -> OfferingOrganisation:
        place = ("organisation",)
        record = records.members(value, place, _OFFERING, _OFFERING_OPTIONAL)
        reply_rate = record.get("reply_rate")
        return OfferingOrganisation(
            **self._shared(record, place),
            reply_rate=None if reply_rate is None else records.number(reply_rate, (*place, "reply_rate"), 0, 1),
            open_requests=records.whole(record["open_requests"], (*place, "open_requests"), 0, _LARGEST),
            joined=self._date(record["joined"], (*place, "joined")),
        )

    def _shared(self, record: dict[str, Any], place: Place) -> dict[str, Any]:
        latitude, longitude = record.get("latitude"), record.get("longitude")
        return {
            "id": _id(record["id"], (*place, "id")),
            "roles": self._list(record["roles"], (*place, "roles"), ROLES),
            "country": self._country(record["country"], (*place, "country")),
            "latitude": None if latitude is None else records.number(latitude, (*place, "latitude"), -90, 90),
            "longitude": None if longitude is None else records.number(longitude, (*place, "longitude"), -180, 180),
            "employees": _count_or_nothing(record.get("employees"), (*place, "employees")),
            "languages": self._list(record["languages"], (*place, "languages"), LANGUAGES),
            "sdgs": self._sdgs(record["sdgs"], (*place, "sdgs")),
            "values": self._list(record["values"], (*place, "values"), VALUES),
        }

    def _country(self, value: object, place: Place) -> str:
        return "" if value == "" and not self._countries_known else _choice(value, place, COUNTRIES)

    def _list(self, value: object, place: Place, choices: Collection[str]) -> tuple[str, ...]:
        """A list of members of `choices`, each once, in the order of the file."""
        seen = _hashable((place[-1], *value)) if type(value) is list else None
        accepted = self._lists.get(seen) if seen else None
        if accepted is None:
            accepted = tuple(
                dict.fromkeys(_choice(item, where, choices) for item, where in records.items(value, place))
            )
            if seen:
                self._lists[seen] = accepted
        return accepted

    def _list_or_nothing(self, value: object, place: Place, choices: Collection[str]) -> tuple[str, ...]:
        return () if value is None else self._list(value, place, choices)

    def _sdgs(self, value: object, place: Place) -> tuple[int, ...]:
        seen = _hashable(("sdgs", *value, *map(type, value))) if type(value) is list else None
        accepted = self._lists.get(seen) if seen else None
        if accepted is None:
            goals = (records.whole(item, where, SDGS[0], SDGS[-1]) for item, where in records.items(value, place))
            accepted = tuple(dict.fromkeys(goals))
            if seen:
                self._lists[seen] = accepted
        return accepted

    def _competence_list(self, value: object, read: Callable[[object, Place], Any]) -> tuple[Any, ...]:
        return tuple(read(item, where) for item, where in records.items(value, ("competences",)))

    def _asked(self, value: object, place: Place) -> AskedCompetence:
        record = records.members(value, place, _ASKED, _ASKED_OPTIONAL)
        framework, competence = _competence(record, place)
        return AskedCompetence(
            framework,
            competence,
            _level(framework, competence, record.get("level_now"), (*place, "level_now")),
            _level(framework, competence, record.get("level_wanted"), (*place, "level_wanted")),
            _truth(record["must"], (*place, "must")),
        )

    def _held(self, value: object, place: Place) -> HeldCompetence:
        seen = _hashable((*value.items(), *map(type, value.values()))) if type(value) is dict else None
        held = self._competences.get(seen) if seen else None
        if held is None:
            record = records.members(value, place, _HELD, _HELD_OPTIONAL)
            framework, competence = _competence(record, place)
            held = HeldCompetence(
                framework, competence, _level(framework, competence, record.get("level"), (*place, "level"))
            )
            if seen:
                self._competences[seen] = held
        return held

    def _interval(self, record: dict[str, Any], first: str, last: str) -> tuple[date | None, date | None]:
        start, end = (None if record.get(key) is None else self._date(record[key], (key,)) for key in (first, last))
        if start is not None and end is not None and end < start:
            text = gettext_noop("ends on %(end)s, before it starts on %(start)s")
            raise BadInput(Message(text, {"end": end.isoformat(), "start": start.isoformat()}), (last,))
        return start, end

    def _date(self, value: object, place: Place) -> date:
        known = self._dates.get(value) if type(value) is str else None
        if known is None:
            written = records.text(value, place)
            try:
                known = date.fromisoformat(written)
            except ValueError:
                known = None
            if known is None or known.isoformat() != written:
                text = gettext_noop("“%(found)s” is not a date like 2027-03-31")
                raise BadInput(Message(text, {"found": records.shown(written)}), place)
            self._dates[written] = known
        return known


class Once:
    """Refuses an id that was already used in the same file.

    >>> once = Once()
    >>> once.check("n1")
    >>> once.check("n1")
    Traceback (most recent call last):
    tandem.domain.errors.BadInput: id: “n1” is already used in this file
    """

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._used = set(used)

    def check(self, identity: str) -> None:
        """Remember `identity`, or raise `BadInput` when it is known."""
        if identity in self._used:
            text = gettext_noop("“%(id)s” is already used in this file")
            raise BadInput(Message(text, {"id": records.shown(identity)}), ("id",))
        self._used.add(identity)


def _hashable(key: tuple[object, ...]) -> tuple[object, ...] | None:
    """`key`, or None when a list or object inside keeps it from being one.

    Where numbers are in it, their types are too: True and 1 are equal in Python, and only one of them is a number here.
    """
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _choice(value: object, place: Place, choices: Collection[str]) -> str:
    """One of `choices`; the long lists of codes are named instead of printed."""
    if choices is COUNTRIES or choices is LANGUAGES:
        if isinstance(value, str) and value in choices:
            return value
        countries = gettext_noop("“%(found)s” is not the code of a country (ISO 3166-1 alpha-2, like PT)")
        languages = gettext_noop("“%(found)s” is not the code of a language (ISO 639-1, like pt)")
        text = countries if choices is COUNTRIES else languages
        raise BadInput(Message(text, {"found": records.shown(value)}), place)
    return records.choice(value, place, choices)


def _id(value: object, place: Place) -> str:
    identity = records.text(value, place)
    if not identity.isprintable():
        raise BadInput(Message(gettext_noop("an id is made of printable characters")), place)
    return identity


def _truth(value: object, place: Place) -> bool:
    if not isinstance(value, bool):
        raise BadInput(
            Message(gettext_noop("true or false is expected, not “%(found)s”"), {"found": records.shown(value)}), place
        )
    return value


def _amount(value: object, place: Place) -> float | None:
    return None if value is None else records.number(value, place, 0, _LARGEST)


def _count_or_nothing(value: object, place: Place) -> int | None:
    return None if value is None else records.whole(value, place, 0, _LARGEST)


def _competence(record: dict[str, Any], place: Place) -> tuple[str, str]:
    framework = records.text(record["framework"], (*place, "framework"))
    competence = records.text(record["id"], (*place, "id"))
    _checked(framework, competence, None, place)
    return framework, competence


def _level(framework: str, competence: str, value: object, place: Place) -> int | None:
    if value is None:
        return None
    level = records.whole(value, place)
    _checked(framework, competence, level, place[:-1], place[-1])
    return level


def _checked(
    framework: str, competence: str, level: int | None, place: Place, level_key: str | Message = "level"
) -> None:
    try:
        check(framework, competence, level)
    except BadInput as error:
        part = level_key if error.place == ("level",) else error.place[0]
        raise BadInput(error.message, (*place, part)) from None
