"""Messages and decisions."""

import pytest
from django.core import mail
from tests.cooperation.rooms import open_room
from tests.factories import NOON

from tandem.accounts.personal_data import export
from tandem.cooperation.models import Cooperation, Note

pytestmark = pytest.mark.django_db
MESSAGE = {"kind": "message", "text": "Could we start on Tuesday?"}


@pytest.fixture
def room(cast):
    return open_room(cast)


@pytest.mark.django_db(transaction=True)
def test_the_other_side_reads_it_in_an_e_mail_with_a_link_to_answer(cast, room):
    mail.outbox.clear()
    cast.client("alice").post(f"{room}messages/", MESSAGE)
    assert [letter.to for letter in mail.outbox] == [[cast.dina.email]]
    assert "Could we start on Tuesday?" in mail.outbox[0].body
    assert f"{room}messages/".removeprefix("/en") in mail.outbox[0].body


def test_decisions_are_told_apart(cast, room):
    cast.client("alice").post(f"{room}messages/", MESSAGE)
    cast.client("dina").post(f"{room}messages/", {"kind": "decision", "text": "We start on Tuesday."})
    page = cast.client("alice").get(f"{room}messages/").content.decode()
    assert page.count('class="tag"') == 1
    assert page.index("We start on Tuesday.") < page.index("Could we start on Tuesday?")


def test_a_double_click_writes_once(cast, room):
    for _ in range(2):
        cast.client("alice").post(f"{room}messages/", MESSAGE)
    assert Note.objects.count() == 1


def test_an_empty_message_is_asked_for(cast, room):
    page = cast.client("alice").post(f"{room}messages/", {"kind": "message", "text": " "})
    assert "Write a few words." in page.content.decode()
    assert not Note.objects.exists()


def test_what_is_written_is_shown_and_never_run(cast, room):
    cast.client("alice").post(f"{room}messages/", {"kind": "message", "text": "<script>alert(1)</script>"})
    assert "<script>alert" not in cast.client("dina").get(f"{room}messages/").content.decode()


def test_after_the_end_one_still_writes_but_decides_no_more(cast, room):
    end = {"end_early-reason": "No funding.", "end_early-what_happens_to_the_work": "You keep it."}
    cast.client("alice").post(f"{room}step/end_early/", end)
    cast.client("dina").post(f"{room}messages/", {"kind": "decision", "text": "We go on."})
    cast.client("dina").post(f"{room}messages/", {"kind": "message", "text": "Thank you."})
    assert [note.text for note in Note.objects.all()] == ["Thank you."]


def test_a_reader_reads_and_a_stranger_finds_nothing(cast, room):
    assert cast.client("chloe").get(f"{room}messages/").status_code == 200
    assert cast.client("chloe").post(f"{room}messages/", MESSAGE).status_code == 403
    assert cast.client("elio").post(f"{room}messages/", MESSAGE).status_code == 404


def test_one_s_messages_are_in_one_s_data(cast, room):
    cast.client("alice").post(f"{room}messages/", MESSAGE)
    assert export(cast.alice, NOON)["cooperation"]["messages"][0]["text"] == MESSAGE["text"]
    assert export(cast.dina, NOON)["cooperation"]["messages"] == []


@pytest.mark.parametrize("notes", [1, 3])
def test_the_page_costs_the_same_for_one_message_and_three(cast, room, notes, django_assert_num_queries):
    kept = Cooperation.objects.get()
    for number in range(notes):
        Note.objects.create(
            cooperation=kept, kind="message", text=str(number), at=NOON, party=kept.parties.first(), person=cast.alice
        )
    alice = cast.client("alice")
    with django_assert_num_queries(8):
        alice.get(f"{room}messages/")
