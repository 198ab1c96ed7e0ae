"""Hours: given by one, received by the other, never edited."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cooperation.rooms import open_room

from tandem.cooperation import actions
from tandem.cooperation.models import Cooperation, LedgerEntry
from tandem.domain.ledger import verify

pytestmark = pytest.mark.django_db
TIME = {"giver": "own", "hours": "1", "minutes": "30", "day": "2026-01-15", "what": "First visit."}


@pytest.fixture
def room(cast):
    return open_room(cast)


@pytest.fixture
def given(cast, room):
    """Dina wrote down an hour and a half that her side gave."""
    cast.client("dina").post(f"{room}hours/", TIME)
    return room


def kinds() -> list[str]:
    return [entry.record["kind"] for entry in LedgerEntry.objects.all()]


def verified(browser, room):
    text = browser.get(f"{room}hours/ledger.jsonl").content.decode()
    lines = [json.loads(line) for line in text.splitlines()]
    return verify(((f"line {place}",), line) for place, line in enumerate(lines, 1))


def test_either_side_writes_down_and_the_other_confirms(cast, given):
    page = cast.client("alice").get(f"{given}hours/").content.decode()
    assert "Fio Livre gave 1 h 30 min" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "waits for the other side" in page
    cast.client("alice").post(f"{given}hours/1/confirm/")
    assert "confirmed by the other side" in cast.client("dina").get(f"{given}hours/").content.decode()


def test_a_time_received_may_be_written_down_too(cast, room):
    cast.client("alice").post(f"{room}hours/", {**TIME, "giver": "other"})
    theirs = cast.client("dina").get(f"{room}hours/").content.decode()
    assert "Fio Livre gave 1 h 30 min" in theirs.replace("\N{NO-BREAK SPACE}", " ")


def test_nobody_confirms_their_own_writing(cast, given):
    answer = cast.client("dina").post(f"{given}hours/1/confirm/", follow=True)
    assert "confirmed by the other side" in answer.content.decode()
    assert kinds() == ["give"]


def test_confirming_twice_counts_once(cast, given):
    for _ in range(2):
        cast.client("alice").post(f"{given}hours/1/confirm/")
    assert kinds() == ["give", "confirm"]


def test_an_open_time_is_taken_back_at_once_and_a_confirmed_one_by_both(cast, given):
    cast.client("alice").post(f"{given}hours/1/confirm/")
    cast.client("dina").post(f"{given}hours/1/back/")
    assert "asks to take it back" in cast.client("alice").get(f"{given}hours/").content.decode()
    cast.client("alice").post(f"{given}hours/2/confirm/")
    assert "asks to take it back" in cast.client("alice").get(f"{given}hours/").content.decode()
    cast.client("alice").post(f"{given}hours/3/confirm/")
    page = cast.client("alice").get(f"{given}hours/").content.decode()
    assert "taken back" in page
    assert kinds() == ["give", "confirm", "reverse", "confirm"]


def test_silence_is_marked_after_fourteen_days_and_once(cast, given):
    now = timezone.now()
    actions.mark_silent_hours(now + timedelta(days=13, hours=23))
    assert kinds() == ["give"]
    for _ in range(2):
        actions.mark_silent_hours(now + timedelta(days=14, minutes=1))
    assert kinds() == ["give", "silent"]


def test_a_double_click_writes_one_time(cast, given):
    cast.client("dina").post(f"{given}hours/", TIME)
    assert kinds() == ["give"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hours": "", "minutes": "5"}, "Write 0 if there are none."),
        ({"hours": "0", "minutes": "0"}, "a time has between 1 minute and 1000 hours"),
        ({"day": "2999-01-01"}, "time is written down after it was given"),
        ({"hours": "-1"}, "There is a problem"),
        ({"what": ""}, "Say what it was for."),
        ({"giver": "nobody"}, "There is a problem"),
    ],
)
def test_a_time_that_cannot_be_is_refused(cast, room, change, sentence):
    assert sentence in cast.client("dina").post(f"{room}hours/", {**TIME, **change}).content.decode()
    assert kinds() == []


def test_the_export_is_one_that_the_verifier_accepts(cast, given):
    cast.client("alice").post(f"{given}hours/1/confirm/")
    cast.client("dina").post(f"{given}hours/1/back/")
    result = verified(cast.client("alice"), given)
    assert result.valid
    assert result.entries == 3
    assert sum(balance.balance for balance in result.balances) == 0
    assert result.head in cast.client("dina").get(f"{given}hours/").content.decode()


def test_the_export_holds_no_name_and_no_words(cast, given):
    text = cast.client("dina").get(f"{given}hours/ledger.jsonl").content.decode()
    assert not any(word in text for word in ("Dina", "Fio Livre", "First visit"))


def test_erasing_a_person_leaves_the_chain_whole(cast, given):
    LedgerEntry.objects.update(person=None, what="")
    assert verified(cast.client("alice"), given).valid


def test_a_changed_row_is_noticed(cast, given):
    entry = LedgerEntry.objects.get()
    entry.record["minutes"] = 9000
    entry.save()
    with pytest.raises(ValueError, match="entry 1"):
        cast.client("alice").get(f"{given}hours/")


def test_hours_are_written_down_before_the_end(cast, room):
    end = {"end_early-reason": "No funding.", "end_early-what_happens_to_the_work": "You keep it."}
    cast.client("alice").post(f"{room}step/end_early/", end)
    assert "The room is closed" in cast.client("dina").post(f"{room}hours/", TIME).content.decode()
    assert kinds() == []


@pytest.mark.parametrize(("who", "reading", "writing"), [("chloe", 200, 403), ("elio", 404, 404)])
def test_who_may_do_what_with_hours(cast, given, who, reading, writing):
    browser = cast.client(who)
    assert browser.get(f"{given}hours/").status_code == reading
    assert browser.get(f"{given}hours/ledger.jsonl").status_code == reading
    for path in ("", "1/confirm/", "1/back/"):
        assert browser.post(f"{given}hours/{path}", TIME).status_code == writing, path


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same_for_one_time_and_three(cast, room, times, django_assert_num_queries):
    for number in range(times):
        cast.client("dina").post(f"{room}hours/", {**TIME, "what": str(number)})
    assert Cooperation.objects.get().ledger_entries.count() == times
    alice = cast.client("alice")
    with django_assert_num_queries(7):
        alice.get(f"{room}hours/")
