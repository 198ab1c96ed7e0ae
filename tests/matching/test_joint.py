"""Owners of needs that are alike are asked, without learning whose the other is, whether they would share one."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.matching.scenes import introduce, publish

from tandem.journal.queries import history
from tandem.journal.registry import jobs
from tandem.matching import actions, queries
from tandem.matching.models import JointQuestion, Need

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
HERS = "Our families move often, and their files are in four cupboards and one car."


@pytest.fixture
def gael(cast):
    """The owner of a second association, Les Glycines; `cast.client("gael")` is his browser."""
    person = PersonFactory(name="Gaël", email="gael@example.org")
    glycines = OrganisationFactory(name="Les Glycines", slug="les-glycines", languages=["fr", "en"], place="Vannes")
    MembershipFactory(person=person, organisation=glycines)
    object.__setattr__(cast, "gael", person)
    return person


@pytest.fixture
def needs(cast, gael):
    """Alice's and Gaël's needs, alike: both about case files."""
    technology = {"technology": ["crm", "security"]}
    alices = Need.objects.get(reference=publish(cast.client("alice"), "la-passerelle", technology=technology))
    title = {"title": "Files that follow the families"}
    gaels = publish(cast.client("gael"), "les-glycines", technology=technology, title=title, problem={"problem": HERS})
    return alices, Need.objects.get(reference=gaels)


@pytest.fixture
def question(needs):
    actions.ask_about_joint_needs(MONDAY)
    return JointQuestion.objects.get()


def say(cast, who: str, need: Need, answer: str):
    return cast.client(who).post(f"/en/needs/{need.reference}/share/", {"answer": answer}, follow=True)


@pytest.fixture
def shared(cast, needs, question):
    say(cast, "alice", needs[0], "yes")
    say(cast, "gael", needs[1], "yes")
    question.refresh_from_db()
    return question.shared


def test_both_owners_are_asked_and_learn_nothing_of_each_other(
    cast, needs, mailoutbox, django_capture_on_commit_callbacks
):
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_about_joint_needs(MONDAY)
    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert set(letters) == {cast.alice.email, cast.bruno.email, cast.gael.email}
    page = cast.client("alice").get(f"/en/needs/{needs[0].reference}/share/").content.decode()
    for text in (letters[cast.alice.email].subject + letters[cast.alice.email].body, page):
        for secret in ("Glycines", "Gaël", "gael", "Vannes", "families", "cupboards", needs[1].reference):
            assert secret not in text, secret
    assert f"/needs/{needs[0].reference}/share/" in letters[cast.alice.email].body


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_after_the_other_answered_one_still_learns_nothing(cast, needs, question, answer):
    say(cast, "gael", needs[1], answer)
    alice = cast.client("alice")
    for address in (f"/en/needs/{needs[0].reference}/share/", f"/en/needs/{needs[0].reference}/", "/en/mine/"):
        page = alice.get(address).content.decode()
        assert "Glycines" not in page
        assert "said yes" not in page.replace("before both say yes", "")


def test_a_no_ends_it_and_only_who_said_yes_is_told_that_it_came_to_nothing(
    cast, needs, question, mailoutbox, django_capture_on_commit_callbacks
):
    say(cast, "alice", needs[0], "yes")
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        say(cast, "gael", needs[1], "no")
    assert {letter.to[0] for letter in mailoutbox} == {cast.alice.email, cast.bruno.email}
    assert all("It came to nothing" in letter.body and "Glycines" not in letter.body for letter in mailoutbox)
    assert Need.objects.count() == 2


def test_the_same_pair_is_never_asked_twice(cast, needs, question):
    say(cast, "alice", needs[0], "no")
    actions.ask_about_joint_needs(MONDAY + timedelta(days=400))
    assert JointQuestion.objects.count() == 1


def test_a_need_is_asked_about_once_a_month_at_most(cast, needs, question):
    say(cast, "alice", needs[0], "no")
    third = Need.objects.get(pk=needs[1].pk)
    third.pk, third.reference = None, "a-third"
    third.organisation = OrganisationFactory(languages=["en"])
    third.save()
    actions.ask_about_joint_needs(MONDAY + timedelta(days=29))
    assert JointQuestion.objects.count() == 1
    actions.ask_about_joint_needs(MONDAY + timedelta(days=31))
    assert JointQuestion.objects.count() == 2


def test_silence_for_three_weeks_ends_it(needs, question):
    actions.ask_about_joint_needs(MONDAY + timedelta(days=21))
    assert JointQuestion.objects.get().state == "asked"
    actions.ask_about_joint_needs(MONDAY + timedelta(days=22))
    assert JointQuestion.objects.get().state == "expired"


def test_two_yeses_make_one_draft_with_the_words_of_both(needs, shared):
    assert shared.state == "draft"
    assert needs[0].problem in shared.problem
    assert needs[1].problem in shared.problem
    assert {one.organisation.name for one in queries.authors_of(shared)} == {"La Passerelle", "Les Glycines"}


def test_an_answer_given_twice_counts_once(cast, needs, question):
    say(cast, "alice", needs[0], "yes")
    say(cast, "alice", needs[0], "yes")
    question.refresh_from_db()
    assert question.state == "asked"


def test_a_need_that_was_closed_meanwhile_is_not_shared(cast, needs, question):
    say(cast, "alice", needs[0], "yes")
    actions.close(needs[0], actor=cast.alice, at=MONDAY)
    assert "it came to nothing" in say(cast, "gael", needs[1], "yes").content.decode()
    assert Need.objects.count() == 2


@pytest.mark.parametrize("who", ["alice", "bruno", "gael"])
def test_both_write_it_and_publishing_takes_the_needs_before_it_off_the_lists(cast, needs, shared, who):
    browser = cast.client(who)
    browser.post(f"/en/needs/{shared.reference}/question/title/", {"title": "Files that follow people"})
    browser.post(f"/en/needs/{shared.reference}/publish/")
    shared.refresh_from_db()
    assert (shared.title, shared.state) == ("Files that follow people", "published")
    assert {Need.objects.get(pk=one.pk).state for one in needs} == {"closed"}
    page = cast.client("elio").get(f"/en/needs/{shared.reference}/").content.decode()
    assert "La Passerelle" in page
    assert "Les Glycines" in page


@pytest.fixture
def introduction(cast, shared):
    """The address of what Dina proposed to the shared need."""
    cast.client("alice").post(f"/en/needs/{shared.reference}/publish/")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    return introduce(cast.client("dina"), shared.reference, offer, side="offer")


@pytest.mark.parametrize("who", ["alice", "gael"])
def test_both_see_and_answer_its_introductions(cast, introduction, who):
    browser = cast.client(who)
    assert "Your turn" in browser.get(introduction).content.decode()
    place = browser.get("/en/mine/").context
    assert [line["introduction"].reference in introduction for line in place["waiting"]] == [True]
    browser.post(f"{introduction}ask/", {"ask-text": "When?"})
    assert "Their turn" in cast.client("alice").get(introduction).content.decode()


@pytest.mark.django_db(transaction=True)
def test_both_are_written_to_about_it(cast, shared, mailoutbox):
    cast.client("gael").post(f"/en/needs/{shared.reference}/publish/")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    mailoutbox.clear()
    introduce(cast.client("dina"), shared.reference, offer, side="offer")
    assert {letter.to[0] for letter in mailoutbox} == {cast.alice.email, cast.bruno.email, cast.gael.email}


@pytest.mark.parametrize("leaving", ["alice", "gael"])
def test_either_leaves_and_gets_its_own_need_back_as_a_draft(cast, needs, shared, leaving):
    cast.client("alice").post(f"/en/needs/{shared.reference}/publish/")
    cast.client(leaving).post(f"/en/needs/{shared.reference}/leave/")
    shared.refresh_from_db()
    own, others = needs if leaving == "alice" else needs[::-1]
    assert Need.objects.get(pk=own.pk).state == "draft"
    assert Need.objects.get(pk=others.pk).state == "closed"
    assert shared.organisation == others.organisation
    assert cast.client(leaving).get(f"/en/needs/{shared.reference}/share/").status_code == 403


def test_the_last_one_does_not_leave_but_takes_it_off_the_lists(cast, shared):
    cast.client("alice").post(f"/en/needs/{shared.reference}/leave/")
    answer = cast.client("gael").post(f"/en/needs/{shared.reference}/leave/", follow=True)
    assert "take it off the lists instead" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "asked", "once_shared"),
    [("alice", 200, 200), ("bruno", 200, 200), ("chloe", 403, 403), ("elio", 403, 404), ("visitor", 302, 302)],
)
def test_the_question_and_the_shared_need_are_for_their_writers(cast, needs, question, who, asked, once_shared):
    assert cast.client(who).get(f"/en/needs/{needs[0].reference}/share/").status_code == asked
    say(cast, "alice", needs[0], "yes")
    say(cast, "gael", needs[1], "yes")
    made = JointQuestion.objects.get().shared
    assert cast.client(who).get(f"/en/needs/{made.reference}/share/").status_code == once_shared


@pytest.mark.parametrize("who", ["chloe", "dina", "elio", "visitor"])
def test_nobody_answers_or_leaves_for_others(cast, needs, question, who):
    say(cast, who, needs[0], "yes")
    assert not question.answers.exists()
    cast.client(who).post(f"/en/needs/{needs[0].reference}/leave/")


def test_its_history_says_who_did_what(cast, shared):
    cast.client("gael").post(f"/en/needs/{shared.reference}/publish/")
    page = cast.client("alice").get(f"/en/needs/{shared.reference}/share/").content.decode()
    assert "Made of two needs" in page
    assert "Gaël" in page
    assert [event.name for event in history(shared)] == ["need.shared", "need.published"]


def test_the_question_waits_in_ones_own_place(cast, needs, question):
    assert cast.client("alice").get("/en/mine/").context["joint_questions"] == [needs[0]]
    say(cast, "alice", needs[0], "yes")
    assert cast.client("alice").get("/en/mine/").context["joint_questions"] == []


def test_what_one_answered_is_in_ones_data(cast, needs, question):
    say(cast, "alice", needs[0], "yes")
    (kept,) = queries.personal_data(cast.alice)["joint_needs_answered"]
    assert (kept["of_need"], kept["agrees"]) == (needs[0].reference, True)


def test_the_worker_runs_it():
    assert "matching.ask_about_joint_needs" in {job.name for job in jobs()}
