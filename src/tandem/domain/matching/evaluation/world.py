"""Invented needs and offers, and how relevant each offer is to each need.

The rule of relevance looks at what the inventor knows (topics, abilities, reliability, causes), never at the
weights or at what the records say; the records then say it incompletely, wrongly or too loudly.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tandem.domain.competences import competence_ids, frameworks, levels
from tandem.domain.matching.evaluation.topics import TOPICS, Topic
from tandem.domain.matching.formulas import distance_km
from tandem.domain.matching.model import (
    AskedCompetence,
    HeldCompetence,
    Need,
    Offer,
    OfferingOrganisation,
    Organisation,
)
from tandem.domain.vocabulary import FORMS, SDGS, TECHNOLOGY, VALUES

Member = TypeVar("Member")

LANGUAGES = ("fr", "en", "pt", "es", "it", "de")
#: Country of each language, and its middle.
_HOMES = {
    "fr": ("FR", 46.6, 2.4),
    "en": ("IE", 53.2, -7.8),
    "pt": ("PT", 39.6, -8.2),
    "es": ("ES", 40.2, -3.6),
    "it": ("IT", 42.8, 12.4),
    "de": ("DE", 50.9, 10.2),
}
_BEGIN = date(2027, 1, 1)
_KINDS = ("session", "project", "project", "project", "partnership", "contract")
_HOURS = {"session": 3, "project": 25, "partnership": 80, "contract": 80}
BEST = 3
DAMAGES = ("missing", "synonyms", "other-language", "wrong-level", "stuffing", "hidden")


@dataclass(frozen=True)
class TrueNeed:
    """What is the case about a need. Abilities are 1 to 5, on a scale of the inventor."""

    topic: int
    ability: int
    cause: int
    languages: frozenset[str]
    remote: bool


@dataclass(frozen=True)
class TrueOffer:
    """What is the case about an offer: its ability in each of its topics, and how reliably it answers."""

    abilities: dict[int, int]
    reliability: float
    hours: float
    causes: frozenset[int]
    damages: frozenset[str]


@dataclass(frozen=True)
class World:
    """Needs, offers as they present themselves, and `grades`: 0 to 3 for each (need, offer)."""

    needs: Sequence[Need]
    offers: Sequence[Offer]
    truths: Sequence[TrueOffer]
    grades: NDArray[np.int8]


def invent(needs: int, offers: int, seed: int) -> World:
    """A world of this size, the same for the same seed."""
    draw = _Inventor(seed)
    true_needs = [draw.need(f"n{place}") for place in range(needs)]
    true_offers = [draw.offer(f"f{place}") for place in range(offers)]
    grades = np.zeros((needs, offers), np.int8)
    near = _near_each_topic(true_offers)
    for row, need in enumerate(true_needs):
        for place in near[need[1].topic]:  # whoever knows neither the topic nor a neighbour is of grade 0
            grades[row, place] = _grade(need, true_offers[place])
    presented = [draw.damaged(offer, truth) for offer, truth in true_offers]
    return World([need for need, _ in true_needs], presented, [truth for _, truth in true_offers], grades)


def _near_each_topic(offers: Sequence[tuple[Offer, TrueOffer]]) -> list[list[int]]:
    """For each topic, the places of the offers that know it or one of its two neighbours, ascending."""
    near: list[dict[int, None]] = [{} for _ in TOPICS]
    for place, (_, truth) in enumerate(offers):
        for known in truth.abilities:
            for step in (-1, 0, 1):
                near[(known + step) % len(TOPICS)][place] = None
    return [list(places) for places in near]


def _grade(one: tuple[Need, TrueNeed], other: tuple[Offer, TrueOffer]) -> int:
    """3 a partner to be glad of, 2 a good one, 1 better than nobody, 0 no."""
    (need, want), (offer, truth) = one, other
    if not _possible(need, want, offer):
        return 0
    ability = truth.abilities.get(want.topic)
    if ability is None:
        near = [truth.abilities.get((want.topic + step) % len(TOPICS), 0) for step in (-1, 1)]
        return 1 if max(near) > want.ability else 0
    if ability < want.ability - 1:
        return 0
    if truth.reliability < 0.4 or _lacks_a_must(need, offer):
        return 1
    if ability < want.ability:
        return 2
    comforts = (
        (want.remote and offer.remote) or _km(need, offer) < 80,
        want.cause in truth.causes,
        truth.hours >= _HOURS[need.help],
    )
    return BEST if sum(comforts) >= 2 else 2


def _lacks_a_must(need: Need, offer: Offer) -> bool:
    """Whether the offer, before its record is damaged, does without something that the need cannot do without."""
    held = {one.key for one in offer.competences}
    return any(asked.must and asked.key not in held for asked in need.competences)


def _possible(need: Need, want: TrueNeed, offer: Offer) -> bool:
    if not want.languages & offer.languages or need.help not in offer.help:
        return False
    if not (want.remote and offer.remote) and (need.organisation.country != offer.organisation.country):
        return False
    if offer.available_from is not None and need.end is not None and offer.available_from > need.end:
        return False
    return not need.forms or bool(set(need.forms) & set(offer.forms))


def _km(need: Need, offer: Offer) -> float:
    one, other = need.organisation, offer.organisation
    assert one.latitude is not None and one.longitude is not None
    assert other.latitude is not None and other.longitude is not None
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


class _Inventor:
    """Draws everything from one seed, in one order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invention, not secrecy

    def need(self, identity: str) -> tuple[Need, TrueNeed]:
        draw = self._random
        number, ability, language = draw.randrange(len(TOPICS)), draw.randint(2, 4), draw.choice(LANGUAGES)
        topic = TOPICS[number]
        organisation, cause = self._organisation(f"{identity}-o", language, second=0.3)
        start = _BEGIN + timedelta(days=draw.randrange(120))
        asked = tuple(
            AskedCompetence(
                framework,
                competence,
                _level(framework, competence, ability - draw.randint(1, 2)) if draw.random() < 0.5 else None,
                _level(framework, competence, ability),
                must=place == 0 and draw.random() < 0.1,
            )
            for place, (framework, competence) in enumerate(topic.competences)
            if draw.random() < 0.75
        )
        help_ = draw.choice(_KINDS)
        need = Need(
            id=identity,
            organisation=organisation,
            language=language,
            help=help_,
            remote=draw.random() < 0.65,
            title=self._text(topic, language, 3),
            problem=self._text(topic, language, 8),
            technology=topic.technology if draw.random() < 0.7 else (),
            competences=asked,
            forms=self._some(FORMS[:10], 3, 6) if draw.random() < 0.5 else (),
            start=start,
            end=start + timedelta(days=draw.randint(30, 150)),
            budget_eur=float(draw.randint(500, 9000)) if help_ == "contract" else None,
        )
        return need, TrueNeed(number, ability, cause, need.languages, need.remote)

    def offer(self, identity: str) -> tuple[Offer, TrueOffer]:
        draw = self._random
        numbers = draw.sample(range(len(TOPICS)), draw.choice((1, 1, 2, 2, 3)))
        abilities = {number: draw.randint(1, 5) for number in numbers}
        language = draw.choice(LANGUAGES)
        organisation, cause = self._organisation(f"{identity}-o", language, second=0.5)
        new = draw.random() < 0.25
        reliability = draw.betavariate(4, 2)
        joined = _BEGIN - timedelta(days=draw.randint(0, 60) if new else draw.randint(90, 900))
        topics = [TOPICS[number] for number in numbers]
        hours = float(draw.choice((4, 10, 30, 60, 120, 200)))
        offer = Offer(
            id=identity,
            organisation=OfferingOrganisation(
                **{name: getattr(organisation, name) for name in Organisation.__dataclass_fields__},
                reply_rate=None if new else round(reliability, 2),
                open_requests=draw.randint(0, 1),
                joined=joined,
            ),
            language=language,
            remote=draw.random() < 0.65,
            title=" ".join(self._text(topic, language, 2) for topic in topics),
            text=" ".join(self._text(topic, language, 8) for topic in topics),
            technology=tuple(dict.fromkeys(name for topic in topics for name in topic.technology)),
            competences=tuple(
                HeldCompetence(framework, competence, _level(framework, competence, abilities[number]))
                for number in numbers
                for framework, competence in TOPICS[number].competences
                if draw.random() < 0.85
            ),
            forms=self._some(FORMS[:10], 2, 6),
            help=tuple(sorted({draw.choice(_KINDS) for _ in range(3)})),
            available_from=_BEGIN + timedelta(days=draw.randrange(-60, 150)) if draw.random() < 0.6 else None,
            capacity_hours=hours,
            max_requests=draw.randint(2, 6),
        )
        causes = frozenset({cause, draw.randrange(len(VALUES))})
        damages = frozenset(name for name in DAMAGES if draw.random() < (0.04 if name == "stuffing" else 0.15))
        return offer, TrueOffer(abilities, reliability, hours, causes, damages)

    def damaged(self, offer: Offer, truth: TrueOffer) -> Offer:
        """The offer as its record says it, after the damages it suffers."""
        draw = self._random
        topics = [TOPICS[number] for number in truth.abilities]
        organisation = replace(offer.organisation, values=tuple(VALUES[cause] for cause in sorted(truth.causes)))
        offer = replace(offer, organisation=organisation)
        if "synonyms" in truth.damages:
            others = tuple(HeldCompetence(*topic.elsewhere) for topic in topics)
            words = " ".join(word for topic in topics for word in topic.words[offer.language][2:])
            offer = replace(offer, competences=(*offer.competences[1:], *others), text=words, title=words)
        if "other-language" in truth.damages:
            written = draw.choice(LANGUAGES)
            spoken = tuple(dict.fromkeys((*organisation.languages, offer.language)))
            text = " ".join(self._text(topic, written, 8) for topic in topics)
            organisation = replace(organisation, languages=spoken)
            offer = replace(offer, text=text, title=text[:40], language=written, organisation=organisation)
        if "wrong-level" in truth.damages:
            offer = replace(offer, competences=tuple(self._misjudged(one) for one in offer.competences))
        if "hidden" in truth.damages:
            rate = offer.organisation.reply_rate
            hidden = replace(offer.organisation, reply_rate=None if rate is not None and rate < 0.5 else rate)
            offer = replace(offer, organisation=replace(hidden, latitude=None, longitude=None))
        if "missing" in truth.damages:
            gone: dict[str, Any] = dict.fromkeys(draw.sample(("technology", "competences", "forms", "help"), 2), ())
            offer = replace(offer, capacity_hours=None, available_from=None, **gone)
        return stuffed(offer) if "stuffing" in truth.damages else offer

    def _misjudged(self, one: HeldCompetence) -> HeldCompetence:
        known = levels(one.framework, one.id)
        if one.level is None or not known:
            return one
        return replace(one, level=min(max(one.level + self._random.choice((-1, 1, 2)), known[0]), known[-1]))

    def _organisation(self, identity: str, language: str, second: float) -> tuple[Organisation, int]:
        draw = self._random
        country, latitude, longitude = _HOMES[language]
        cause = draw.randrange(len(VALUES))
        others = self._some([other for other in LANGUAGES if other != language], 1, 2) if draw.random() < second else ()
        return (
            Organisation(
                id=identity,
                roles=("social",),
                country=country,
                latitude=round(latitude + draw.uniform(-1.5, 1.5), 4),
                longitude=round(longitude + draw.uniform(-1.5, 1.5), 4),
                employees=draw.choice((1, 4, 8, 15, 40, 60, 250)),
                languages=(language, *others),
                sdgs=self._some(SDGS, 1, 4) if draw.random() < 0.8 else (),
                values=tuple(dict.fromkeys((VALUES[cause], *self._some(VALUES, 0, 3)))) if draw.random() < 0.8 else (),
            ),
            cause,
        )

    def _text(self, topic: Topic, language: str, length: int) -> str:
        return " ".join(self._random.choice(topic.words[language][:3]) for _ in range(length))

    def _some(self, choices: Sequence[Member], least: int, most: int) -> tuple[Member, ...]:
        return tuple(self._random.sample(choices, self._random.randint(least, most)))


def stuffed(offer: Offer) -> Offer:
    """The same offer, claiming everything at the highest level, with every word."""
    everything = tuple(
        HeldCompetence(framework.id, identity, max(levels(framework.id, identity)))
        for framework in frameworks()
        for identity in competence_ids(framework.id)
    )
    words = " ".join(word for topic in TOPICS for word in topic.words[offer.language])
    organisation = replace(offer.organisation, values=VALUES, sdgs=tuple(SDGS))
    return replace(offer, technology=TECHNOLOGY, competences=everything, text=words, organisation=organisation)


def silenced(offer: Offer) -> Offer:
    """The same offer, leaving out what its owner may leave out: place, dates, hours, values and goals."""
    organisation = replace(offer.organisation, latitude=None, longitude=None, values=(), sdgs=())
    return replace(offer, available_from=None, available_to=None, capacity_hours=None, organisation=organisation)


def _level(framework: str, competence: str, ability: int) -> int:
    """An ability of 1 to 5 on the levels of a competence."""
    known = levels(framework, competence)
    return known[min(max(round((ability - 1) / 4 * (len(known) - 1)), 0), len(known) - 1)]
