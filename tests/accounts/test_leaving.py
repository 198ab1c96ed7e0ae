"""Erasing one's account: what goes, what stays without a name, and what comes first."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from tests.factories import NOON, PASSWORD, PersonFactory
from tests.matching.scenes import publish

from tandem.accounts import actions
from tandem.accounts.models import Person
from tandem.directory import actions as directory
from tandem.directory.models import Invitation, Membership, Report
from tandem.journal.models import Event
from tandem.matching.models import Need
from tandem.ui.access import Refused

pytestmark = pytest.mark.django_db


def leaving(cast, who):
    browser = cast.client(who)
    browser.post("/en/account/reauthenticate/", {"password": PASSWORD})
    return browser


def test_leaving_asks_for_the_password_first(cast):
    assert cast.client("bruno").get("/en/account/leave/").url.startswith("/en/account/reauthenticate/")


def test_the_page_says_what_goes_and_what_stays(cast):
    page = leaving(cast, "bruno").get("/en/account/leave/").content.decode()
    assert "Your name, your e-mail address, your language" in page
    assert "What you write in needs and offers" in page


def test_the_box_has_to_be_ticked(cast):
    page = leaving(cast, "bruno").post("/en/account/leave/", {}).content.decode()
    assert page.count("Tick this box") == 2
    assert Person.objects.filter(pk=cast.bruno.pk).exists()


def test_who_leaves_is_gone_and_signed_out(cast):
    browser = leaving(cast, "bruno")
    assert browser.post("/en/account/leave/", {"sure": "on"}).url == "/en/"
    assert browser.get("/en/account/").status_code == 302
    for table in (Person.objects.filter(pk=cast.bruno.pk), Membership.objects.filter(person_id=cast.bruno.pk)):
        assert not table.exists()


def test_nothing_of_the_person_is_left_in_any_table(cast):
    """Every text of every table, before and after: neither the name nor the address is anywhere."""
    Person.objects.filter(pk=cast.bruno.pk).update(name="Bruno Unmistakable")
    bruno = Person.objects.get(pk=cast.bruno.pk)
    TOTP.activate(bruno, "JBSWY3DPEHPK3PXP")
    UserSession.objects.create(user=bruno, ip="192.0.2.1", session_key="x", user_agent="Firefox")
    Report.objects.create(page="/en/", text="A word", email=bruno.email, person=bruno, at=NOON)
    Invitation.objects.create(
        organisation=cast.cooperative, email=bruno.email, role="editor", invited_by=cast.dina, at=NOON, expires=NOON
    )
    assert mentions(bruno.email)
    actions.erase(bruno, at=NOON)
    assert mentions("bruno@example.org") == mentions("Unmistakable") == []


def mentions(word: str) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if any(word in str(value) for value in model.objects.values_list(field.attname, flat=True))
    ]


def test_what_belongs_to_the_organisation_stays_without_the_name(cast):
    reference = publish(cast.client("bruno"), "la-passerelle")
    actions.erase(cast.bruno, at=NOON)
    assert Need.objects.get().author is None
    assert cast.client("chloe").get(f"/en/needs/{reference}/").status_code == 200


def test_the_journal_keeps_that_somebody_left_and_not_who(cast):
    actions.erase(cast.bruno, at=NOON)
    assert Event.objects.get(name="person.erased").actor is None


def test_the_last_owner_hands_over_or_closes_first(cast):
    page = leaving(cast, "alice").get("/en/account/leave/").content.decode()
    assert "/en/organisations/la-passerelle/members/" in page
    assert '<form method="post" novalidate' not in page
    with pytest.raises(Refused):
        actions.erase(cast.alice, at=NOON)


def test_the_last_owner_of_a_closed_organisation_may_leave(cast):
    directory.close_organisation(cast.association, actor=cast.alice, at=NOON)
    actions.erase(cast.alice, at=NOON)
    assert not Person.objects.filter(pk=cast.alice.pk).exists()


def test_the_same_address_may_sign_up_again(cast):
    actions.erase(cast.elio, at=NOON)
    assert not EmailAddress.objects.filter(email="elio@example.org").exists()
    PersonFactory(email="elio@example.org")
