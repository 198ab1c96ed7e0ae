"""The demonstration's content keeps its promises: what is real has a source, what is invented points nowhere."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tandem.domain import vocabulary
from tandem.domain.errors import BadInput
from tandem.domain.iso import COUNTRIES, LANGUAGES
from tandem.domain.lifecycle import INTRODUCTION
from tandem.domain.lifecycle.machine import decide
from tandem.domain.matching import Need, Offer, Reader, first_gate

FOLDER = Path(__file__).resolve().parents[2] / "content" / "demonstration"
FILES = ("actors", "solutions", "organisations", "needs", "offers", "introductions")

ORGANISATION_KEYS = {
    *("id", "name", "real", "roles", "summary", "country", "place", "latitude", "longitude", "website", "languages"),
    *("sdgs", "values", "employees", "founded", "legal_form", "social_criteria", "source"),
}
SOLUTION_KEYS = {
    *("id", "name", "summary", "website", "licence", "licence_kind", "technology", "sdgs", "functions", "languages"),
    *("carried_by", "carried_by_social_economy", "cost", "watch_out", "source"),
}
SOCIAL_CRITERIA = {"social_mission", "limited_profit", "democratic_governance"}
LICENCE_KINDS = {"free-software", "open-data", "open-content", "service", "proprietary"}
VISIBILITIES = {"members", "public", "unnamed"}

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
TELEPHONE = re.compile(r"\+\d[\d .()-]{7,}\d|\b0\d(?:[ .-]?\d\d){4}\b")


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


ACTORS, SOLUTIONS, ORGANISATIONS, NEEDS, OFFERS, INTRODUCTIONS = (lines(name) for name in FILES)
BY_ID = {record["id"]: record for record in (*ORGANISATIONS, *NEEDS, *OFFERS)}


def named(record: dict) -> str:
    return record.get("id") or f"{record['need']} and {record['offer']}"


def each(*files: list[dict]) -> Callable[[Callable[[dict], None]], Callable[[], None]]:
    """One test over all records of these files: a thousand parameters would cost more than they tell."""

    def over_all(test: Callable[[dict], None]) -> Callable[[], None]:
        def of_each_record() -> None:
            for record in chain(*files):
                try:
                    test(record)
                except (AssertionError, BadInput) as fault:
                    fault.add_note(f"in the record {named(record)}")
                    raise

        return of_each_record

    return over_all


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts(member)


def french(value: object) -> Iterator[str]:
    """Every French text of a record: under `fr`, or written by somebody whose record says French."""
    if isinstance(value, dict):
        own = value.get("language") == "fr"
        for key, member in value.items():
            yield from texts(member) if key == "fr" or (own and key in ("title", "problem", "text")) else french(member)
    elif isinstance(value, list):
        for member in value:
            yield from french(member)


def in_both_languages(text: dict) -> bool:
    return set(text) <= {"fr", "en", "pt"} and all(text.get(language, "").strip() for language in ("fr", "en"))


def as_need(record: dict) -> Need:
    """The record as the matching engine reads it from a file."""
    organisation = for_matching(record)
    return Reader().need({**without(record, "visibility", "published"), "organisation": organisation})


def as_offer(record: dict) -> Offer:
    organisation = {**for_matching(record), "reply_rate": None, "open_requests": 0, "joined": "2026-01-01"}
    return Reader().offer({**without(record, "published"), "organisation": organisation})


def for_matching(record: dict) -> dict:
    keys = ("id", "roles", "country", "latitude", "longitude", "employees", "languages", "sdgs", "values")
    return {key: BY_ID[record["organisation"]][key] for key in keys}


def without(record: dict, *keys: str) -> dict:
    return {key: value for key, value in record.items() if key not in keys}


@pytest.mark.parametrize(
    ("name", "at_least"),
    [
        *(("actors", 60), ("solutions", 60), ("organisations", 100)),
        *(("needs", 60), ("offers", 90), ("introductions", 15)),
    ],
)
def test_there_is_enough_to_make_a_place(name, at_least):
    assert len(lines(name)) >= at_least


def test_no_id_is_used_twice_among_what_has_a_page():
    for records in ([*ACTORS, *ORGANISATIONS], SOLUTIONS, NEEDS, OFFERS):
        assert [name for name, times in Counter(record["id"] for record in records).items() if times > 1] == []
    pairs = Counter((record["need"], record["offer"]) for record in INTRODUCTIONS)
    assert max(pairs.values()) == 1


def test_no_name_or_title_is_used_twice():
    names = Counter(record["name"] for record in (*ACTORS, *ORGANISATIONS))
    titles = Counter(record["title"] for record in (*NEEDS, *OFFERS))
    assert [name for name, times in (names + titles).items() if times > 1] == []


def test_what_happens_together_names_what_is_there():
    ids = {record["id"] for record in (*ORGANISATIONS, *NEEDS, *OFFERS)}
    named = [
        row[key] for row in lines("together") for key in row if key in {"need", "offer", "first", "second", "supporter"}
    ]
    assert set(named) <= ids
    assert {row["kind"] for row in lines("together")} == {"thing", "paused", "pair", "joint", "prepared"}


@each(ACTORS, ORGANISATIONS)
def test_an_organisation_is_described_within_the_closed_lists(record):
    assert set(record) - {"contact"} == ORGANISATION_KEYS
    assert record["roles"]
    assert set(record["roles"]) <= set(vocabulary.ROLES)
    assert set(record["values"]) <= set(vocabulary.VALUES)
    assert set(record["sdgs"]) <= set(vocabulary.SDGS)
    assert set(record["languages"]) <= LANGUAGES
    assert record["country"] in COUNTRIES
    assert in_both_languages(record["summary"])
    assert set(record["social_criteria"]) == SOCIAL_CRITERIA
    assert all(answer in (True, False, None) for answer in record["social_criteria"].values())
    assert record["founded"] is None or 1800 <= record["founded"] <= 2026


@each(ACTORS, ORGANISATIONS)
def test_an_organisation_is_on_the_map_with_its_town_or_not_at_all(record):
    placed = [record[key] is not None for key in ("place", "latitude", "longitude")]
    assert all(placed) or not any(placed)
    if all(placed):
        assert -90 <= record["latitude"] <= 90
        assert -180 <= record["longitude"] <= 180


@each(ACTORS, SOLUTIONS)
def test_what_is_real_says_where_it_was_read(record):
    source = record["source"]
    assert set(source) == {"title", "url", "consulted"}
    assert source["title"].strip()
    assert re.fullmatch(r"2026-\d\d", source["consulted"])
    for address in filter(None, (source["url"], record["website"])):
        assert urlsplit(address).scheme in ("http", "https")
        assert "." in urlsplit(address).netloc


def test_real_actors_are_marked_real_and_name_no_contact():
    assert [record["id"] for record in ACTORS if not record["real"] or "contact" in record] == []


@each(ORGANISATIONS)
def test_an_invented_organisation_is_marked_so_and_leads_to_no_real_site(record):
    assert record["real"] is False
    assert record["source"] is None
    assert record["website"] is None or urlsplit(record["website"]).netloc.endswith("example.org")
    assert record["contact"]["name"].strip()
    assert in_both_languages(record["contact"]["function"])


def test_invented_organisations_live_in_twelve_countries_or_more():
    assert len({record["country"] for record in ORGANISATIONS}) >= 12


def test_invented_organisations_are_of_every_role():
    roles = Counter(role for record in ORGANISATIONS for role in record["roles"])
    assert set(roles) == set(vocabulary.ROLES)
    assert roles["social"] >= 60
    assert roles["tech"] >= 30


@each(SOLUTIONS)
def test_a_solution_is_described_within_the_closed_lists(record):
    assert set(record) == SOLUTION_KEYS
    assert set(record["technology"]) <= set(vocabulary.TECHNOLOGY)
    assert record["technology"]
    assert set(record["sdgs"]) <= set(vocabulary.SDGS)
    assert set(record["languages"]) <= LANGUAGES
    assert record["functions"]
    for text in (record["summary"], record["cost"], record["watch_out"], *record["functions"]):
        assert in_both_languages(text)


@each(SOLUTIONS)
def test_a_solution_names_a_licence_unless_it_is_a_service(record):
    assert record["licence_kind"] in LICENCE_KINDS
    assert (record["licence"] is None) == (record["licence_kind"] in ("service", "proprietary"))


@pytest.mark.shared_data
def test_licences_are_identifiers_of_spdx_and_not_deprecated(shared_data):
    with (shared_data / "atlas" / "spdx-licenses.csv").open(encoding="utf-8", newline="") as file:
        current = {row["id"] for row in csv.DictReader(file) if row["deprecated"].lower() != "true"}
    assert {record["licence"] for record in SOLUTIONS if record["licence"]} - current == set()


def test_a_solution_is_carried_by_an_actor_of_the_list():
    actors = {record["id"] for record in ACTORS}
    assert {record["carried_by"] for record in SOLUTIONS if record["carried_by"]} <= actors


def test_a_claim_of_social_economy_comes_with_its_evidence():
    claims = [record["carried_by_social_economy"] for record in SOLUTIONS if record["carried_by_social_economy"]]
    assert {claim["claim"] for claim in claims} == {True, False}
    for claim in claims:
        assert set(claim) == {"claim", "evidence", "url"}
        assert in_both_languages(claim["evidence"])
        assert urlsplit(claim["url"]).netloc


@each(NEEDS)
def test_a_need_is_one_that_the_matching_engine_reads(record):
    assert as_need(record).id == record["id"]
    assert record["visibility"] in VISIBILITIES
    assert date.fromisoformat(record["published"]).year == 2026


@each(OFFERS)
def test_an_offer_is_one_that_the_matching_engine_reads(record):
    assert as_offer(record).id == record["id"]
    assert record["help"]
    assert date.fromisoformat(record["published"]).year == 2026


@each(NEEDS, OFFERS)
def test_a_need_or_an_offer_is_written_in_a_language_of_its_organisation(record):
    assert record["language"] in BY_ID[record["organisation"]]["languages"]


@each(NEEDS)
def test_a_need_says_its_problem_in_two_to_six_sentences(record):
    assert 2 <= len(re.findall(r"[.!?…](?=\s|$)", record["problem"])) <= 6


def test_needs_and_offers_speak_french_english_and_portuguese():
    for records, least in ((NEEDS, 15), (OFFERS, 20)):
        spoken = Counter(record["language"] for record in records)
        assert set(spoken) == {"fr", "en", "pt"}
        assert min(spoken.values()) >= least


def test_most_needs_meet_several_offers_some_none_and_some_offers_fit_nothing():
    offers = [as_offer(record) for record in OFFERS]
    fitting = {}
    for record in NEEDS:
        need = as_need(record)
        asked = {(one.framework, one.id) for one in need.competences}
        fitting[need.id] = {
            offer.id
            for offer in offers
            if first_gate(need, offer) is None
            and offer.organisation.id != need.organisation.id
            and (
                set(offer.technology) & set(need.technology)
                or {(one.framework, one.id) for one in offer.competences} & asked
            )
        }
    several = [need for need, found in fitting.items() if len(found) >= 2]
    assert len(several) >= 0.6 * len(NEEDS)
    assert any(not found for found in fitting.values())
    assert {offer.id for offer in offers} - set().union(*fitting.values())


@each(INTRODUCTIONS)
def test_an_introduction_joins_two_organisations_once_both_have_published(record):
    assert set(record) == {"need", "offer", "proposed_by", "at", "message", "steps"}
    need, offer = BY_ID[record["need"]], BY_ID[record["offer"]]
    assert need["organisation"] != offer["organisation"]
    assert record["at"] >= max(need["published"], offer["published"])
    assert record["message"].strip()


@each(INTRODUCTIONS)
def test_each_step_of_an_introduction_is_one_its_side_may_take_on_a_later_day(record):
    state, days = INTRODUCTION.initial.id, [record["at"]]
    for step in record["steps"]:
        role = "proposer" if step["by"] == record["proposed_by"] else "receiver"
        decision = decide(INTRODUCTION, state, step["verb"], role, {"message": step["text"], "reason": step["text"]})
        assert decision.allowed, decision.reason
        state = INTRODUCTION.transition(step["verb"]).target
        days.append(step["at"])
    assert days == sorted(days)
    assert {date.fromisoformat(day).year for day in days} == {2026}


def test_introductions_show_every_answer_and_some_still_wait():
    last = Counter(record["steps"][-1]["verb"] if record["steps"] else "proposed" for record in INTRODUCTIONS)
    assert {"accept", "decline", "ask", "answer", "proposed"} <= set(last)


@pytest.mark.parametrize("name", FILES)
def test_no_e_mail_address_or_telephone_number_is_written_anywhere(name):
    found = [text for text in texts(lines(name)) if E_MAIL.search(text) or TELEPHONE.search(text)]
    assert found == []


@pytest.mark.parametrize("name", FILES)
def test_french_keeps_its_punctuation_with_the_word_before(name):
    apart = re.compile(r" [;:?!»]|« |\w[?!;»]")
    assert [text for text in french(lines(name)) if apart.search(text)] == []
