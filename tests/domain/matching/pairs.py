"""A need and an offer to vary, and strategies for pairs of every kind."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tandem.domain.matching import Need, Offer, Reader
from tandem.domain.vocabulary import FORMS, HELP, TECHNOLOGY, VALUES

_ORGANISATION: dict[str, Any] = {
    "id": "o1",
    "roles": ["social"],
    "country": "FR",
    "latitude": 45.0,
    "longitude": 5.0,
    "employees": 4,
    "languages": ["fr"],
    "sdgs": [1, 3],
    "values": ["solidarity", "data-protection", "ecology"],
}
_NEED: dict[str, Any] = {
    "id": "n1",
    "title": "We lose track of the people we help",
    "problem": "Everyone keeps a notebook.",
    "language": "fr",
    "organisation": _ORGANISATION,
    "technology": ["crm", "security"],
    "competences": [
        {"framework": "digcomp-3.0", "id": "1.3", "level_now": 2, "level_wanted": 5, "must": False},
        {"framework": "e-cf-4.0", "id": "B.1", "level_now": None, "level_wanted": 2, "must": True},
    ],
    "forms": ["giving-skills", "open-data"],
    "help": "project",
    "start": "2027-01-01",
    "end": "2027-01-31",
    "remote": True,
    "countries": None,
    "budget_eur": None,
}
_OFFER: dict[str, Any] = {
    "id": "f1",
    "title": "Two developers, two days a month",
    "text": "We build and hand over.",
    "language": "en",
    "organisation": {
        **_ORGANISATION,
        "id": "o2",
        "roles": ["tech"],
        "languages": ["fr", "en"],
        "sdgs": [3],
        "values": ["solidarity"],
        "reply_rate": 0.8,
        "open_requests": 1,
        "joined": "2026-05-01",
    },
    "technology": ["crm", "website"],
    "competences": [
        {"framework": "digcomp-3.0", "id": "1.3", "level": 4},
        {"framework": "e-cf-4.0", "id": "B.1", "level": 3},
    ],
    "forms": ["giving-skills"],
    "help": ["project", "session"],
    "available_from": "2027-01-11",
    "available_to": None,
    "remote": True,
    "countries": None,
    "capacity_hours": 15,
    "max_requests": 4,
}


def need_record(**changes: Any) -> dict[str, Any]:
    """The usual need as it stands in a file; `organisation_country="PT"` changes a key of the organisation."""
    return _changed(_NEED, changes)


def offer_record(**changes: Any) -> dict[str, Any]:
    """The usual offer as it stands in a file."""
    return _changed(_OFFER, changes)


def a_need(**changes: Any) -> Need:
    return Reader().need(need_record(**changes))


def an_offer(**changes: Any) -> Offer:
    return Reader().offer(offer_record(**changes))


def _changed(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(record)
    for key, value in changes.items():
        if key.startswith("organisation_"):
            changed["organisation"][key.removeprefix("organisation_")] = value
        else:
            changed[key] = value
    return changed


LANGUAGES = ("fr", "en", "pt", "de")
COUNTRIES = ("FR", "PT", "BE", "DE")
_DAYS = (None, "2027-01-01", "2027-02-15", "2027-04-01", "2027-12-31", "9999-12-31", "0001-01-02")
_COMPETENCES = (("digcomp-3.0", "1.1", 8), ("digcomp-3.0", "1.3", 8), ("e-cf-4.0", "B.1", 3), ("tandem", "low-code", 4))


class Draw(random.Random):
    """Records of every kind, with few distinct values so that needs and offers meet."""

    def some(self, choices: Sequence[Any], most: int = 4) -> list[Any]:
        return [self.choice(choices) for _ in range(self.randint(0, most))]

    def maybe(self, *choices: Any) -> Any:
        return self.choice((None, *choices))

    def interval(self) -> tuple[str | None, str | None]:
        one, other = self.choice(_DAYS), self.choice(_DAYS)
        return (other, one) if one and other and other < one else (one, other)

    def organisation(self) -> dict[str, Any]:
        return {
            **_ORGANISATION,
            "country": self.choice(COUNTRIES),
            "latitude": self.maybe(-90, 0.0, 48.85, 48.86, 90),
            "longitude": self.maybe(-180, 2.35, 2.36, 179.9),
            "languages": self.some(LANGUAGES, 2),
            "sdgs": self.some(range(1, 18)),
            "values": self.some(VALUES, 12),
        }

    def competences(self, *, asked: bool) -> list[dict[str, Any]]:
        records = []
        for framework, identity, highest in self.some(_COMPETENCES, 5):
            levels = range(1, highest + 1)
            record = {"framework": framework, "id": identity}
            if asked:
                record["must"] = self.random() < 0.3
                record |= {"level_now": self.maybe(*levels), "level_wanted": self.maybe(*levels)}
            else:
                record["level"] = self.maybe(*levels)
            records.append(record)
        return records

    def need(self, identity: str = "n1") -> Need:
        return Reader().need(self.need_record(identity))

    def need_record(self, identity: str = "n1") -> dict[str, Any]:
        start, end = self.interval()
        return need_record(
            id=identity,
            language=self.choice(LANGUAGES),
            organisation=self.organisation(),
            technology=self.some(TECHNOLOGY),
            competences=self.competences(asked=True),
            forms=self.some(FORMS),
            help=self.choice(HELP),
            start=start,
            end=end,
            remote=self.random() < 0.5,
            countries=self.maybe(self.some(COUNTRIES, 2)),
            budget_eur=self.maybe(0, 99.5, 1500, 1e6),
        )

    def offer(self, identity: str) -> Offer:
        return Reader().offer(self.offer_record(identity))

    def offer_record(self, identity: str) -> dict[str, Any]:
        start, end = self.interval()
        joined = {
            "reply_rate": self.maybe(0, 1, 1 / 3, 0.5),
            "open_requests": self.randint(0, 4),
            "joined": "2026-01-01",
        }
        return offer_record(
            id=identity,
            language=self.choice(LANGUAGES),
            organisation=self.organisation() | joined,
            technology=self.some(TECHNOLOGY, 20),
            competences=self.competences(asked=False),
            forms=self.some(FORMS),
            help=self.some(HELP, 3),
            available_from=start,
            available_to=end,
            remote=self.random() < 0.5,
            countries=self.maybe(self.some(COUNTRIES, 2)),
            capacity_hours=self.maybe(0, 1.5, 29, 400),
            max_requests=self.maybe(0, 1, 2, 3, 4, 5),
        )


needs = st.integers(0, 2**32).map(lambda seed: Draw(seed).need())
offer_lists = st.integers(0, 2**32).map(lambda seed: [Draw(seed + n).offer(f"f{n}") for n in range(25)])
offers = st.integers(0, 2**32).map(lambda seed: Draw(seed).offer("f1"))
need_lists = st.integers(0, 2**32).map(lambda seed: [Draw(seed + n).need(f"n{n}") for n in range(25)])
