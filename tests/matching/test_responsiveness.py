"""What the owners of an offer read of how they answer, and what they can do about it."""

from __future__ import annotations

import pytest
from tests.matching.scenes import introduce, publish

from tandem.matching import queries
from tandem.matching.models import Introduction, Offer


@pytest.fixture
def offer(cast):
    return publish(cast.client("dina"), "fio-livre", "offers")


@pytest.fixture
def needs(cast):
    return [publish(cast.client("alice"), "la-passerelle") for _ in range(3)]


def test_a_newcomer_counts_as_most_do(cast, offer):
    page = cast.client("dina").get(f"/en/offers/{offer}/").content.decode()
    assert "Nobody has asked you yet" in page
    assert "This brings you 6 of 10 points with every need." in page


def test_a_refusal_with_a_reason_counts_as_an_answer_and_silence_does_not(cast, offer, needs):
    alice, dina = cast.client("alice"), cast.client("dina")
    first, second = (introduce(alice, need, offer) for need in needs[:2])
    dina.post(f"{first}decline/", {"decline-text": "Too far for us this year."})
    Introduction.objects.filter(reference=second.split("/")[-2]).update(state="expired")
    page = dina.get(f"/en/offers/{offer}/").content.decode()
    assert "answered 1 of the 2 requests" in page
    assert "This brings you 5 of 10 points" in page
    assert "take fewer requests at a time than 3" in page
    shown = queries.domain_offers(Offer.objects.filter(reference=offer))
    assert shown[0].organisation.reply_rate == 0.5


def test_what_waits_is_named_with_its_last_day(cast, offer, needs):
    introduction = introduce(cast.client("alice"), needs[0], offer)
    page = cast.client("dina").get(f"/fr/offers/{offer}/").content.decode()
    assert "Elles attendent votre réponse" in page
    assert introduction.replace("/en/", "/fr/") in page


def test_only_its_owners_read_it(cast, offer, needs):
    assert "How you answer" not in cast.client("alice").get(f"/en/offers/{offer}/").content.decode()
    assert "How you answer" not in cast.client("alice").get(f"/en/needs/{needs[0]}/").content.decode()


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_page_costs_the_same_for_one_request_and_three(cast, offer, needs, waiting, django_assert_max_num_queries):
    for need in needs[:waiting]:
        introduce(cast.client("alice"), need, offer)
    dina = cast.client("dina")
    dina.get(f"/en/offers/{offer}/")
    with django_assert_max_num_queries(34):
        dina.get(f"/en/offers/{offer}/")
