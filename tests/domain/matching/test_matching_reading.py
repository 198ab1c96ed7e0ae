"""Records of files: accepted as they are, or refused with the key that cannot be used."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.domain.matching.pairs import need_record, needs, offer_lists, offer_record

from tandem.domain.errors import BadInput
from tandem.domain.matching import Once, Reader
from tandem.domain.matching import records as lines

COMPETENCE = {"framework": "digcomp-3.0", "id": "1.3", "level_now": 1, "level_wanted": 4, "must": False}
HELD = {"framework": "digcomp-3.0", "id": "1.3", "level": 4}


def without(record, *keys):
    return {key: value for key, value in record.items() if key not in keys}


def test_a_need_is_read_as_it_stands():
    need = Reader().need(need_record())
    assert need.competences[0].level_wanted == 5
    assert need.end.isoformat() == "2027-01-31"
    assert need.places == ("FR",)


def test_an_offer_is_read_as_it_stands():
    offer = Reader().offer(offer_record())
    assert offer.languages == {"en", "fr"}
    assert offer.levels == {("digcomp-3.0", "1.3"): 4, ("e-cf-4.0", "B.1"): 3}


def test_only_keys_that_may_be_null_may_be_absent():
    need = Reader().need(without(need_record(), "start", "end", "countries", "budget_eur"))
    assert (need.start, need.end, need.countries, need.budget_eur) == (None, None, (), None)
    optional = ("available_from", "available_to", "countries", "capacity_hours", "max_requests")
    offer = Reader().offer(without(offer_record(), *optional))
    assert (offer.available_from, offer.capacity_hours, offer.max_requests) == (None, None, None)


@pytest.mark.parametrize("key", sorted(set(need_record()) - {"start", "end", "countries", "budget_eur"}))
def test_every_other_key_of_a_need_is_required(key):
    with pytest.raises(BadInput, match=f"“{key}” is missing"):
        Reader().need(without(need_record(), key))


@pytest.mark.parametrize("key", ["id", "roles", "country", "languages", "sdgs", "values", "open_requests", "joined"])
def test_every_other_key_of_an_organisation_is_required(key):
    record = offer_record()
    del record["organisation"][key]
    with pytest.raises(BadInput, match=f"organisation: the key “{key}” is missing"):
        Reader().offer(record)


BAD_NEEDS = [
    ({"colour": "blue"}, "unknown key “colour”"),
    ({"organisation_colour": "blue"}, "organisation: unknown key “colour”"),
    ({"organisation_reply_rate": 0.5}, "organisation: unknown key “reply_rate”"),
    ({"organisation": []}, "organisation: an object is expected"),
    ({"id": ""}, "id: the text is empty"),
    ({"id": 7}, "id: a text is expected"),
    ({"id": "a\u202eb"}, "id: an id is made of printable characters"),
    ({"title": None}, "title: a text is expected"),
    ({"language": "zz"}, "language: “zz” is not the code of a language"),
    ({"language": ["fr"]}, "language:"),
    ({"organisation_languages": ["fr", "FR"]}, "organisation: languages: 1: “FR” is not the code of a language"),
    ({"organisation_languages": "fr"}, "organisation: languages: a list is expected"),
    ({"organisation_country": "UK"}, "organisation: country: “UK” is not the code of a country"),
    ({"organisation_latitude": 90.5}, "organisation: latitude: 90.5 is above 90"),
    ({"organisation_longitude": -181}, "organisation: longitude: -181 is below -180"),
    ({"organisation_latitude": float("nan")}, "organisation: latitude: the number is not finite"),
    ({"organisation_latitude": True}, "organisation: latitude: a number is expected"),
    ({"organisation_employees": 2.5}, "organisation: employees: a whole number is expected"),
    ({"organisation_employees": -1}, "organisation: employees: -1 is below 0"),
    ({"organisation_sdgs": [18]}, "organisation: sdgs: 0: 18 is above 17"),
    ({"organisation_sdgs": [3, 0]}, "organisation: sdgs: 1: 0 is below 1"),
    ({"organisation_sdgs": [True]}, "organisation: sdgs: 0: a number is expected"),
    ({"organisation_roles": ["ngo"]}, "organisation: roles: 0: “ngo” is not one of"),
    ({"organisation_values": ["profit"]}, "organisation: values: 0: “profit” is not one of"),
    ({"technology": ["fax"]}, "technology: 0: “fax” is not one of"),
    ({"technology": None}, "technology: a list is expected"),
    ({"technology": [["crm"]]}, "technology: 0:"),
    ({"forms": ["loan"]}, "forms: 0: “loan” is not one of"),
    ({"help": "hug"}, "help: “hug” is not one of"),
    ({"remote": "yes"}, "remote: true or false is expected"),
    ({"remote": 1}, "remote: true or false is expected"),
    ({"countries": ["FRA"]}, "countries: 0: “FRA” is not the code of a country"),
    ({"budget_eur": -5}, "budget_eur: -5 is below 0"),
    ({"budget_eur": float("inf")}, "budget_eur: the number is not finite"),
    ({"budget_eur": "500"}, "budget_eur: a number is expected"),
    ({"start": "2027-02-30"}, "start: “2027-02-30” is not a date"),
    ({"start": "20270101"}, "start: “20270101” is not a date"),
    ({"start": 2027}, "start: a text is expected"),
    ({"start": "2027-05-01", "end": "2027-04-30"}, "end: ends on 2027-04-30, before it starts on 2027-05-01"),
    ({"competences": [COMPETENCE | {"framework": "iq"}]}, "competences: 0: framework: unknown framework iq"),
    ({"competences": [COMPETENCE | {"id": "9.9"}]}, "competences: 0: id: digcomp-3.0 has no competence 9.9"),
    ({"competences": [COMPETENCE, COMPETENCE | {"level_wanted": 9}]}, "competences: 1: level_wanted: 9 is not a level"),
    ({"competences": [COMPETENCE | {"level_now": 0}]}, "competences: 0: level_now: 0 is not a level"),
    ({"competences": [COMPETENCE | {"level_now": 1.5}]}, "competences: 0: level_now: a whole number is expected"),
    ({"competences": [COMPETENCE | {"must": None}]}, "competences: 0: must: true or false is expected"),
    ({"competences": [COMPETENCE | {"level": 3}]}, "competences: 0: unknown key “level”"),
    ({"competences": [without(COMPETENCE, "must")]}, "competences: 0: the key “must” is missing"),
]


@pytest.mark.parametrize(("changes", "said"), BAD_NEEDS, ids=[said for _, said in BAD_NEEDS])
def test_a_need_is_refused_with_the_place_of_the_fault(changes, said):
    with pytest.raises(BadInput) as refused:
        Reader().need(need_record(**changes))
    assert str(refused.value).startswith(said)


BAD_OFFERS = [
    ({"budget_eur": 5}, "unknown key “budget_eur”"),
    ({"organisation_reply_rate": 1.01}, "organisation: reply_rate: 1.01 is above 1"),
    ({"organisation_open_requests": None}, "organisation: open_requests: a number is expected"),
    ({"organisation_open_requests": -1}, "organisation: open_requests: -1 is below 0"),
    ({"organisation_joined": None}, "organisation: joined: a text is expected"),
    ({"help": "project"}, "help: a list is expected"),
    ({"capacity_hours": True}, "capacity_hours: a number is expected"),
    ({"max_requests": 2.5}, "max_requests: a whole number is expected"),
    ({"available_from": "2027-02-01", "available_to": "2027-01-01"}, "available_to: ends on 2027-01-01"),
    ({"competences": [HELD | {"level": True}]}, "competences: 0: level: a number is expected"),
    ({"competences": [HELD | {"level": 9}]}, "competences: 0: level: 9 is not a level"),
    (
        {"competences": [{"framework": "e-cf-4.0", "id": "B.1", "level": 4}]},
        "competences: 0: level: 4 is not a level of B.1 in e-cf-4.0: it has 1 to 3",
    ),
    (
        {"competences": [{"framework": "esco", "id": "http://data.europa.eu/esco/skill/x", "level": 2}]},
        "competences: 0: level: esco has no levels",
    ),
    ({"competences": ["1.3"]}, "competences: 0: an object is expected"),
]


@pytest.mark.parametrize(("changes", "said"), BAD_OFFERS, ids=[said for _, said in BAD_OFFERS])
def test_an_offer_is_refused_with_the_place_of_the_fault(changes, said):
    with pytest.raises(BadInput) as refused:
        Reader().offer(offer_record(**changes))
    assert str(refused.value).startswith(said)


def test_what_was_accepted_once_does_not_let_a_look_alike_through():
    reader = Reader()
    assert reader.offer(offer_record(competences=[HELD | {"level": 1}])).competences[0].level == 1
    with pytest.raises(BadInput, match="level: a number is expected"):
        reader.offer(offer_record(competences=[HELD | {"level": True}]))


def test_a_whole_number_may_be_written_with_a_point():
    assert Reader().offer(offer_record(max_requests=3.0)).max_requests == 3


def test_members_named_twice_count_once():
    assert Reader().offer(offer_record(technology=["crm", "crm"])).technology == ("crm",)


def test_a_competence_held_twice_counts_at_its_highest_known_level():
    held = [HELD | {"level": 2}, HELD | {"level": None}, HELD | {"level": 6}]
    assert Reader().offer(offer_record(competences=held)).levels == {("digcomp-3.0", "1.3"): 6}


def test_an_id_is_used_once_in_a_file():
    once = Once()
    once.check("n1")
    with pytest.raises(BadInput, match="id: “n1” is already used"):
        once.check("n1")


@settings(max_examples=40, deadline=None)
@given(needs, offer_lists)
def test_what_is_written_as_a_line_is_read_back(need, offers):
    assert Reader().need(lines.need_record(need)) == need
    assert [Reader().offer(lines.offer_record(offer)) for offer in offers] == offers
