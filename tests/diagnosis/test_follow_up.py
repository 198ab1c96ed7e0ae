"""A plan is followed up gently: once a month at most, stopped with one click, never once it is done."""

from datetime import timedelta

import pytest
from django.core import mail
from tests.factories import NOON

from tandem.diagnosis import actions
from tandem.diagnosis.models import PlanStep
from tandem.directory.models import Membership
from tandem.questionnaires import queries

pytestmark = pytest.mark.django_db

PLAN = "/en/organisations/la-passerelle/plan/"
DAY = timedelta(days=1)


@pytest.fixture
def step(cast):
    return PlanStep.objects.create(
        organisation=cast.association,
        questionnaire="maturity",
        version=queries.newest_version("maturity"),
        recommendation="first-copies",
        state="doing",
        by=cast.bruno,
        changed=NOON,
    )


def test_a_step_that_nobody_touched_for_a_month_is_asked_about(cast, step):
    actions.follow_up(NOON + 29 * DAY)
    assert mail.outbox == []
    actions.follow_up(NOON + 30 * DAY)
    assert [one.to for one in mail.outbox] == [[cast.bruno.email]]
    assert "Put your files in safety" in mail.outbox[0].body


def test_nobody_is_asked_more_than_once_a_month(cast, step):
    for day in range(30, 75):
        actions.follow_up(NOON + day * DAY)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("state", ["proposed", "done", "not-for-us"])
def test_what_is_not_under_way_is_left_alone(cast, step, state):
    PlanStep.objects.update(state=state)
    actions.follow_up(NOON + 60 * DAY)
    assert mail.outbox == []


def test_the_owners_are_asked_when_who_did_it_has_left(cast, step):
    Membership.objects.filter(person=cast.bruno).delete()
    actions.follow_up(NOON + 30 * DAY)
    assert [one.to for one in mail.outbox] == [[cast.alice.email]]


def test_one_click_in_the_e_mail_stops_it_for_everybody(cast, step, client):
    actions.follow_up(NOON + 30 * DAY)
    address = next(line for line in mail.outbox[0].body.split() if "/plan/stop/" in line).partition("//")[2]
    address = address[address.index("/") :]
    assert "Stop asking" in client.get(address).content.decode()
    actions.follow_up(NOON + 90 * DAY)
    assert len(mail.outbox) == 2
    assert "Done" in client.post(address).content.decode()
    actions.follow_up(NOON + 200 * DAY)
    assert len(mail.outbox) == 2
    assert client.get("/en/plan/stop/made-up/").status_code == 404


def test_members_stop_it_and_take_it_up_again_on_the_plan(cast, step):
    bruno = cast.client("bruno")
    bruno.post(f"{PLAN}follow-up/", {"stop": "1"})
    assert "Ask us again" in bruno.get(PLAN).content.decode()
    actions.follow_up(NOON + 60 * DAY)
    assert mail.outbox == []
    bruno.post(f"{PLAN}follow-up/")
    actions.follow_up(NOON + 60 * DAY)
    assert len(mail.outbox) == 1
    assert cast.client("chloe").post(f"{PLAN}follow-up/", {"stop": "1"}).status_code == 403
    assert cast.client("dina").post(f"{PLAN}follow-up/", {"stop": "1"}).status_code == 404
