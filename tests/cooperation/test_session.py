"""The short path: a time, an hour, two questions each, perhaps more."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.cooperation.rooms import open_room

from tandem.cooperation import actions
from tandem.cooperation.models import Cooperation, ProposedTime, SessionAnswer
from tandem.domain.lifecycle import SESSION, replay
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db
WHEN = {"day": "2099-07-01", "hour": "14:00", "time_zone": "Europe/Paris", "place": "+33 1 00 00 00 00"}
ANSWER = {"helped": "much", "learnt": "Where to begin.", "further": "yes"}


@pytest.fixture
def session(cast):
    return open_room(cast, help={"help": "session"})


def proposed() -> ProposedTime:
    return ProposedTime.objects.get()


@pytest.fixture
def met(cast, session):
    """A session that took place: both have two questions before them."""
    cast.client("alice").post(f"{session}time/", WHEN)
    cast.client("dina").post(f"{session}time/{proposed().pk}/")
    ProposedTime.objects.update(starts=timezone.now() - timedelta(hours=1))
    cast.client("dina").post(f"{session}step/done/")
    return session


def phase() -> str:
    return Cooperation.objects.get(machine="session").phase


def test_a_session_asks_for_a_time_and_for_nothing_else(cast, session):
    page = cast.client("alice").get(session).content.decode()
    assert '<li aria-current="step">Agreeing on a time</li>' in page
    assert "no charter, no agreement" in page
    assert "Propose a time" in page
    assert "framing/" not in page


def test_the_other_side_confirms_the_hour_and_sees_it_in_its_own_zone(cast, session):
    cast.client("dina").post(f"{session}time/", {**WHEN, "time_zone": "Europe/Lisbon", "hour": "09:00"})
    ProposedTime.objects.update(state="dropped")
    cast.client("alice").post(f"{session}time/", WHEN)
    page = cast.client("dina").get(session).content.decode()
    assert "2 p.m." in page
    assert "for you: 1 July 2099, 1 p.m. (Europe/Lisbon)" in page
    cast.client("dina").post(f"{session}time/{ProposedTime.objects.get(state='open').pk}/")
    assert phase() == "planned"


def test_nobody_confirms_their_own_time(cast, session):
    cast.client("alice").post(f"{session}time/", WHEN)
    answer = cast.client("bruno").post(f"{session}time/{proposed().pk}/", follow=True)
    assert "One side proposes a time, the other confirms it." in answer.content.decode()
    assert phase() == "agree_time"


@pytest.mark.django_db(transaction=True)
def test_the_turn_is_the_other_s_who_is_written_to(cast, session):
    mail.outbox.clear()
    cast.client("alice").post(f"{session}time/", WHEN)
    assert Cooperation.objects.get().awaited == ["offer"]
    assert [letter.to for letter in mail.outbox] == [[cast.dina.email]]
    assert "your turn" in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"day": "2020-01-01"}, "This time has passed already."),
        ({"day": "2026-13-40"}, "Write the day like"),
        ({"time_zone": "Mars/Base"}, "There is a problem"),
        ({"place": ""}, "Say where, or how to reach you."),
        ({"day": "2099-03-29", "hour": "02:30"}, "This hour does not exist on that day"),
    ],
)
def test_a_time_that_cannot_be_is_refused(cast, session, change, sentence):
    page = cast.client("alice").post(f"{session}time/", {**WHEN, **change})
    assert sentence in page.content.decode()
    assert not ProposedTime.objects.exists()


def test_the_same_time_twice_counts_once_and_five_are_enough(cast, session):
    alice = cast.client("alice")
    for day in (1, 1, 2, 3, 4, 5, 6):
        page = alice.post(f"{session}time/", {**WHEN, "day": f"2099-07-0{day}"})
    assert "5 times are enough" in page.content.decode()
    assert ProposedTime.objects.count() == 5


def test_the_calendar_file_holds_the_agreed_hour(cast, session):
    alice = cast.client("alice")
    alice.post(f"{session}time/", WHEN)
    assert alice.get(f"{session}calendar.ics").status_code == 404
    cast.client("dina").post(f"{session}time/{proposed().pk}/")
    answer = alice.get(f"{session}calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20990701T120000Z" in answer.content.decode()
    assert cast.client("elio").get(f"{session}calendar.ics").status_code == 404


def test_a_double_click_confirms_once_and_a_late_one_changes_nothing(cast, session):
    cast.client("alice").post(f"{session}time/", WHEN)
    dina = cast.client("dina")
    for _ in range(2):
        dina.post(f"{session}time/{proposed().pk}/")
    assert Cooperation.objects.get().steps.count() == 1


def test_another_time_can_be_looked_for_with_a_reason(cast, session):
    cast.client("alice").post(f"{session}time/", WHEN)
    cast.client("dina").post(f"{session}time/{proposed().pk}/")
    cast.client("dina").post(f"{session}step/change_time/", {"change_time-reason": "I am ill."})
    assert phase() == "agree_time"
    assert proposed().state == "dropped"


def test_a_session_has_not_taken_place_before_its_hour(cast, session):
    cast.client("alice").post(f"{session}time/", WHEN)
    cast.client("dina").post(f"{session}time/{proposed().pk}/")
    answer = cast.client("alice").post(f"{session}step/done/", follow=True)
    assert "The time agreed has not come yet." in answer.content.decode()
    assert phase() == "planned"


def test_answers_stay_sealed_until_both_have_given_theirs(cast, met):
    cast.client("alice").post(f"{met}questions/", ANSWER)
    for who in ("alice", "dina", "chloe"):
        assert "Where to begin." not in cast.client(who).get(met).content.decode(), who
    cast.client("dina").post(f"{met}questions/", {**ANSWER, "learnt": "How a shelter works."})
    assert phase() == "closed"
    page = cast.client("dina").get(met).content.decode()
    assert "Where to begin." in page
    assert "How a shelter works." in page


def test_each_side_answers_once(cast, met):
    cast.client("alice").post(f"{met}questions/", ANSWER)
    answer = cast.client("bruno").post(f"{met}questions/", {**ANSWER, "learnt": "Else."}, follow=True)
    assert "Your side has answered already." in answer.content.decode()
    assert SessionAnswer.objects.get().learnt == "Where to begin."


def test_after_fourteen_days_of_silence_the_session_closes(cast, met):
    cast.client("alice").post(f"{met}questions/", ANSWER)
    since = Cooperation.objects.get().since
    actions.close_silent_sessions(since + timedelta(days=13, hours=23))
    assert phase() == "two_questions"
    for _ in range(2):
        actions.close_silent_sessions(since + timedelta(days=14))
    assert phase() == "closed"
    assert "Where to begin." in cast.client("dina").get(met).content.decode()


def test_two_who_said_yes_open_one_room_for_more(cast, met):
    for who in ("alice", "dina"):
        cast.client(who).post(f"{met}questions/", ANSWER)
    assert "Open a room for a project" in cast.client("alice").get(met).content.decode()
    rooms = {cast.client(who).post(f"{met}further/").url for who in ("alice", "dina")}
    assert len(rooms) == 1
    assert '<li aria-current="step">Meeting</li>' in cast.client("dina").get(rooms.pop()).content.decode()


def test_one_yes_opens_nothing(cast, met):
    cast.client("alice").post(f"{met}questions/", ANSWER)
    cast.client("dina").post(f"{met}questions/", {**ANSWER, "further": "later"})
    answer = cast.client("alice").post(f"{met}further/", follow=True)
    assert "when both of you have said yes" in answer.content.decode()
    assert Cooperation.objects.count() == 1


def test_the_phase_of_a_session_can_be_read_back_from_the_journal(cast, met):
    for who in ("alice", "dina"):
        cast.client(who).post(f"{met}questions/", ANSWER)
    kept = Cooperation.objects.get()
    taken = [event.data["transition"] for event in history(kept) if event.name == "cooperation.moved"]
    assert replay(SESSION, taken) == kept.phase == "closed"


@pytest.mark.parametrize("path", ["time/", "questions/"])
@pytest.mark.parametrize(("who", "status"), [("elio", 404), ("chloe", 403), ("bruno", 200)])
def test_who_may_act_in_a_session(cast, session, who, status, path):
    assert cast.client(who).get(f"{session}{path}").status_code == status


def test_a_room_is_no_session(cast):
    room = open_room(cast)
    assert cast.client("alice").get(f"{room}time/").status_code == 404
    assert cast.client("alice").post(f"{room}step/done/").status_code == 404


@pytest.mark.parametrize("times", [1, 3])
def test_a_session_costs_the_same_for_one_time_and_three(cast, session, times, django_assert_num_queries):
    kept = Cooperation.objects.get()
    for day in range(times):
        ProposedTime.objects.create(
            cooperation=kept,
            party=kept.parties.first(),
            starts=datetime(2099, 7, 1 + day, tzinfo=UTC),
            time_zone="Europe/Paris",
            place="here",
        )
    alice = cast.client("alice")
    with django_assert_num_queries(11):
        alice.get(session)
