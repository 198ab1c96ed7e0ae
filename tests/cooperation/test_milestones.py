"""Milestones: set and noted by both sides alike."""

from datetime import date

import pytest
from tests.cooperation.rooms import open_room

from tandem.cooperation.models import Cooperation, Milestone

pytestmark = pytest.mark.django_db
FIRST = {"text": "Ten families have a file.", "due": "2099-05-04"}


@pytest.fixture
def room(cast):
    return open_room(cast)


@pytest.fixture
def milestone(cast, room):
    """One that Alice set."""
    cast.client("alice").post(f"{room}milestones/", FIRST)
    return Milestone.objects.get()


def test_one_side_sets_and_the_other_notes(cast, room, milestone):
    assert "by 4 May 2099" in cast.client("dina").get(f"{room}milestones/").content.decode()
    cast.client("dina").post(f"{room}milestones/{milestone.pk}/")
    assert "reached on" in cast.client("alice").get(f"{room}milestones/").content.decode()


def test_a_double_click_sets_one(cast, room, milestone):
    cast.client("alice").post(f"{room}milestones/", FIRST)
    assert Milestone.objects.count() == 1


def test_what_is_reached_is_not_taken_away(cast, room, milestone):
    cast.client("dina").post(f"{room}milestones/{milestone.pk}/")
    cast.client("alice").post(f"{room}milestones/{milestone.pk}/", {"drop": "1"})
    assert Milestone.objects.exists()


def test_one_that_is_not_reached_can_be_taken_away(cast, room, milestone):
    cast.client("alice").post(f"{room}milestones/{milestone.pk}/", {"drop": "1"})
    assert not Milestone.objects.exists()


def test_a_day_that_has_passed_is_pointed_out(cast, room, milestone):
    dina = cast.client("dina")
    assert "This day has passed" not in dina.get(f"{room}milestones/").content.decode()
    Milestone.objects.update(due=date(2020, 1, 1))
    assert "This day has passed" in dina.get(f"{room}milestones/").content.decode()


@pytest.mark.parametrize("change", [{"text": ""}, {"due": "soon"}, {"due": ""}, {"text": "x" * 201}])
def test_what_cannot_be_is_refused(cast, room, change):
    page = cast.client("alice").post(f"{room}milestones/", {**FIRST, **change})
    assert "There is a problem" in page.content.decode()
    assert not Milestone.objects.exists()


def test_a_closed_room_keeps_its_milestones(cast, room, milestone):
    end = {"end_early-reason": "No funding.", "end_early-what_happens_to_the_work": "You keep it."}
    cast.client("alice").post(f"{room}step/end_early/", end)
    cast.client("dina").post(f"{room}milestones/{milestone.pk}/")
    cast.client("dina").post(f"{room}milestones/{milestone.pk}/", {"drop": "1"})
    page = cast.client("dina").post(f"{room}milestones/", {**FIRST, "text": "Another."}).content.decode()
    assert "its milestones stay as they are" in page
    assert Milestone.objects.get().reached is None


def test_a_milestone_of_another_room_is_left_alone(cast, milestone):
    other = open_room(cast)
    cast.client("alice").post(f"{other}milestones/{milestone.pk}/", {"drop": "1"})
    assert Milestone.objects.exists()


@pytest.mark.parametrize(("who", "reading", "writing"), [("chloe", 200, 403), ("elio", 404, 404)])
def test_who_may_do_what_with_milestones(cast, room, milestone, who, reading, writing):
    browser = cast.client(who)
    assert browser.get(f"{room}milestones/").status_code == reading
    assert browser.post(f"{room}milestones/", FIRST).status_code == writing
    assert browser.post(f"{room}milestones/{milestone.pk}/").status_code == writing


@pytest.mark.parametrize("milestones", [1, 3])
def test_the_page_costs_the_same_for_one_milestone_and_three(cast, room, milestones, django_assert_num_queries):
    kept = Cooperation.objects.get()
    for number in range(milestones):
        Milestone.objects.create(cooperation=kept, text=str(number), due=date(2099, 1, 1), party=kept.parties.first())
    alice = cast.client("alice")
    with django_assert_num_queries(7):
        alice.get(f"{room}milestones/")
