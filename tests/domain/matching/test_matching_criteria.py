"""The values of the criteria, and the scores they add up to."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.matching.pairs import a_need, an_offer, needs, offer_lists

from tandem.domain.matching import PUBLISHED, explain, formulas
from tandem.domain.matching.criteria import FOR_NEED, FOR_OFFER
from tandem.domain.vocabulary import TECHNOLOGY, VALUES

DIGCOMP = {"framework": "digcomp-3.0", "id": "1.3"}


def value(name, need, offer, side=FOR_NEED):
    return side[name](need, offer)


def asked(**changes):
    return a_need(competences=[DIGCOMP | {"level_now": None, "level_wanted": 5, "must": False} | changes])


def held(level, more=0):
    others = [{"framework": "digcomp-3.0", "id": f"5.{place}", "level": 8} for place in range(1, 5)]
    others += [{"framework": "crcn", "id": f"2.{place}", "level": 8} for place in range(1, 5)]
    others += [{"framework": "crcn", "id": f"3.{place}", "level": 8} for place in range(1, 5)]
    return an_offer(competences=[DIGCOMP | {"level": level}, *others[:more]])


def test_the_worked_example_of_the_documentation():
    result = explain(a_need(), an_offer())
    values = {criterion.name: criterion.value for criterion in result.criteria}
    assert values == {
        "competences": pytest.approx(8 / 9),
        "technology": 0.5,
        "help": 1.0,
        "form": 1.0,
        "language": 1.0,
        "distance": 1.0,
        "dates": pytest.approx(21 / 31),
        "values": 0.5,
        "sdgs": pytest.approx(2 / 3),
        "capacity": 0.5,
        "free-places": 0.75,
        "responsiveness": 0.8,
    }
    assert result.score == pytest.approx(78.703405, abs=1e-6)
    assert result.score_for_other == pytest.approx(75.364516, abs=1e-6)
    assert result.rank_score == pytest.approx(76.997782, abs=1e-6)
    assert result.completeness == 1.0


def test_a_level_below_leads_part_of_the_way():
    assert value("competences", asked(level_now=2), held(4)) == pytest.approx(2 / 3)
    assert value("competences", asked(), held(4)) == pytest.approx(0.6)
    assert value("competences", asked(), held(2)) == 0
    assert value("competences", asked(), held(None)) == 0.5
    assert value("competences", asked(level_wanted=None), held(None)) == 1


def test_a_helper_at_the_present_level_leads_nowhere():
    assert value("competences", asked(level_now=4), held(4)) == 0


def test_naming_every_competence_does_not_pay():
    assert value("competences", asked(), held(8, more=8)) == 1
    assert value("competences", asked(), held(8, more=12)) == pytest.approx(9 / 13)


def test_a_must_counts_twice():
    other = {"framework": "crcn", "id": "1.1", "level_now": None, "level_wanted": None, "must": False}
    need = a_need(competences=[DIGCOMP | {"level_now": None, "level_wanted": None, "must": True}, other])
    assert value("competences", need, held(4)) == pytest.approx(2 / 3)


def test_a_need_that_asks_nothing_lacks_nothing_and_tells_an_offer_little():
    need = a_need(competences=[], technology=[])
    for name in ("competences", "technology"):
        assert value(name, need, an_offer(competences=[], technology=[])) == 1
        assert value(name, need, an_offer(), FOR_OFFER) == 0.5


def test_listing_every_technology_does_not_pay():
    everything = an_offer(technology=list(TECHNOLOGY))
    assert value("technology", a_need(), everything) == pytest.approx(6 / 20)


def test_seen_from_the_offer_what_counts_is_what_can_be_used():
    assert value("technology", a_need(technology=["crm", "security"]), an_offer(technology=["crm"]), FOR_OFFER) == 1


def test_a_form_of_the_same_family_is_worth_half():
    assert value("form", a_need(forms=["staff-loan"]), an_offer()) == 0.5
    assert value("form", a_need(forms=["franchise"]), an_offer()) == 0


def test_another_shared_language_is_worth_less_than_the_one_written_in():
    need = a_need(language="pt", organisation_languages=["en"])
    assert value("language", need, an_offer()) == 0.6
    assert value("language", need, an_offer(), FOR_OFFER) == 1.0


def test_distance_halves_every_hundred_kilometres():
    hundred_north = 45 + math.degrees(100 / formulas.EARTH_RADIUS_KM)
    on_site = a_need(remote=False, organisation_latitude=hundred_north)
    assert value("distance", on_site, an_offer()) == pytest.approx(0.5, abs=1e-9)
    assert value("distance", a_need(organisation_latitude=hundred_north), an_offer()) == pytest.approx(0.9, abs=1e-9)


def test_distance_agrees_with_a_published_example():
    # Nashville to Los Angeles: 2887.2599506 km on a sphere of 6372.8 km (Rosetta Code, "Haversine formula").
    km = formulas.distance_km(36.12, -86.67, 33.94, -118.40)
    assert km * 6372.8 / formulas.EARTH_RADIUS_KM == pytest.approx(2887.2599506, abs=1e-6)


coordinates = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(coordinates, coordinates)
def test_distance_is_the_haversine_distance(one, other):
    (phi, lam), (phi_2, lam_2) = (tuple(map(math.radians, point)) for point in (one, other))
    hav = math.sin((phi_2 - phi) / 2) ** 2 + math.cos(phi) * math.cos(phi_2) * math.sin((lam_2 - lam) / 2) ** 2
    expected = 2 * formulas.EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(hav)))
    assert formulas.distance_km(*one, *other) == pytest.approx(expected, abs=1e-3)


def test_one_date_alone_stands_for_ninety_days():
    need = a_need(start="2027-01-01", end=None)
    assert value("dates", need, an_offer(available_from="2027-01-31")) == pytest.approx(60 / 90)


def test_an_offer_that_is_used_all_its_time_has_all_it_wants():
    short = an_offer(available_from="2027-01-10", available_to="2027-01-12")
    assert value("dates", a_need(), short) == pytest.approx(3 / 31)
    assert value("dates", a_need(), short, FOR_OFFER) == 1


def test_ticking_every_value_does_not_pay():
    assert value("values", a_need(), an_offer(organisation_values=list(VALUES))) == pytest.approx(6 / 15)


def test_budget_matters_only_to_help_that_is_paid():
    paid = an_offer(forms=["subcontract"])
    assert value("budget", a_need(), an_offer(), FOR_OFFER) == 1
    assert value("budget", a_need(budget_eur=750), paid, FOR_OFFER) == 0.5
    assert value("budget", a_need(), paid, FOR_OFFER) is None
    assert value("budget", a_need(), an_offer(forms=[]), FOR_OFFER) is None
    assert value("budget", a_need(help="contract", budget_eur=5000), an_offer(), FOR_OFFER) == 1


def test_what_is_not_said_takes_its_prior_and_says_so():
    offer = an_offer(organisation_reply_rate=None, organisation_values=[])
    result = explain(a_need(), offer)
    unsaid = {one.name: (one.contribution, str(one.reason)) for one in result.criteria if one.value is None}
    assert unsaid == {"values": (1.5, "not said"), "responsiveness": (6.0, "not said")}
    assert result.completeness == 0.84


def test_a_silent_actor_stands_below_a_newcomer_who_stands_below_a_faithful_one():
    scores = [explain(a_need(), an_offer(organisation_reply_rate=rate)).score for rate in (0, None, 1)]
    assert scores == sorted(scores)
    assert scores[1] - scores[0] == pytest.approx(6)
    assert scores[2] - scores[1] == pytest.approx(4)


@given(needs, offer_lists)
def test_every_value_lies_between_0_and_1_and_both_sides_sum_to_100(need, offers):
    for side, weights in ((FOR_NEED, PUBLISHED.need), (FOR_OFFER, PUBLISHED.offer)):
        assert list(side) == list(weights.weights) == list(weights.priors)
        assert sum(weights.weights.values()) == 100
        for criterion in side.values():
            values = [criterion(need, offer) for offer in offers[:5]]
            assert all(one is None or 0 <= one <= 1 for one in values)


def test_the_examples_of_the_formulas_hold():
    assert doctest.testmod(formulas).failed == 0
