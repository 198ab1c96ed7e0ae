"""An address that somebody else signed up with: no back door, and nothing kept for ever."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.accounts.ways import SIGN_UP, enter_code, latest_code, sign_up, signed_in_as
from tests.factories import PersonFactory

from tandem.accounts import actions
from tandem.accounts.models import Person
from tandem.journal.models import Event
from tandem.journal.registry import jobs

pytestmark = pytest.mark.django_db


def password_still_counts() -> bool:
    return Person.objects.get(email=SIGN_UP["email"]).check_password(SIGN_UP["password1"])


def test_the_password_of_a_stranger_is_dropped_when_the_owner_signs_in_with_a_code():
    sign_up(Client())
    owner = Client()
    owner.post("/en/account/login/code/", {"email": SIGN_UP["email"]})
    owner.post("/en/account/login/code/confirm/", {"code": latest_code()})
    assert signed_in_as(owner)
    assert not password_still_counts()


def test_the_password_of_a_stranger_is_dropped_when_the_owner_asks_for_a_new_one():
    sign_up(Client())
    owner = Client()
    owner.post("/en/account/password/reset/", {"email": SIGN_UP["email"]})
    owner.post("/en/account/password/reset/confirm/", {"code": latest_code()})
    assert not password_still_counts()


def test_whoever_signs_up_and_confirms_keeps_their_password(client):
    sign_up(client)
    enter_code(client, latest_code())
    assert password_still_counts()


def test_whoever_knows_the_password_and_confirms_later_keeps_it(client):
    sign_up(Client())
    client.post("/en/account/login/", {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]})
    enter_code(client, latest_code())
    assert signed_in_as(client)
    assert password_still_counts()


def test_a_sign_in_code_for_a_confirmed_address_leaves_the_password_alone(client):
    sign_up(client)
    enter_code(client, latest_code())
    again = Client()
    again.post("/en/account/login/code/", {"email": SIGN_UP["email"]})
    again.post("/en/account/login/code/confirm/", {"code": latest_code()})
    assert signed_in_as(again)
    assert password_still_counts()


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_an_account_never_confirmed_is_forgotten_after_a_month(days, kept):
    sign_up(Client())
    actions.forget_unconfirmed(timezone.now() + timedelta(days=days))
    assert Person.objects.exists() is kept


def test_confirmed_people_are_never_forgotten(client):
    PersonFactory()
    sign_up(client)
    enter_code(client, latest_code())
    actions.forget_unconfirmed(timezone.now() + timedelta(days=1000))
    assert Person.objects.count() == 2


def test_what_is_forgotten_leaves_a_line_without_a_name():
    sign_up(Client())
    actions.forget_unconfirmed(timezone.now() + timedelta(days=31))
    event = Event.objects.get(name="person.forgotten")
    assert event.actor is None
    assert event.data == {}


def test_ended_sessions_are_deleted_and_others_stay(client):
    client.get("/en/account/login/?next=/en/account/")
    ended = Client()
    ended.get("/en/account/login/?next=/en/account/")
    Session.objects.filter(pk=ended.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    actions.forget_old_sessions(timezone.now())
    assert [one.pk for one in Session.objects.all()] == [client.session.session_key]


def test_the_worker_does_both_every_day():
    daily = {job.name for job in jobs() if job.every == timedelta(days=1)}
    assert {"accounts.forget_unconfirmed", "accounts.forget_old_sessions"} <= daily
