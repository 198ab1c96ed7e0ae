"""From a proposal to a room: who may do what, who has the ball, what is shown when."""

import pytest
from django.core import mail
from tests.matching.scenes import introduce, publish

from tandem.cooperation.models import Cooperation
from tandem.journal.queries import history
from tandem.matching.models import Introduction

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    """Alice's published need and Dina's published offer."""
    return publish(cast.client("alice"), "la-passerelle"), publish(cast.client("dina"), "fio-livre", "offers")


@pytest.fixture
def proposal(cast, pair):
    """The address of an introduction that Alice proposed to Dina."""
    return introduce(cast.client("alice"), *pair)


def test_the_need_shows_the_offer_with_its_reasons(cast, pair):
    page = cast.client("alice").get(f"/en/needs/{pair[0]}/").content.decode()
    assert "Case files, with you" in page
    assert "out of 100 for you" in page
    assert "Propose an introduction" in page


def test_the_offer_shows_the_need_the_same_way(cast, pair):
    assert "We lose track of people" in cast.client("dina").get(f"/en/offers/{pair[1]}/").content.decode()


def test_either_side_proposes(cast, pair):
    address = introduce(cast.client("dina"), *pair, side="offer")
    assert "Your turn" in cast.client("alice").get(address).content.decode()
    assert "Their turn" in cast.client("dina").get(address).content.decode()


def test_proposing_twice_leads_to_the_same_introduction(cast, pair, proposal):
    assert introduce(cast.client("alice"), *pair) == proposal
    assert Introduction.objects.count() == 1


def test_a_question_gives_the_ball_back_and_an_answer_returns_it(cast, proposal):
    alice, dina = cast.client("alice"), cast.client("dina")
    dina.post(f"{proposal}ask/", {"ask-text": "How many of you?"})
    assert "Your turn" in alice.get(proposal).content.decode()
    alice.post(f"{proposal}answer/", {"answer-text": "Eleven."})
    assert "Your turn" in dina.get(proposal).content.decode()


def test_declining_asks_for_a_reason(cast, proposal):
    dina = cast.client("dina")
    page = dina.post(f"{proposal}decline/", {"decline-text": " "})
    assert "Please give a reason" in page.content.decode()
    dina.post(f"{proposal}decline/", {"decline-text": "We are full until June."})
    assert Introduction.objects.get().state == "declined"


def test_contacts_are_shown_to_both_only_after_accepting(cast, proposal):
    alice, dina = cast.client("alice"), cast.client("dina")
    assert cast.dina.email not in alice.get(proposal).content.decode()
    dina.post(f"{proposal}accept/")
    assert cast.dina.email in alice.get(proposal).content.decode()
    assert cast.alice.email in dina.get(proposal).content.decode()


def test_accepting_opens_one_room_in_the_phase_meeting(cast, proposal):
    cast.client("dina").post(f"{proposal}accept/")
    cast.client("dina").post(f"{proposal}accept/")
    room = Cooperation.objects.get()
    assert room.phase == "meeting"
    assert {party.organisation.name for party in room.parties.all()} == {"La Passerelle", "Fio Livre"}
    assert cast.client("alice").get(f"/en/cooperations/{room.reference}/").status_code == 200


def test_the_proposer_cannot_accept_their_own_proposal(cast, proposal):
    cast.client("alice").post(f"{proposal}accept/")
    assert Introduction.objects.get().state == "proposed"


def test_a_stale_page_is_told_where_it_stands(cast, proposal):
    dina = cast.client("dina")
    dina.post(f"{proposal}decline/", {"decline-text": "We are full."})
    answer = dina.post(f"{proposal}accept/", follow=True)
    assert "moved on meanwhile" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("elio", 404), ("visitor", 302), ("chloe", 403), ("bruno", 200)])
def test_an_introduction_is_for_those_who_may_answer_it(cast, proposal, who, status):
    assert cast.client(who).get(proposal).status_code == status


def test_a_room_is_unknown_to_strangers(cast, proposal):
    cast.client("dina").post(f"{proposal}accept/")
    address = proposal.replace("introductions", "cooperations")
    assert cast.client("elio").get(address).status_code == 404


def test_an_unnamed_need_keeps_its_name_until_it_accepts(cast):
    need = publish(cast.client("alice"), "la-passerelle", audience={"visibility": "unnamed"})
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    dina = cast.client("dina")
    address = introduce(dina, need, offer, side="offer")
    for page in (f"/en/needs/{need}/", f"/en/offers/{offer}/", "/en/needs/", address, "/en/mine/"):
        assert "La Passerelle" not in dina.get(page).content.decode(), page
    cast.client("alice").post(f"{address}accept/")
    assert "La Passerelle" in dina.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_each_step_writes_to_the_other_side_with_a_link_and_the_reason(cast, pair):
    mail.outbox.clear()
    address = introduce(cast.client("alice"), *pair)
    letter = mail.outbox[-1]
    assert letter.to == [cast.dina.email]
    assert address.removeprefix("/en") in letter.body
    assert "Why this e-mail: you answer for Fio Livre" in letter.body
    assert "To choose which e-mails you get" in letter.body


def test_the_state_can_be_read_back_from_the_journal(cast, proposal):
    cast.client("dina").post(f"{proposal}ask/", {"ask-text": "How many?"})
    cast.client("alice").post(f"{proposal}answer/", {"answer-text": "Eleven."})
    cast.client("dina").post(f"{proposal}accept/")
    events = [event.name for event in history(Introduction.objects.get())]
    assert events == [f"introduction.{word}" for word in ("proposed", "asked", "answered", "accepted")]


def test_the_owner_sees_what_was_left_out_and_gets_it_back_by_relaxing_one_condition(cast):
    need = publish(cast.client("alice"), "la-passerelle", help={"help": "funding"})
    publish(cast.client("dina"), "fio-livre", "offers")
    alice = cast.client("alice")
    page = alice.get(f"/en/needs/{need}/")
    assert [(one.gate, one.count, one.gain) for one in page.context["ranked"].removed] == [("help", 1, 1)]
    assert "show 1 more" in page.content.decode()
    relaxed = alice.get(f"/en/needs/{need}/?relax=help").context["ranked"]
    assert [match.posting.title for match in relaxed.matches] == ["Case files, with you"]
    assert relaxed.removed == []


def test_an_accepted_introduction_is_a_cooperation_under_way_not_an_ended_one(cast, proposal):
    cast.client("dina").post(f"{proposal}accept/")
    place = cast.client("alice").get("/en/mine/").context
    assert [line["introduction"].state for line in place["rooms"]] == ["accepted"]
    assert place["ended"] == []


def test_an_accepted_pair_is_not_offered_to_be_proposed_again(cast, pair, proposal):
    cast.client("dina").post(f"{proposal}accept/")
    page = cast.client("alice").get(f"/en/introductions/why/?need={pair[0]}&offer={pair[1]}&side=need")
    assert f'href="{proposal}"' in page.content.decode()
    assert "Propose an introduction" not in page.content.decode()


def test_who_only_reads_for_an_organisation_stands_on_its_side(cast, pair, proposal):
    cast.client("dina").post(f"{proposal}accept/")
    chloe = cast.client("chloe")
    assert [line["other"] for line in chloe.get("/en/mine/").context["rooms"]] == [cast.cooperative.name]
    assert "To propose your help" not in chloe.get(f"/en/needs/{pair[0]}/").content.decode()
