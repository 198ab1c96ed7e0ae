"""A cooperation as both sides walk it, without JavaScript: a session; and a project from meeting to the next rung."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from tests.cooperation.rooms import (
    both_ready,
    bring_in,
    fill_in,
    open_room,
    sign,
    to_agreement,
    to_signing,
    with_a_fund,
)

from tandem.competences import queries as competences
from tandem.cooperation import grid
from tandem.cooperation.models import Cooperation, PartyInvitation, ProposedTime, SharedCase

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("fr", "en")
CASE = {
    "What did not work?": "Each colleague kept a notebook.",
    "What did you do together?": "We set up shared files.",
    "What changed, and for whom?": "Nobody asks families twice.",
}


def enter(walk, cast, who: str, language: str, hand: str = "keyboard"):
    """Somebody with a browser in which they are signed in."""
    person = walk(hand, language)
    session = cast.client(who).cookies[settings.SESSION_COOKIE_NAME].value
    person.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": person.home}])
    return person


def mark(person, identity: str) -> None:
    """Choose a radio button by its id: the same words stand under many questions."""
    person._choose_radio(person.page.locator(f'[id="{identity}"]'))


def at(person, room: str, page: str = "") -> None:
    vars(person).update(weights=[], scripts=0)  # each page is weighed for itself
    person.open(f"{room.removeprefix('/en/')}{page}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_session_from_the_hour_to_going_further(walk, cast, language):
    room = open_room(cast, help={"help": "session"})
    alice, dina = (enter(walk, cast, who, language) for who in ("alice", "dina"))
    at(alice, room)
    alice.follow("Propose a time")
    alice.page.locator("#id_day").fill("2099-07-01")
    alice.page.locator("#id_hour").fill("14:00")
    alice.write("Where, or how?", "+33 1 00 00 00 00")
    alice.press("Save")
    at(dina, room)
    dina.press("This time suits us")
    ProposedTime.objects.update(starts=timezone.now() - timedelta(hours=2))
    at(dina, room)
    dina.press("The session took place")
    for person in (alice, dina):
        at(person, room, "questions/")
        mark(person, "id_helped_0")
        person.write("What do you take away from it?", "OK")
        mark(person, "id_further_0")
        person.press("Save")
    dina.press("Open a room for a project")
    assert Cooperation.objects.get(machine="room").phase == "meeting"


def frame(alice, dina, room: str) -> None:
    at(alice, room)
    alice.press("Start framing together")
    for person, wording in (
        (alice, "What does not work today, and for whom?"),
        (dina, "How do you understand it, from the technical side?"),
    ):
        at(person, room)
        person.follow("Write our side")
        person.write(wording, "Every colleague keeps a notebook.")
        person.write("What do you want to gain?", "Time.")
        person.write("What do you bring?", "Two people.")
        person.write("What would be a failure for you?", "Nobody uses it.")
        person.press("Save")
    alice.page.reload()
    alice.follow("Write the common goal")
    alice.write("What do you want to have reached together?", "One file for each family.")
    alice.press("Save")
    at(dina, room)
    dina.follow("Read and agree")
    dina.press("We agree to this goal")


def agree(alice, dina, room: str) -> None:
    """The questions have their own tests; here both find the text ready, and sign it."""
    at(alice, room)
    alice.press("Prepare the agreement")
    fill_in()
    for person in (alice, dina):
        at(person, room, "agreement/text/")
        person.press("We find this text ready to be signed")
    for person in (alice, dina):
        at(person, room, "agreement/sign/")
        person.write("Your function", "CA")
        person.choose("I may commit my organisation")
        person.press("Sign")
    at(alice, room)
    alice.press("Start the work")


def work(alice, dina, room: str) -> None:
    at(dina, room, "hours/")
    mark(dina, "id_giver_0")
    dina.page.locator("#id_day").fill("2026-01-15")
    dina.write("What was it for?", "Visit")
    dina.press("Write it down")
    at(alice, room, "hours/")
    alice.press("Confirm", exact=False)
    at(alice, room, "check-in/")
    mark(alice, "id_mood_0")
    alice.write("In one sentence", "Fine.")
    alice.press("Save")
    at(dina, room)
    dina.press("Evaluate together")


def evaluate(alice, dina, room: str) -> None:
    choices = [name for name, question in grid.questions().items() if question.kind != "fact"]
    for person in (alice, dina):
        at(person, room)
        person.follow("Evaluate")
        for name in choices:
            mark(person, f"id_{name}_{0 if name == 'again' else 2}")
        person.press("Send our answers")
    assert dina.say("Side by side") in dina.page.content()
    at(dina, room)
    dina.press("Move on to autonomy")
    dina.press("Close the room: the work carries on without us")


def tell(alice, dina, room: str) -> None:
    at(alice, room, "case/")
    alice.follow("Write the case")
    alice.write("Title", "One file for each family")
    for label, words in CASE.items():
        alice.write(label, words)
    alice.page.locator("#id_claim_1").fill("60 min")
    alice.page.locator("#id_evidence_1").select_option("hours")
    alice.press("Save")
    alice.press("We approve this text")
    at(dina, room, "case/")
    assert not SharedCase.objects.filter(published__isnull=False).exists()
    dina.press("We approve this text")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_of_a_project_from_meeting_to_a_published_case_and_the_next_rung(walk, cast, language):
    room = open_room(cast)
    alice, dina = (enter(walk, cast, who, language) for who in ("alice", "dina"))
    frame(alice, dina, room)
    agree(alice, dina, room)
    work(alice, dina, room)
    evaluate(alice, dina, room)
    tell(alice, dina, room)
    visitor = walk("keyboard", language)
    visitor.open("cases/")
    visitor.follow("One file for each family")
    assert CASE["What changed, and for whom?"] in visitor.page.content()
    form = competences.label("forms", "joint-contract", language)
    at(alice, room)
    alice.follow("The next rung")
    alice.activate(alice.page.get_by_role("button", name=form))
    at(dina, room, "next/")
    dina.press("Yes, we want it too")
    assert dina.say("Your history together") in dina.page.content()
    assert Cooperation.objects.get(place=2).phase == "framing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_funder_is_invited_by_two_who_have_signed_and_signs_the_amendment_with_them(walk, cast, language):
    three = with_a_fund(cast)
    room = to_signing(three)
    for who in ("alice", "dina"):
        sign(three, room, who)
    alice, dina, farah = (enter(walk, three, who, language) for who in ("alice", "dina", "farah"))
    at(alice, room)
    alice.follow("Parties")
    alice.page.locator("#id_q").fill("fonds")
    alice.press("Search")
    alice.follow("Invite", exact=False)
    mark(alice, "id_role_1")
    alice.write("Why would you like to have it with you?", "OK")
    alice.press("Propose")
    at(dina, room)
    dina.follow("Read and answer")
    dina.press("We want it too", exact=False)
    at(farah, "cooperations/")
    farah.follow(Cooperation.objects.get().title)
    farah.press("Join this cooperation")
    fill_in()
    for person in (alice, dina, farah):
        at(person, room, "agreement/text/")
        person.press("We find this text ready to be signed")
    for person in (dina, farah, alice):
        at(person, room, "agreement/sign/")
        person.write("Your function", "CA")
        person.choose("I may commit my organisation")
        person.press("Sign")
    at(farah, room)
    farah.press("Start the work")
    at(farah, room, "hours/")
    mark(farah, "id_giver_1")
    farah.page.locator("#id_day").fill("2026-01-15")
    farah.write("What was it for?", "Visit")
    farah.press("Write it down")
    at(dina, room, "hours/")
    dina.press("Confirm", exact=False)
    assert Cooperation.objects.get().phase == "work"


@pytest.mark.parametrize("language", ["fr"])  # the longer words
def test_the_pages_of_three_parties_are_clean_light_and_narrow(walk, cast, language):
    from tests.cooperation.test_evaluation import ANSWERS

    three = with_a_fund(cast)
    room = to_agreement(three)
    invite = {"role": "funder", "words": "OK"}
    three.client("alice").post(f"{room}parties/invite/fonds-solidaire/", invite)
    three.client("dina").post(f"{room}parties/{PartyInvitation.objects.get().pk}/")
    farah, dina = (enter(walk, three, who, language, "mouse") for who in ("farah", "dina"))
    at(farah, "cooperations/")
    at(farah, room, f"join/{PartyInvitation.objects.get().pk}/")
    for page in ("parties/?q=a", "parties/invite/fonds-solidaire/"):
        at(dina, room, page)
    PartyInvitation.objects.all().delete()
    bring_in(three, room)
    fill_in()
    both_ready(three)
    for who in ("alice", "dina", "farah"):
        sign(three, room, who)
    for step in ("start_work", "start_evaluation"):
        three.client("farah").post(f"{room}step/{step}/")
    three.client("farah").post(
        f"{room}hours/", {"giver": "p3>offer", "hours": 1, "minutes": 0, "day": "2026-01-15", "what": "OK"}
    )
    for who in ("alice", "dina", "farah"):
        three.client(who).post(f"{room}evaluation/", ANSWERS)
    for page in ("", "parties/", "framing/", "agreement/", "hours/", "transfer/", "evaluation/"):
        at(dina, room, page)


@pytest.mark.parametrize("language", ["fr"])  # the longer words
def test_each_page_of_a_finished_room_is_clean_light_and_narrow(walk, cast, finished, language):
    dina = enter(walk, cast, "dina", language, "mouse")
    pages = ("", "files/", "check-in/", "help/?q=a", "evaluation/", "after/3/", "case/", "case/write/", "next/")
    for page in pages:
        at(dina, finished, page)
    for page in ("cases/", "cases/told/", "cases/told/doubt/1/", "organisations/fio-livre/"):
        at(dina, page)


@pytest.fixture
def finished(cast):
    """A closed room with something on each of its pages."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.cooperation.test_case import TEXT, approve
    from tests.cooperation.test_evaluation import ANSWERS
    from tests.ui.test_uploads import PDF

    room = open_room(cast)
    kept = Cooperation.objects.get()
    kept.steps.create(transition="start_work", at=kept.opened)
    Cooperation.objects.update(phase="work")
    cast.client("alice").post(f"{room}files/", {"file": SimpleUploadedFile("plan.pdf", PDF), "about": "Plan"})
    cast.client("alice").post(f"{room}check-in/", {"mood": "worried", "sentence": "OK"})
    cast.client("alice").post(f"{room}help/", {"text": "?"})
    cast.client("alice").post(f"{room}step/start_evaluation/")
    for who in ("alice", "dina"):
        cast.client(who).post(f"{room}evaluation/", ANSWERS)
    cast.client("alice").post(f"{room}case/write/", {**TEXT, "title": "Told"})
    for who in ("alice", "dina"):
        approve(cast, room, who)
    cast.client("elio").post("/en/cases/told/doubt/1/", {"text": "?!"})
    cast.client("dina").post(f"{room}step/start_autonomy/")
    cast.client("dina").post(f"{room}step/finish/")
    follow_up = kept.follow_ups.create(months=3, asked=kept.opened)
    follow_up.answers.create(party=kept.parties.first(), runs="all", maintains="alone", at=kept.opened)
    cast.client("alice").post(f"{room}next/", {"form": "joint-contract"})
    return room
