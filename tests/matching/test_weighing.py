"""How results are weighed: stewards write versions, everybody reads them, and old rankings can be shown again."""

from __future__ import annotations

import re

import pytest
from tests.matching.scenes import introduce, publish

from tandem.domain.errors import BadInput
from tandem.domain.matching import PUBLISHED, weights_record
from tandem.matching import actions, queries
from tandem.matching.models import KeptRanking, Need, Offer, Weighing

NOTE = {"note_fr": "Les valeurs comptent plus ici.", "note_en": "Values count more here."}


@pytest.fixture
def steward(cast):
    cast.appoint("elio")
    return cast.client("elio")


@pytest.fixture
def pair(cast):
    """A need of Alice's association and two offers of Dina's cooperative: one with hours, one without."""
    need = publish(cast.client("alice"), "la-passerelle", dates={"start": "2027-01-10", "end": "2027-02-10"})
    offers = [publish(cast.client("dina"), "fio-livre", "offers") for _ in range(2)]
    Offer.objects.filter(reference=offers[0]).update(capacity_hours=30, available_from="2027-02-07", title="Hours")
    Offer.objects.filter(reference=offers[1]).update(available_from="2027-01-01", title="Dates")
    return need, offers


def written(**changes):
    """The form of a steward as it opens, with `changes`."""
    tables = weights_record(PUBLISHED)
    figures = {
        f"{side}-{kind}-{name}": value
        for side, kinds in tables.items()
        for kind, values in kinds.items()
        for name, value in values.items()
    }
    gates = ["form", "language", "country", "dates", "help", "capacity", "must-have"]
    return {**figures, "gates": gates, "after": 0, **NOTE, **changes}


def put_in_force(browser, **changes):
    """Try, then put in force, as the page has it done."""
    page = browser.post("/en/weighing/change/", {**written(**changes), "try": "1"}).content.decode()
    tried = re.search(r'name="tried" value="([0-9a-f]{64})"', page).group(1)
    return browser.post("/en/weighing/change/", {**written(**changes), "tried": tried, "activate": "1"})


MORE_HOURS = {
    "need-weights-capacity": 9,
    "need-weights-dates": 1,
    "offer-weights-capacity": 10,
    "offer-weights-dates": 1,
}


def test_everybody_reads_what_counts_and_only_stewards_change_it(cast, steward):
    page = cast.client("visitor").get("/en/weighing/")
    assert b"The weights that Tandem ships with are in force." in page.content
    assert b"Weigh otherwise" not in page.content
    assert b"Weigh otherwise" in steward.get("/en/weighing/").content
    assert cast.client("alice").get("/en/weighing/change/").status_code == 403
    assert cast.client("alice").post("/en/weighing/change/", written()).status_code == 403
    assert cast.client("visitor").get("/en/weighing/9/").status_code == 404


def test_weights_of_a_side_that_do_not_sum_to_100_are_refused(steward):
    page = steward.post("/en/weighing/change/", {**written(**{"need-weights-values": 9}), "try": "1"}).content.decode()
    assert "The weights for the need add up to 103: they have to add up to 100." in page
    assert "Put it in force" not in page
    french = steward.post("/fr/weighing/change/", {**written(**{"offer-weights-sdgs": "7,5"}), "try": "1"})
    assert "Les poids pour l’offre font 99,5 en tout" in french.content.decode()


@pytest.mark.parametrize("value", ["-1", "101", "many", ""])
def test_a_weight_that_is_none_is_refused_beside_its_field(steward, value):
    page = steward.post("/en/weighing/change/", {**written(**{"need-weights-values": value}), "try": "1"}).content
    assert b'id="id_need-weights-values_error"' in page


def test_nothing_is_put_in_force_that_was_not_tried(steward):
    answer = steward.post("/en/weighing/change/", {**written(**MORE_HOURS), "activate": "1"})
    assert b"Put it in force" in answer.content
    assert not Weighing.objects.exists()


def test_a_version_is_tried_on_real_needs_before_it_is_put_in_force(steward, pair):
    need, _ = pair
    before = [match.posting.title for match in queries.ranked_offers(Need.objects.get(reference=need)).matches]
    assert before == ["Dates", "Hours"]
    page = steward.post("/en/weighing/change/", {**written(**MORE_HOURS), "try": "1"}).content.decode()
    assert "“Hours” goes from place 2 to place 1" in page
    assert put_in_force(steward, **MORE_HOURS).url == "/en/weighing/"
    after = [match.posting.title for match in queries.ranked_offers(Need.objects.get(reference=need)).matches]
    assert after == ["Hours", "Dates"]
    assert "Values count more here." in steward.get("/en/weighing/").content.decode()
    assert "Les valeurs comptent plus ici." in steward.get("/fr/weighing/").content.decode()


