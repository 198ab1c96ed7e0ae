"""Framing: two wordings, what each side wants, one goal agreed by both."""

import pytest
from tests.cooperation.rooms import WORDS, frame, open_room, to_framing
from tests.matching.scenes import PROBLEM

from tandem.cooperation import queries
from tandem.cooperation.models import CommonGoal, Cooperation, Framing

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast):
    return to_framing(cast)


def stands() -> Cooperation:
    return queries.with_parties(Cooperation.objects).get()


def test_the_need_s_side_starts_from_what_it_published(cast, room):
    assert PROBLEM in cast.client("alice").get(f"{room}framing/side/").content.decode()
    assert PROBLEM not in cast.client("dina").get(f"{room}framing/side/").content.decode()


def test_both_wordings_stand_side_by_side(cast, room):
    cast.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    cast.client("dina").post(f"{room}framing/side/", {**WORDS, "wording": "A shared table.", "seen": 0})
    page = cast.client("alice").get(f"{room}framing/").content.decode()
    assert page.index("Every colleague keeps a notebook.") < page.index("A shared table.")


def test_the_turn_goes_to_the_side_that_is_missing(cast, room):
    cast.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    assert stands().awaited == ["offer"]
    assert "Their turn" in cast.client("alice").get(room).content.decode()
    page = cast.client("dina").get(room).content.decode()
    assert "Your turn" in page
    assert "Your side of the framing is missing." in page


@pytest.mark.parametrize("name", ["wording", "gain", "brings", "failure"])
def test_only_worries_may_stay_empty(cast, room, name):
    page = cast.client("alice").post(f"{room}framing/side/", {**WORDS, name: " ", "seen": 0})
    assert "There is a problem" in page.content.decode()
    assert not Framing.objects.exists()


def test_the_goal_waits_for_the_words_of_both(cast, room):
    cast.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    page = cast.client("alice").post(f"{room}framing/goal/", {"text": "One file.", "seen": 0})
    assert "First each side writes its own words" in page.content.decode()
    assert not CommonGoal.objects.exists()


def test_who_writes_the_goal_agrees_and_the_other_is_asked(cast, room):
    for who in ("alice", "dina"):
        cast.client(who).post(f"{room}framing/side/", {**WORDS, "seen": 0})
    cast.client("alice").post(f"{room}framing/goal/", {"text": "One file.", "seen": 0})
    assert queries.missing_in_framing(stands()) == {"offer": "agree"}
    cast.client("dina").post(f"{room}framing/agree/", {"seen": 1})
    assert queries.framing_is_whole(stands())


def test_a_changed_goal_asks_the_other_again(cast, room):
    frame(cast, room)
    cast.client("dina").post(f"{room}framing/goal/", {"text": "One file and one list.", "seen": 1})
    assert queries.missing_in_framing(stands()) == {"need": "agree"}


def test_changed_words_ask_the_other_again(cast, room):
    frame(cast, room)
    cast.client("alice").post(f"{room}framing/side/", {**WORDS, "gain": "Something else.", "seen": 1})
    assert queries.missing_in_framing(stands()) == {"offer": "agree"}


def test_saving_the_same_words_asks_nobody(cast, room):
    frame(cast, room)
    cast.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 1})
    assert queries.framing_is_whole(stands())


def test_nobody_agrees_to_a_goal_they_did_not_read(cast, room):
    frame(cast, room)
    cast.client("alice").post(f"{room}framing/goal/", {"text": "Another goal.", "seen": 1})
    answer = cast.client("dina").post(f"{room}framing/agree/", {"seen": 1}, follow=True)
    assert "has changed meanwhile" in answer.content.decode()
    assert queries.missing_in_framing(stands()) == {"offer": "agree"}


def test_two_colleagues_at_once_lose_no_word(cast, room):
    cast.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    bruno = cast.client("bruno")
    page = bruno.post(f"{room}framing/side/", {**WORDS, "gain": "Less paper.", "seen": 0}).content.decode()
    assert "Somebody changed this while you were writing" in page
    assert "Find a file in a minute." in page
    assert "Less paper." in page
    assert Framing.objects.get().gain == WORDS["gain"]
    bruno.post(f"{room}framing/side/", {**WORDS, "gain": "Less paper.", "seen": 1})
    assert Framing.objects.get().gain == "Less paper."


def test_framing_is_written_in_its_phase(cast):
    room = open_room(cast)
    page = cast.client("alice").post(f"{room}framing/side/", {**WORDS, "seen": 0})
    assert "written in the phase “framing”" in page.content.decode()
    assert not Framing.objects.exists()


@pytest.mark.parametrize("path", ["side/", "goal/"])
def test_a_reader_is_told_why_not(cast, room, path):
    assert cast.client("chloe").get(f"{room}framing/{path}").status_code == 403
    assert cast.client("chloe").get(f"{room}framing/").status_code == 200


def test_the_framing_page_costs_fewer_than_twelve_queries(cast, room, django_assert_max_num_queries):
    frame(cast, room)
    alice = cast.client("alice")
    with django_assert_max_num_queries(11):
        alice.get(f"{room}framing/")
