"""The numbers again, from docs/algorithms/matching.md and the records alone, without a line of the engine."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import date, timedelta

import pytest
from tests.domain.matching.pairs import Draw

from tandem.domain.matching import Columns, Reader, rank_offers

HOURS = {"session": 2, "project": 30, "partnership": 100, "contract": 100, "funding": 0}
NEED_SIDE = {
    "competences": (25, 0.25),
    "technology": (15, 0.25),
    "help": (7, 0.6),
    "form": (5, 0.6),
    "language": (8, 0.6),
    "distance": (7, 0.2),
    "dates": (6, 0.6),
    "values": (6, 0.25),
    "sdgs": (4, 0.15),
    "capacity": (4, 0.5),
    "free-places": (3, 0.6),
    "responsiveness": (10, 0.6),
}
OFFER_SIDE = {
    "competences": (20, 0.25),
    "technology": (14, 0.25),
    "help": (8, 0.6),
    "form": (10, 0.6),
    "language": (8, 0.6),
    "distance": (6, 0.2),
    "dates": (6, 0.6),
    "values": (8, 0.25),
    "sdgs": (8, 0.15),
    "capacity": (5, 0.5),
    "budget": (7, 0.4),
}
FAMILIES = (
    {"open-data", "free-software"},
    {"giving-money", "giving-in-kind", "giving-skills", "skills-volunteering", "staff-loan"},
    {"joint-contract", "subcontract", "co-production", "patent-licence", "franchise", "social-joint-venture"},
)
GATES = ("form", "language", "country", "dates", "help", "capacity", "must-have")


def held(offer):
    levels = {}
    for one in offer["competences"]:
        key = (one["framework"], one["id"])
        levels[key] = max((x for x in (levels.get(key), one["level"]) if x is not None), default=None)
    return levels


def languages(side):
    return {side["language"], *side["organisation"]["languages"]}


def day(text):
    return text and date.fromisoformat(text)


def gate(need, offer):
    """The first gate that removes the pair, or None."""
    forms, places = set(need["forms"]), set(need["countries"] or [need["organisation"]["country"]])
    start, end, first, last = map(day, (need["start"], need["end"], offer["available_from"], offer["available_to"]))
    levels, most = held(offer), offer["max_requests"]
    if forms and offer["forms"] and not forms & set(offer["forms"]):
        return "form"
    if not languages(need) & languages(offer):
        return "language"
    if not (need["remote"] and offer["remote"]) and offer["countries"] and not places & set(offer["countries"]):
        return "country"
    if (end and first and end < first) or (last and start and last < start):
        return "dates"
    if offer["help"] and need["help"] not in offer["help"]:
        return "help"
    if most is not None and offer["organisation"]["open_requests"] >= most:
        return "capacity"
    for one in need["competences"] if levels else ():
        level = levels.get((one["framework"], one["id"]), 0)
        wanted = one["level_wanted"]
        absent = (one["framework"], one["id"]) not in levels
        if one["must"] and (absent or (level is not None and wanted is not None and level < wanted - 1)):
            return "must-have"
    return None


def fit(one, levels):
    key, wanted, now = (one["framework"], one["id"]), one["level_wanted"], one["level_now"]
    if key not in levels:
        return 0
    level = levels[key]
    if wanted is None:
        return 1
    if level is None:
        return 0.5
    if level >= wanted:
        return 1
    base = now if now is not None and now < wanted else wanted - 2.5
    return max(0, (level - base) / (wanted - base))


def dice(one, other):
    one, other = set(one), set(other)
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else None


def values(need, offer):
    """Both sides' values by criterion, None where not said."""
    own, other = need["organisation"], offer["organisation"]
    levels, asked, listed = held(offer), need["competences"], set(offer["technology"])
    technology, hours = set(need["technology"]), HOURS[need["help"]]
    competences = [1, 0.5] if not asked else [None, None]
    if asked and levels:
        weights, fits = [2 if one["must"] else 1 for one in asked], [fit(one, levels) for one in asked]
        long = min(1, (len(asked) + 8) / len(levels))
        competences = [
            sum(w * f for w, f in zip(weights, fits, strict=True)) / sum(weights) * long,
            min(1, sum(fits) / min(len(asked), len(levels))) * long,
        ]
    techs = [1, 0.5] if not technology else [None, None]
    if technology and listed:
        shared, long = len(technology & listed), min(1, (len(technology) + 4) / len(listed))
        techs = [shared / len(technology) * long, shared / min(len(technology), len(listed)) * long]
    ladder = ("session", "project", "partnership")
    help_ = None
    if offer["help"]:
        near = need["help"] in ladder and any(
            kind in ladder and abs(ladder.index(kind) - ladder.index(need["help"])) == 1 for kind in offer["help"]
        )
        help_ = 1 if need["help"] in offer["help"] else 0.4 if near else 0
    forms, theirs, form = set(need["forms"]), set(offer["forms"]), None
    if forms and theirs:
        form = 1 if forms & theirs else 0.5 if any(forms & f and theirs & f for f in FAMILIES) else 0
    spoken = [
        1 if need["language"] in languages(offer) else 0.6 if languages(need) & languages(offer) else 0,
        1 if offer["language"] in languages(need) else 0.6 if languages(need) & languages(offer) else 0,
    ]
    places = (own["latitude"], own["longitude"], other["latitude"], other["longitude"])
    near = None
    if None not in places:
        phi, lam, phi2, lam2 = map(math.radians, places)
        hav = math.sin((phi - phi2) / 2) ** 2 + math.cos(phi) * math.cos(phi2) * math.sin((lam - lam2) / 2) ** 2
        near = 2 ** (-2 * 6371.0088 * math.asin(min(1, math.sqrt(hav))) / 100)
    distance = 0.8 + 0.2 * (near or 0) if need["remote"] and offer["remote"] else near
    budget = paid(need, offer, hours)
    return (
        {
            "competences": competences[0],
            "technology": techs[0],
            "help": help_,
            "form": form,
            "language": spoken[0],
            "distance": distance,
            "dates": dates(need, offer)[0],
            "values": dice(own["values"], other["values"]),
            "sdgs": dice(own["sdgs"], other["sdgs"]),
            "capacity": enough(offer, hours),
            "free-places": places_left(offer),
            "responsiveness": other["reply_rate"],
        },
        {
            "competences": competences[1],
            "technology": techs[1],
            "help": help_,
            "form": form,
            "language": spoken[1],
            "distance": distance,
            "dates": dates(need, offer)[1],
            "values": dice(own["values"], other["values"]),
            "sdgs": dice(own["sdgs"], other["sdgs"]),
            "capacity": enough(offer, hours),
            "budget": budget,
        },
    )