def test_a_gate_left_open_here_removes_nobody_and_the_owner_reads_so(cast, steward, pair):
    need, offers = pair
    Offer.objects.filter(reference=offers[0]).update(help=["funding"])
    shown = queries.ranked_offers(Need.objects.get(reference=need))
    assert shown.passing == 1
    open_help = ["form", "language", "country", "dates", "capacity", "must-have"]
    page = steward.post("/en/weighing/change/", {**written(gates=open_help), "try": "1"}).content.decode()
    assert "“Hours” comes in, at place 2" in page
    put_in_force(steward, gates=open_help)
    assert queries.ranked_offers(Need.objects.get(reference=need)).passing == 2
    assert "Conditions that this place leaves open:" in cast.client("alice").get(f"/en/needs/{need}/").content.decode()


def test_versions_stay_and_one_begun_on_an_older_one_is_refused(cast, steward):
    put_in_force(steward, **MORE_HOURS)
    with pytest.raises(BadInput, match="meanwhile"):
        actions.weigh_otherwise(weights_record(PUBLISHED), [], NOTE, after=0, actor=cast.elio, at="2026-11-22T00:00Z")
    again = put_in_force(steward)  # the form still says that it is on top of version 0
    assert "meanwhile" in again.content.decode()
    put_in_force(steward, after=1)
    assert [version.number for version in queries.versions()] == [2, 1]
    assert "This is version 1, no longer in force." in steward.get("/en/weighing/1/").content.decode()


def test_a_replayed_ranking_gives_the_old_explanation_exactly(cast, steward, pair):
    need, _ = pair
    alice = cast.client("alice")
    address = alice.post(f"/en/needs/{need}/keep/").url
    assert "Kept. This page shows it" in alice.get(address).content.decode()
    then = alice.get(address).content.decode()
    assert "every number is the same as then" in then
    put_in_force(steward, **MORE_HOURS)
    Offer.objects.update(capacity_hours=1, help=["session"], technology=["crm"])
    Need.objects.update(help="funding", remote=False)
    cast.association.values = ["solidarity"]
    cast.association.save()
    assert explanation(alice.get(address)) == explanation_of(then)
    assert "every number is the same as then" in alice.get(address).content.decode()


def explanation(answer):
    return explanation_of(answer.content.decode())


def explanation_of(page):
    """The page without the token that every answer has anew."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_what_was_seen_when_an_introduction_was_proposed_can_be_read_again(cast, pair):
    need, offers = pair
    introduction = introduce(cast.client("alice"), need, offers[1])
    page = cast.client("alice").get(introduction).content.decode()
    address = re.search(r'href="(/en/rankings/[^"]+)"', page).group(1)
    then = cast.client("alice").get(address).content.decode()
    assert "What was proposed" in then
    assert "every number is the same as then" in then
    assert "Why these results then" not in cast.client("dina").get(introduction).content.decode()
    assert cast.client("dina").get(address).status_code == 404
    assert cast.client("chloe").get(address).status_code == 403


def test_the_side_of_an_offer_keeps_its_needs_too(cast, pair):
    need, offers = pair
    dina = cast.client("dina")
    introduction = introduce(dina, need, offers[0], "offer")
    assert "Why these results then" in dina.get(introduction).content.decode()
    kept = dina.post(f"/en/offers/{offers[0]}/keep/").url
    assert "every number is the same as then" in dina.get(kept).content.decode()
    assert kept in dina.get(f"/en/offers/{offers[0]}/").content.decode()


def test_a_number_that_differs_is_said(cast, pair):
    need, _ = pair
    alice = cast.client("alice")
    address = alice.post(f"/en/needs/{need}/keep/").url
    kept = KeptRanking.objects.get()
    kept.shown[0]["score"] += 1
    kept.save()
    assert "Tandem computes otherwise since then" in alice.get(address).content.decode()


def test_only_owners_and_editors_keep(cast, pair):
    need, _ = pair
    assert cast.client("chloe").post(f"/en/needs/{need}/keep/").status_code == 403
    assert cast.client("dina").post(f"/en/needs/{need}/keep/").status_code == 403
    assert not KeptRanking.objects.exists()


def test_a_ranking_of_an_organisation_without_a_known_country_can_be_kept(cast, pair):
    need, _ = pair
    type(cast.association).objects.update(country="")
    alice = cast.client("alice")
    assert "every number is the same as then" in alice.get(alice.post(f"/en/needs/{need}/keep/").url).content.decode()
