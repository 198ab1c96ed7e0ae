"""The top of a room: where we are, whose turn it is, what may be done and by whom."""

import pytest
from django.core import mail
from tests.cooperation.rooms import open_room, to_framing
from tests.factories import NOON

from tandem.accounts.personal_data import export
from tandem.cooperation.models import Cooperation, Step
from tandem.domain.lifecycle import ROOM, replay
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
END = {"end_early-reason": "Our funding stopped.", "end_early-what_happens_to_the_work": "You keep the drafts."}


@pytest.fixture
def room(cast):
    return open_room(cast)


def test_a_room_says_phase_turn_and_what_is_next(cast, room):
    page = cast.client("alice").get(room).content.decode()
    assert '<li aria-current="step">Meeting</li>' in page
    assert "It is the turn of both of you" in page
    assert "agree on a first conversation" in page
    assert "Talk about the people concerned before any tool." in page


@pytest.mark.parametrize("who", ["alice", "bruno", "dina"])
def test_owners_and_editors_of_both_parties_act_alike(cast, room, who):
    cast.client(who).post(f"{room}step/start_framing/")
    assert Cooperation.objects.get().phase == "framing"


def test_a_reader_reads_and_is_told_why_not_more(cast, room):
    chloe = cast.client("chloe")
    page = chloe.get(room)
    assert page.status_code == 200
    assert "step/start_framing/" not in page.content.decode()
    answer = chloe.post(f"{room}step/start_framing/")
    assert answer.status_code == 403
    assert "ask one of its owners" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "framing/", "framing/side/", "framing/goal/"])
@pytest.mark.parametrize(("who", "status"), [("elio", 404), ("visitor", 302)])
def test_strangers_find_nothing(cast, room, who, status, path):
    assert cast.client(who).get(f"{room}{path}").status_code == status


def test_a_stale_page_is_told_where_the_room_stands(cast, room):
    cast.client("dina").post(f"{room}step/start_framing/")
    answer = cast.client("alice").post(f"{room}step/start_framing/", follow=True)
    assert "This room has moved on meanwhile. It is now at: Framing." in answer.content.decode()
    assert Step.objects.count() == 1


def test_a_double_click_counts_once_and_complains_not(cast, room):
    alice = cast.client("alice")
    alice.post(f"{room}step/start_framing/")
    answer = alice.post(f"{room}step/start_framing/", follow=True)
    assert "moved on" not in answer.content.decode()
    assert Step.objects.count() == 1


def test_going_back_asks_why(cast):
    room = to_framing(cast)
    page = cast.client("dina").post(f"{room}step/meet_again/", {"meet_again-reason": " "})
    assert "Please say why you go back" in page.content.decode()
    cast.client("dina").post(f"{room}step/meet_again/", {"meet_again-reason": "A colleague joins us."})
    assert Cooperation.objects.get().phase == "meeting"
    assert "A colleague joins us." in cast.client("alice").get(room).content.decode()


def test_ending_early_asks_why_and_what_happens_to_the_work(cast, room):
    page = cast.client("alice").post(f"{room}step/end_early/", {"end_early-reason": "Our funding stopped."})
    assert "what happens to the work done so far" in page.content.decode()
    cast.client("alice").post(f"{room}step/end_early/", END)
    page = cast.client("dina").get(room).content.decode()
    assert "This cooperation is closed" in page
    assert "You keep the drafts." in page
    assert "/step/" not in page


def test_a_step_without_its_pages_is_not_taken(cast, room):
    assert cast.client("alice").post(f"{room}step/close_for_parties/").status_code == 404


def test_the_phase_can_be_read_back_from_the_journal(cast, room):
    cast.client("alice").post(f"{room}step/start_framing/")
    cast.client("dina").post(f"{room}step/meet_again/", {"meet_again-reason": "A colleague joins us."})
    cast.client("alice").post(f"{room}step/end_early/", END)
    kept = Cooperation.objects.get()
    taken = [event.data["transition"] for event in history(kept) if event.name == "cooperation.moved"]
    assert replay(ROOM, taken) == kept.phase == "closed"


@pytest.mark.django_db(transaction=True)
def test_the_other_side_is_written_to_with_a_link(cast, room):
    mail.outbox.clear()
    cast.client("alice").post(f"{room}step/start_framing/")
    letter = mail.outbox[-1]
    assert letter.to == [cast.dina.email]
    assert room.removeprefix("/en") in letter.body
    assert "Framing" in letter.subject


def test_what_one_wrote_in_a_room_is_in_one_s_data(cast, room):
    cast.client("alice").post(f"{room}step/end_early/", END)
    assert "Our funding stopped." in str(export(cast.alice, NOON)["cooperation"])
    assert export(cast.elio, NOON)["cooperation"]["steps"] == []


def test_without_a_room_the_list_says_how_one_comes_to_be(cast):
    page = cast.client("alice").get("/en/cooperations/").content.decode()
    assert "A room opens when an introduction is accepted." in page


@pytest.mark.parametrize("rooms", [1, 3])
def test_the_list_costs_the_same_for_one_room_and_three(cast, django_assert_num_queries, rooms):
    for _ in range(rooms):
        open_room(cast)
    alice = cast.client("alice")
    with django_assert_num_queries(8):
        assert alice.get("/en/cooperations/").content.decode().count("We lose track") == rooms


def test_a_room_costs_fewer_than_twelve_queries(cast, django_assert_max_num_queries):
    room = to_framing(cast)
    alice = cast.client("alice")
    with django_assert_max_num_queries(11):
        alice.get(room)


def test_a_room_speaks_french(cast, room):
    page = cast.client("alice").get(room.replace("/en/", "/fr/")).content.decode()
    assert "C’est à vous deux d’agir" in page
    assert "Commencer le cadrage ensemble" in page
