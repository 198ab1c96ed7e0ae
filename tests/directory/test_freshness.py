"""Pages stay fresh: their owners are asked, confirm with one link, and see what the page lacks."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tandem.directory import actions, queries
from tandem.directory.models import Organisation

FACTS = "/en/organisations/la-passerelle/facts/"


@pytest.fixture
def link(cast, django_capture_on_commit_callbacks):
    Organisation.objects.filter(pk=cast.association.pk).update(
        confirm_months=1, created=timezone.now() - timedelta(days=60), changed=timezone.now()
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_to_confirm(timezone.now())
    letter = next(one for one in mail.outbox if one.to == ["alice@example.org"])
    return re.search(r"http://\S+(/en/confirm/\S+)", letter.body)[1]


def test_months_end_on_their_last_day_when_they_are_shorter():
    assert queries.months_later(datetime(2026, 1, 31, tzinfo=UTC), 1).date().isoformat() == "2026-02-28"
    assert queries.months_later(datetime(2026, 12, 15, tzinfo=UTC), 12).date().isoformat() == "2027-12-15"


def test_one_link_confirms_without_signing_in_and_looking_confirms_nothing(cast, link):
    browser = cast.client("visitor")
    assert "All of this is right" in browser.get(link).content.decode()
    cast.association.refresh_from_db()
    assert cast.association.confirmed_at is None
    browser.post(link)
    cast.association.refresh_from_db()
    first = cast.association.confirmed_at
    assert first is not None and "country" in cast.association.own_fields
    assert "this link has done its work" in browser.post(link, follow=True).content.decode()
    cast.association.refresh_from_db()
    assert cast.association.confirmed_at == first


def test_an_overdue_page_says_so_until_it_is_confirmed(cast, link):
    page = "/en/organisations/la-passerelle/"
    assert "should have been confirmed by" in cast.client("visitor").get(page).content.decode()
    cast.client("visitor").post(link)
    assert "should have been confirmed by" not in cast.client("visitor").get(page).content.decode()


def test_owners_are_asked_once_until_they_confirm(cast, link, django_capture_on_commit_callbacks):
    sent = len(mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_to_confirm(timezone.now() + timedelta(days=1))
    assert len(mail.outbox) == sent


def test_a_link_of_a_former_question_or_of_a_former_owner_opens_nothing(cast, link):
    Organisation.objects.update(asked_at=timezone.now() + timedelta(days=40))
    assert cast.client("visitor").get(link).status_code == 404
    assert cast.client("visitor").get(link.replace("confirm/", "confirm/9")).status_code == 404


def test_a_link_of_somebody_who_is_no_longer_an_owner_opens_nothing(cast, link):
    cast.alice.memberships.update(role="reader")
    assert cast.client("visitor").get(link).status_code == 404


def test_only_ticked_facts_get_the_date_of_today(cast):
    cast.client("bruno").post(FACTS, {"field": ["place country", "languages"]})
    cast.association.refresh_from_db()
    assert set(cast.association.own_fields) == {"country", "languages"}


def test_owners_choose_how_often_and_editors_do_not(cast):
    cast.client("bruno").post(FACTS, {"months": "1"})
    cast.association.refresh_from_db()
    assert cast.association.confirm_months == 12
    cast.client("alice").post(FACTS, {"months": "3"})
    cast.association.refresh_from_db()
    assert cast.association.confirm_months == 3


def test_the_grid_says_what_is_missing_and_why_it_helps(cast):
    shown = cast.client("alice").get(FACTS).content.decode()
    assert "Others check who you are" in shown
    there = sum(part.there for part in queries.parts_of(cast.association))
    assert f"{there} of 13 parts are there." in shown


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bruno", 200), ("chloe", 403), ("visitor", 302)])
def test_who_may_confirm(cast, who, status):
    assert cast.client(who).get(FACTS).status_code == status


def test_the_page_of_facts_asks_as_much_for_many_facts_as_for_few(cast):
    def asked():
        with CaptureQueriesContext(connection) as queries_asked:
            assert cast.client("alice").get(FACTS).status_code == 200
        return len(queries_asked)

    few = asked()
    Organisation.objects.filter(pk=cast.association.pk).update(values=["solidarity"], sdgs=[1, 2], place="Lyon")
    assert asked() == few
