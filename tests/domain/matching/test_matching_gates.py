"""Each gate removes what it says, and nothing because something is not said."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.matching.pairs import a_need, an_offer

from tandem.domain.matching import Columns, first_gate, rank_offers
from tandem.domain.matching.gates import closed_gates

MUST = {"framework": "digcomp-3.0", "id": "1.3", "level_now": None, "level_wanted": 5, "must": True}


def held(level):
    return [{"framework": "digcomp-3.0", "id": "1.3", "level": level}]


def test_the_usual_pair_passes():
    assert first_gate(a_need(), an_offer()) is None


def test_disjoint_forms_are_removed():
    assert first_gate(a_need(forms=["franchise"]), an_offer()) == "form"


def test_a_side_without_forms_is_not_removed():
    assert first_gate(a_need(forms=[]), an_offer(forms=["franchise"])) is None
    assert first_gate(a_need(forms=["franchise"]), an_offer(forms=[])) is None


def test_no_common_language_is_removed():
    need = a_need(language="pt", organisation_languages=[])
    assert first_gate(need, an_offer()) == "language"


def test_a_language_of_the_organisation_is_enough():
    need = a_need(language="pt", organisation_languages=["en"])
    assert first_gate(need, an_offer()) is None


def test_the_countries_of_the_need_count_before_its_own():
    on_site = a_need(remote=False, countries=["BE"])
    assert first_gate(on_site, an_offer(countries=["FR"])) == "country"
    assert first_gate(on_site, an_offer(countries=["FR", "BE"])) is None


def test_without_countries_the_need_stands_in_its_own():
    on_site = a_need(remote=False)
    assert first_gate(on_site, an_offer(countries=["PT"])) == "country"
    assert first_gate(on_site, an_offer(countries=["FR"])) is None


def test_countries_do_not_matter_when_both_work_remotely():
    assert first_gate(a_need(remote=True), an_offer(remote=True, countries=["PT"])) is None
    assert first_gate(a_need(remote=True), an_offer(remote=False, countries=["PT"])) == "country"


def test_a_need_whose_country_is_not_known_is_not_kept_from_anybody():
    need = a_need(remote=False)
    unplaced = replace(need, organisation=replace(need.organisation, country=""))
    offers = [an_offer(countries=["PT"])]
    assert first_gate(unplaced, offers[0]) is None
    assert rank_offers(unplaced, Columns.of(offers)) == rank_offers(unplaced, offers)


def test_an_offer_that_names_no_country_is_not_removed():
    assert first_gate(a_need(remote=False), an_offer(countries=None)) is None


def test_dates_that_do_not_meet_are_removed():
    assert first_gate(a_need(), an_offer(available_from="2027-02-01")) == "dates"
    assert first_gate(a_need(), an_offer(available_from=None, available_to="2026-12-31")) == "dates"


def test_dates_meet_on_a_single_day():
    assert first_gate(a_need(), an_offer(available_from="2027-01-31")) is None


def test_an_end_not_said_is_open():
    assert first_gate(a_need(end=None), an_offer(available_from="2040-01-01")) is None


def test_another_kind_of_help_is_removed():
    assert first_gate(a_need(help="funding"), an_offer()) == "help"
    assert first_gate(a_need(help="funding"), an_offer(help=[])) is None


def test_an_offer_with_no_free_place_is_removed():
    assert first_gate(a_need(), an_offer(organisation_open_requests=4)) == "capacity"
    assert first_gate(a_need(), an_offer(organisation_open_requests=4, max_requests=None)) is None


def test_a_must_that_is_absent_is_removed():
    need = a_need(competences=[MUST])
    assert first_gate(need, an_offer(competences=[{"framework": "crcn", "id": "1.3", "level": 8}])) == "must-have"
    assert first_gate(need, an_offer(competences=[])) is None


def test_a_must_may_be_one_level_below_and_no_more():
    need = a_need(competences=[MUST])
    assert first_gate(need, an_offer(competences=held(4))) is None
    assert first_gate(need, an_offer(competences=held(3))) == "must-have"
    assert first_gate(need, an_offer(competences=held(None))) is None


def test_a_must_without_a_level_only_has_to_be_there():
    need = a_need(competences=[MUST | {"level_wanted": None}])
    assert first_gate(need, an_offer(competences=held(1))) is None


def test_an_offer_is_counted_at_the_first_gate_and_relaxing_shows_the_next():
    need, offer = a_need(help="funding", forms=["franchise"]), an_offer()
    assert first_gate(need, offer) == "form"
    assert first_gate(need, offer, {"form"}) == "help"
    assert first_gate(need, offer, {"form", "help"}) is None
    assert closed_gates(need, offer) == ("form", "help")
