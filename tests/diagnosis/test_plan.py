"""The plan: steps that an organisation chose from its result, for its members alone."""

import pytest
from tests.diagnosis.scenes import first_ten, keep

from tandem.diagnosis.models import PlanStep
from tandem.journal.models import Event

pytestmark = pytest.mark.django_db

PLAN = "/en/organisations/la-passerelle/plan/"


@pytest.fixture
def kept(cast) -> str:
    """A result with every step, kept for the association."""
    alice = cast.client("alice")
    reference = first_ten(alice, 0)
    keep(alice, reference)
    return reference


def add(browser, reference, step="first-copies"):
    return browser.post(f"/en/diagnosis/{reference}/plan/", {"step": step})


def test_a_step_of_the_result_goes_on_the_plan_with_its_words(cast, kept):
    alice = cast.client("alice")
    assert "Put it on our plan" in alice.get(f"/en/diagnosis/{kept}/").content.decode()
    assert add(alice, kept).url == PLAN
    html = alice.get(PLAN).content.decode()
    assert "Put your files in safety" in html
    assert "On your plan" in alice.get(f"/en/diagnosis/{kept}/").content.decode()


def test_the_same_step_twice_stands_once(cast, kept):
    for who in ("alice", "bruno"):
        add(cast.client(who), kept)
    assert PlanStep.objects.count() == 1
    assert Event.objects.filter(name="plan.step_added").count() == 1


def test_colleagues_say_how_a_step_goes_and_who_said_it_is_shown(cast, kept):
    add(cast.client("alice"), kept)
    step = PlanStep.objects.get()
    bruno = cast.client("bruno")
    bruno.post(f"{PLAN}{step.pk}/", {"state": "blocked", "note": "No disk yet."})
    html = bruno.get(PLAN).content.decode()
    assert "No disk yet." in html
    assert "Bruno" in html
    bruno.post(f"{PLAN}{step.pk}/", {"state": "blocked", "note": "No disk yet."})
    assert Event.objects.filter(name="plan.step_moved").count() == 1


@pytest.mark.parametrize("state", ["", "finished"])
def test_a_state_that_does_not_exist_is_a_bad_request(cast, kept, state):
    add(cast.client("alice"), kept)
    answer = cast.client("alice").post(f"{PLAN}{PlanStep.objects.get().pk}/", {"state": state})
    assert answer.status_code == 400
    assert PlanStep.objects.get().state == "proposed"


def test_a_step_that_the_answers_do_not_lead_to_is_a_bad_request(cast, kept):
    assert add(cast.client("alice"), kept, "no-such-step").status_code == 400


def test_a_result_that_nobody_kept_is_kept_first(cast):
    alice = cast.client("alice")
    reference = first_ten(alice, 0)
    assert "Put it on our plan" not in alice.get(f"/en/diagnosis/{reference}/").content.decode()
    assert add(alice, reference).url.endswith("/keep/")


@pytest.mark.parametrize("who", ["elio", "dina"])
def test_the_plan_of_others_is_unknown(cast, kept, who):
    add(cast.client("alice"), kept)
    stranger = cast.client(who)
    assert stranger.get(PLAN).status_code == 404
    assert add(stranger, kept).status_code == 404
    assert stranger.post(f"{PLAN}{PlanStep.objects.get().pk}/", {"state": "done"}).status_code == 404


def test_a_reader_reads_the_plan_and_is_told_why_they_cannot_change_it(cast, kept):
    add(cast.client("alice"), kept)
    chloe = cast.client("chloe")
    assert "Say how it goes" not in chloe.get(PLAN).content.decode()
    refused = chloe.post(f"{PLAN}{PlanStep.objects.get().pk}/", {"state": "done"})
    assert refused.status_code == 403
    assert "owners and editors" in refused.content.decode()


def test_a_step_of_another_organisation_is_unknown(cast, kept):
    add(cast.client("alice"), kept)
    address = f"/en/organisations/fio-livre/plan/{PlanStep.objects.get().pk}/"
    assert cast.client("dina").post(address, {"state": "done"}).status_code == 404


def test_an_empty_plan_says_what_would_be_here_and_leads_to_it(cast):
    html = cast.client("alice").get(PLAN).content.decode()
    assert "The steps you choose will be here." in html
    assert 'href="/en/diagnosis/"' in html


def test_only_members_see_the_panel_on_the_page_of_the_organisation(cast, kept):
    add(cast.client("alice"), kept)
    for who, sees in (("alice", True), ("chloe", True), ("dina", False), ("visitor", False)):
        html = cast.client(who).get("/en/organisations/la-passerelle/").content.decode()
        assert ("Where you stand, for members only" in html) is sees, who
        assert ("proposed: 1" in html) is sees, who


def test_the_plan_takes_as_many_queries_with_three_steps_as_with_one(cast, kept, django_assert_num_queries):
    alice = cast.client("alice")
    steps = alice.get(f"/en/diagnosis/{kept}/").context["page"].first_steps
    add(alice, kept, steps[0]["id"])
    alice.get(PLAN)
    with django_assert_num_queries(8):
        alice.get(PLAN)
    for step in steps[1:]:
        add(alice, kept, step["id"])
    alice.get(PLAN)
    with django_assert_num_queries(8):
        alice.get(PLAN)