def paid(need, offer, hours):
    if need["help"] == "funding":
        return 1
    if need["help"] != "contract":
        if not offer["forms"]:
            return None
        if not set(offer["forms"]) <= FAMILIES[2]:
            return 1
    return None if need["budget_eur"] is None else min(1, need["budget_eur"] / (hours * 50))


def enough(offer, hours):
    if hours == 0:
        return 1
    return None if offer["capacity_hours"] is None else min(1, offer["capacity_hours"] / hours)


def places_left(offer):
    most = offer["max_requests"]
    if most is None:
        return None
    return max(0, most - offer["organisation"]["open_requests"]) / most if most else 0


def dates(need, offer):
    """Day by day: which days of the period asked the offer covers."""
    start, end, first, last = map(day, (need["start"], need["end"], offer["available_from"], offer["available_to"]))
    if not (start or end) or not (first or last):
        return None, None
    start, end = start or end - timedelta(days=89), end or start + timedelta(days=89)
    asked = (end - start).days + 1
    shared = max(0, (min(end, last or date.max) - max(start, first or date.min)).days + 1)
    own = (last - first).days + 1 if first and last else asked
    return shared / asked, shared / min(asked, own)


def total(side, values):
    return sum(weight * (prior if values[name] is None else values[name]) for name, (weight, prior) in side.items())


class Modern(Draw):
    """Dates that a calendar can move by ninety days either way."""

    def interval(self):
        days = (None, "2027-01-01", "2027-02-15", "2027-04-01", "2027-12-31")
        one, other = self.choice(days), self.choice(days)
        return (other, one) if one and other and other < one else (one, other)


@pytest.fixture(scope="module")
def records():
    draw = Modern(11)
    needs = [draw.need_record() for _ in range(12)]
    offers = [draw.offer_record(f"f{place}") for place in range(400)]
    return json.loads(json.dumps(needs)), json.loads(json.dumps(offers))


@pytest.mark.parametrize("relaxed", [(), GATES], ids=["gates", "all relaxed"])
@pytest.mark.parametrize("seed", [None, 5])
def test_every_number_can_be_recomputed_by_a_stranger(records, relaxed, seed):
    needs, offers = records
    columns = Columns.of([Reader().offer(offer) for offer in offers])
    for need in needs:
        ranking = rank_offers(Reader().need(need), columns, relaxed=relaxed, seed=seed, top=20)
        removed, expected = dict.fromkeys(GATES, 0), []
        for offer in offers:
            closed = None if relaxed else gate(need, offer)
            if closed:
                removed[closed] += 1
                continue
            sides = values(need, offer)
            one, other = total(NEED_SIDE, sides[0]), total(OFFER_SIDE, sides[1])
            rank = round(2 * one * other / (one + other) if one and other else 0, 9)
            shuffled = hashlib.sha256(f"{seed}{offer['id']}".encode()).hexdigest()
            key = (-rank, offer["id"]) if seed is None else (-math.floor(rank / 0.5), shuffled)
            expected.append((key, offer["id"], rank, one, other, sides[0]))
        assert ranking.removed_by_gate == removed
        expected = sorted(expected)[:20]
        assert [result.offer.id for result in ranking.results] == [identity for _, identity, *_ in expected]
        for result, (_, _, rank, one, other, own) in zip(ranking.results, expected, strict=True):
            numbers = (result.rank_score, result.score, result.score_for_other)
            assert numbers == pytest.approx((rank, one, other), abs=1e-6)
            shown = {criterion.name: criterion.value for criterion in result.criteria}
            assert shown == {name: pytest.approx(value, abs=1e-8) for name, value in own.items()}
