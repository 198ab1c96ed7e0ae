"""The same grid for both, sealed until both have answered; and what still runs months later."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from tests.cooperation.rooms import open_room

from tandem.cooperation import actions, grid, queries
from tandem.cooperation.models import Cooperation, Evaluation, EvaluationRound, FollowUp, FollowUpAnswer
from tandem.journal.models import Event

pytestmark = pytest.mark.django_db
SECRET = "They never answered on Mondays."
ANSWERS = {name: "clearly" for name, question in grid.questions().items() if question.kind == "effect"} | {
    "again": "yes",
    "skills-fact": SECRET,
}


@pytest.fixture
def room(cast):
    """A room whose work is done: both have the grid before them."""
    address = open_room(cast)
    Cooperation.objects.update(phase="work")
    cast.client("alice").post(f"{address}step/start_evaluation/")
    assert Cooperation.objects.get().phase == "evaluation"
    return address


def everything_dina_sees(cast, room) -> str:
    pages = ["", "evaluation/", "transfer/", "messages/", "hours/", "files/", "help/"]
    texts = [cast.client("dina").get(f"{room}{page}").content.decode() for page in pages]
    return "\n".join([*texts, str(queries.personal_data(cast.dina)), str(list(Event.objects.values()))])


def test_answers_stay_sealed_until_both_have_given_theirs(cast, room):
    cast.client("alice").post(f"{room}evaluation/", ANSWERS)
    assert SECRET not in everything_dina_sees(cast, room)
    assert SECRET not in cast.client("alice").get(f"{room}evaluation/").content.decode()
    assert Cooperation.objects.get().awaited == ["offer"]
    cast.client("dina").post(f"{room}evaluation/", {**ANSWERS, "more-alone": "not-at-all"})
    for who in ("alice", "chloe", "dina"):
        page = cast.client(who).get(f"{room}evaluation/").content.decode()
        assert SECRET in page
        assert page.count("You see it differently.") == 1


def test_each_side_answers_once_and_a_double_click_changes_nothing(cast, room):
    for _ in range(2):
        cast.client("alice").post(f"{room}evaluation/", ANSWERS)
    answer = cast.client("bruno").post(f"{room}evaluation/", {**ANSWERS, "again": "no"}, follow=True)
    assert "Your side has answered already." in answer.content.decode()
    assert Evaluation.objects.get().answers["again"] == "yes"


def test_after_fourteen_days_what_was_said_opens_and_a_late_answer_says_that_it_is_late(cast, room):
    cast.client("alice").post(f"{room}evaluation/", ANSWERS)
    began = EvaluationRound.objects.get().began
    actions.open_silent_evaluations(began + timedelta(days=13, hours=23))
    assert SECRET not in everything_dina_sees(cast, room)
    for _ in range(2):
        actions.open_silent_evaluations(began + timedelta(days=14))
    assert SECRET in cast.client("dina").get(f"{room}evaluation/").content.decode()
    cast.client("dina").post(f"{room}evaluation/", ANSWERS)
    assert "(answered once they were open)" in cast.client("alice").get(f"{room}evaluation/").content.decode()
    assert Event.objects.filter(name="cooperation.evaluation_opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_other_is_told_that_it_is_its_turn_and_both_that_it_is_open(cast, room):
    mail.outbox.clear()
    cast.client("alice").post(f"{room}evaluation/", ANSWERS)
    assert [letter.to[0] for letter in mail.outbox] == ["dina@example.org"]
    assert SECRET not in mail.outbox[0].body
    mail.outbox.clear()
    cast.client("dina").post(f"{room}evaluation/", ANSWERS)
    told = {letter.to[0] for letter in mail.outbox if "evaluation is open" in letter.subject}
    assert told == {"alice@example.org", "bruno@example.org", "dina@example.org"}


def test_autonomy_waits_for_both_answers(cast, room):
    page = cast.client("alice").get(room).content.decode()
    assert "Move on to autonomy" not in page
    for who in ("alice", "dina"):
        cast.client(who).post(f"{room}evaluation/", ANSWERS)
    cast.client("dina").post(f"{room}step/start_autonomy/")
    cast.client("dina").post(f"{room}step/finish/")
    assert Cooperation.objects.get().phase == "closed"
    assert cast.client("alice").get(room).status_code == 200


def test_the_checklist_says_who_has_evaluated_and_then_which_steps_are_reached(cast, room):
    cast.client("alice").post(f"{room}evaluation/", ANSWERS)
    page = cast.client("dina").get(room).content.decode()
    assert "La Passerelle has evaluated. <strong>Done.</strong>" in page
    assert 'Fio Livre has evaluated. <span class="hint">Still open.</span>' in page
    cast.client("dina").post(f"{room}evaluation/", ANSWERS)
    cast.client("dina").post(f"{room}step/start_autonomy/")
    cast.client("dina").post(f"{room}transfer/step/maintains/", {"evidence": "In May, alone."})
    page = cast.client("alice").get(room).content.decode()
    assert "It maintains the work alone. <strong>Done.</strong>" in page


def test_taking_up_the_work_again_leads_to_a_new_round(cast, room):
    for who in ("alice", "dina"):
        cast.client(who).post(f"{room}evaluation/", ANSWERS)
    cast.client("alice").post(f"{room}step/resume_work/", {"resume_work-reason": "One more month."})
    cast.client("alice").post(f"{room}step/start_evaluation/")
    cast.client("alice").post(f"{room}evaluation/", {**ANSWERS, "again": "otherwise"})
    assert EvaluationRound.objects.count() == 2
    assert "Yes, but otherwise" not in cast.client("dina").get(f"{room}evaluation/").content.decode().split("<table")[1]


def test_an_answer_of_the_list_is_asked_for_each_question(cast, room):
    page = cast.client("alice").post(f"{room}evaluation/", {**ANSWERS, "again": "maybe"}).content.decode()
    assert "This is not in the list" in page
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("chloe", 403), ("elio", 404)])
def test_readers_and_strangers_do_not_evaluate(cast, room, who, status):
    assert cast.client(who).post(f"{room}evaluation/", ANSWERS).status_code == status


@pytest.mark.parametrize("answered", [1, 2])
def test_the_page_costs_the_same_however_many_answered(cast, room, answered, django_assert_max_num_queries):
    for who in ("alice", "dina")[:answered]:
        cast.client(who).post(f"{room}evaluation/", ANSWERS)
    browser = cast.client("alice")
    with django_assert_max_num_queries(12):
        browser.get(f"{room}evaluation/")


@pytest.fixture
def closed(cast, room):
    kept = Cooperation.objects.get()
    kept.steps.create(transition="start_work", at=datetime(2025, 1, 1, tzinfo=UTC))
    Cooperation.objects.update(phase="closed", since=datetime(2025, 11, 30, 12, tzinfo=UTC), awaited=[])
    return room


@pytest.mark.django_db(transaction=True)
def test_both_are_asked_what_still_runs_after_three_and_twelve_months_and_once(cast, closed):
    mail.outbox.clear()
    actions.follow_up(datetime(2026, 2, 28, 11, tzinfo=UTC))
    assert mail.outbox == []
    for _ in range(2):
        actions.follow_up(datetime(2026, 2, 28, 13, tzinfo=UTC))
    assert len(mail.outbox) == 3
    assert f"{closed}after/3/" in mail.outbox[0].body
    actions.follow_up(datetime(2026, 12, 1, tzinfo=UTC))
    assert [one.months for one in FollowUp.objects.all()] == [3, 12]


def test_what_still_runs_is_read_in_the_room_and_can_be_said_again(cast, closed):
    actions.follow_up(datetime(2026, 3, 1, tzinfo=UTC))
    for runs in ("nothing", "part"):
        cast.client("dina").post(f"{closed}after/3/", {"runs": runs, "maintains": "with-help", "words": "Twice."})
    page = cast.client("alice").get(closed).content.decode()
    assert "A part still runs." in page
    assert "The organisation, with help" in page
    assert FollowUpAnswer.objects.count() == 1
    assert cast.client("chloe").post(f"{closed}after/3/", {}).status_code == 403
    assert cast.client("elio").get(f"{closed}after/3/").status_code == 404


def test_a_room_without_work_is_not_followed_up(cast, room):
    Cooperation.objects.update(phase="closed", since=datetime(2025, 1, 1, tzinfo=UTC))
    actions.follow_up(datetime(2026, 3, 1, tzinfo=UTC))
    assert not FollowUp.objects.exists()
