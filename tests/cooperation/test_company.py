"""What accompanies the work: files, the monthly check-in, help, a mediator; and what the intermediary sees."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cooperation.rooms import open_room
from tests.factories import MembershipFactory, OrganisationFactory
from tests.ui.test_uploads import PDF

from tandem.accounts.personal_data import export
from tandem.cooperation import actions
from tandem.cooperation.models import CheckIn, Cooperation, HelpRequest, Mediation, Note, RoomFile

pytestmark = pytest.mark.django_db
SECRET = "They are nice, yet nothing is finished."


@pytest.fixture
def room(cast):
    return open_room(cast)


def at_work(since=datetime(2026, 1, 1, tzinfo=UTC)) -> Cooperation:
    """The room as it is once the work has begun."""
    Cooperation.objects.update(phase="work", since=since)
    return Cooperation.objects.get()


def put(browser, room, content=PDF, name="plan.pdf"):
    return browser.post(f"{room}files/", {"file": SimpleUploadedFile(name, content), "about": "The plan"})


@pytest.fixture
def network(cast):
    """Elio acts for an intermediary."""
    organisation = OrganisationFactory(name="Réseau Passage", slug="reseau-passage", roles=["intermediary"])
    MembershipFactory(organisation=organisation, person=cast.elio, role="editor")
    return organisation


def test_a_file_is_read_by_both_and_by_nobody_else(cast, room):
    assert put(cast.client("alice"), room).status_code == 302
    address = f"{room}files/{RoomFile.objects.get().pk}/"
    for who, status in (("dina", 200), ("chloe", 200), ("elio", 404)):
        answer = cast.client(who).get(address)
        assert answer.status_code == status
        assert (answer.getvalue() == PDF) == (status == 200)
    assert "plan.pdf" in cast.client("dina").get(f"{room}files/").content.decode()


def test_a_file_of_another_kind_is_refused_on_the_page(cast, room):
    page = put(cast.client("alice"), room, b"MZ\x90\x00", "plan.pdf")
    assert "This kind of file is not taken here" in page.content.decode()
    assert not RoomFile.objects.exists()


def test_a_double_click_keeps_one_file(cast, room):
    for _ in range(2):
        put(cast.client("alice"), room)
    assert RoomFile.objects.count() == 1


def test_a_file_is_removed_by_the_side_that_put_it(cast, room):
    put(cast.client("alice"), room)
    address = f"{room}files/{RoomFile.objects.get().pk}/remove/"
    assert "Only the side" in cast.client("dina").post(address, follow=True).content.decode()
    cast.client("bruno").post(address)
    assert not RoomFile.objects.exists()


@pytest.mark.parametrize("files", [1, 3])
def test_the_page_costs_the_same_for_one_file_and_three(cast, room, files, django_assert_num_queries):
    for number in range(files):
        put(cast.client("alice"), room, PDF + str(number).encode() + b"\n%%EOF")
    browser = cast.client("alice")
    with django_assert_num_queries(8):
        browser.get(f"{room}files/")


def test_both_read_how_it_goes_and_a_later_word_stands(cast, room):
    at_work()
    for mood in ("well", "worried"):
        cast.client("alice").post(f"{room}check-in/", {"mood": mood, "sentence": "The data is late."})
    page = cast.client("dina").get(f"{room}check-in/").content.decode()
    assert "We are worried." in page
    assert CheckIn.objects.count() == 1


def test_how_it_goes_is_said_while_working_only(cast, room):
    answer = cast.client("alice").post(f"{room}check-in/", {"mood": "well", "sentence": "Fine."}, follow=True)
    assert "part of the work phase" in answer.content.decode()
    assert not CheckIn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_both_are_asked_once_a_month_while_they_work(cast, room):
    begin = datetime(2026, 3, 1, 12, tzinfo=UTC)
    mail.outbox.clear()
    actions.ask_how_it_goes(begin)
    at_work(begin)
    actions.ask_how_it_goes(begin + timedelta(days=5))
    assert mail.outbox == []
    for day in range(14, 70):
        actions.ask_how_it_goes(begin + timedelta(days=day))
    asked = [letter.to[0] for letter in mail.outbox]
    assert sorted(asked) == sorted(["alice@example.org", "bruno@example.org", "dina@example.org"] * 3)
    assert f"{room}check-in/" in mail.outbox[0].body
    Cooperation.objects.update(phase="evaluation")
    actions.ask_how_it_goes(begin + timedelta(days=100))
    assert len(mail.outbox) == 9


def steward(cast) -> None:
    cast.appoint("elio")


def test_the_intermediary_reads_the_request_and_nothing_else_of_the_room(cast, room):
    steward(cast)
    cast.client("alice").post(f"{room}messages/", {"kind": "message", "text": SECRET})
    cast.client("alice").post(f"{room}help/", {"text": "How do we say no?"})
    asked = HelpRequest.objects.get()
    page = cast.client("elio").get(f"/en/stewards/help/{asked.pk}/").content.decode()
    assert "How do we say no?" in page
    assert SECRET not in page
    assert cast.client("elio").get(room).status_code == 404
    assert "How do we say no?" not in cast.client("dina").get(f"{room}help/").content.decode()
    cast.client("elio").post(f"/en/stewards/help/{asked.pk}/", {"text": "Say it early."})
    assert "Say it early." in cast.client("alice").get(f"{room}help/").content.decode()
    assert "Say it early." not in cast.client("dina").get(f"{room}help/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_stewards_are_told_that_help_is_asked_and_the_answer_reaches_that_side_only(cast, room):
    steward(cast)
    mail.outbox.clear()
    cast.client("dina").post(f"{room}help/", {"text": "How do we say no?"})
    assert [letter.to for letter in mail.outbox] == [["elio@example.org"]]
    assert "How do we say no?" not in mail.outbox[0].body
    mail.outbox.clear()
    for _ in range(2):
        cast.client("elio").post(f"/en/stewards/help/{HelpRequest.objects.get().pk}/", {"text": "Say it early."})
    assert [letter.to for letter in mail.outbox] == [["dina@example.org"]]


def test_stewards_see_where_rooms_stand_and_no_words(cast, room):
    steward(cast)
    at_work()
    cast.client("alice").post(f"{room}check-in/", {"mood": "blocked", "sentence": SECRET})
    Cooperation.objects.update(awaited_since=datetime(2026, 1, 1, tzinfo=UTC))
    for query in ("", "?only=stuck", "?only=worried"):
        page = cast.client("elio").get(f"/en/stewards/rooms/{query}").content.decode()
        assert "La Passerelle" in page
        assert "We are blocked" in page
        assert SECRET not in page
        assert Cooperation.objects.get().title not in page
    assert cast.client("alice").get("/en/stewards/rooms/").status_code == 403


@pytest.mark.parametrize("rooms", [1, 3])
def test_the_stewards_page_costs_the_same_for_one_room_and_three(cast, room, rooms, django_assert_num_queries):
    steward(cast)
    kept = Cooperation.objects.get()
    for number in range(rooms - 1):
        parties = list(kept.parties.all())
        copy = Cooperation.objects.get(pk=kept.pk)
        copy.pk, copy.reference, copy.machine = None, f"copy-{number}", f"m{number}"
        copy.machine = "session" if number == 0 else "room"
        if number:
            break
        copy.phase = "planned"
        copy.save()
        for party in parties:
            copy.parties.create(organisation=party.organisation, side=party.side)
    browser = cast.client("elio")
    with django_assert_num_queries(9):
        browser.get("/en/stewards/rooms/")


def test_a_mediator_sits_in_only_when_both_want_it_and_until_one_does_not(cast, room, network):
    elio = cast.client("elio")
    assert "Réseau Passage" in cast.client("alice").get(f"{room}help/?q=passage").content.decode()
    cast.client("alice").post(f"{room}mediator/", {"organisation": "reseau-passage"})
    assert elio.get(room).status_code == 404
    cast.client("dina").post(f"{room}mediator/", {"organisation": "reseau-passage"})
    assert elio.get(room).status_code == 200
    elio.post(f"{room}messages/", {"text": "Let us talk on Tuesday."})
    page = cast.client("alice").get(f"{room}messages/").content.decode()
    assert "Réseau Passage, Elio · <strong>as mediator</strong>" in page
    assert elio.post(f"{room}milestones/", {"text": "x", "due": "2099-01-01"}).status_code == 403
    cast.client("dina").post(f"{room}mediator/", {"end": ""})
    assert elio.get(room).status_code == 404
    assert elio.post(f"{room}messages/", {"text": "Again."}).status_code == 404
    assert Note.objects.count() == 1


def test_a_mediator_is_an_intermediary_and_no_party(cast, room):
    answer = cast.client("alice").post(f"{room}mediator/", {"organisation": "fio-livre"}, follow=True)
    assert "A mediator stands beside the parties" in answer.content.decode()
    OrganisationFactory(name="Other", slug="other", roles=["tech"])
    answer = cast.client("alice").post(f"{room}mediator/", {"organisation": "other"}, follow=True)
    assert "A mediator is an intermediary" in answer.content.decode()
    assert not Mediation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_other_side_is_asked_and_the_mediator_is_told(cast, room, network):
    mail.outbox.clear()
    cast.client("alice").post(f"{room}mediator/", {"organisation": "reseau-passage"})
    cast.client("dina").post(f"{room}mediator/", {"organisation": "reseau-passage"})
    assert [letter.to[0] for letter in mail.outbox] == ["dina@example.org", "elio@example.org"]


def test_one_s_words_are_in_one_s_data_and_not_in_that_of_others(cast, room):
    at_work()
    put(cast.client("alice"), room)
    cast.client("alice").post(f"{room}check-in/", {"mood": "well", "sentence": "Fine."})
    cast.client("alice").post(f"{room}help/", {"text": "How do we say no?"})
    kept = export(cast.alice, datetime.now(UTC))["cooperation"]
    assert [kept["files"][0]["name"], kept["check_ins"][0]["sentence"]] == ["plan.pdf", "Fine."]
    assert kept["help_requests"][0]["text"] == "How do we say no?"
    assert export(cast.dina, datetime.now(UTC))["cooperation"]["help_requests"] == []
