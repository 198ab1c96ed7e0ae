"""Acting for an organisation as people walk it: inviting, claiming, reporting and deciding, in both languages."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory

from tandem.directory import actions, notices
from tandem.directory.models import Case, Claim, Membership, State

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = ("mouse", "keyboard")
LANGUAGES = ("fr", "en")


@pytest.fixture
def place():
    """An association with an owner, an imported page, and a steward."""
    notices.forget()
    owner = PersonFactory(name="Aline", email="aline@example.org")
    association = OrganisationFactory(name="Les Jardins", slug="les-jardins", place="Lyon")
    MembershipFactory(organisation=association, person=owner, role="owner")
    imported = OrganisationFactory(name="Le Pont", slug="le-pont", website="https://lepont.example", origin="imported")
    steward = PersonFactory(name="Fanny", email="fanny@example.org", is_steward=True)
    return {"owner": owner, "association": association, "imported": imported, "steward": steward}


def sign_in(person, who, path: str) -> None:
    """In a browser that has signed in before: how one signs in is walked elsewhere."""
    type(who).objects.filter(pk=who.pk).update(language=person.language)
    before = Client()
    before.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = before.cookies[settings.SESSION_COOKIE_NAME].value
    person.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": person.home}])
    person.open(path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_somebody_without_account_is_invited_and_joins(walk, place, hand, language):
    owner, newcomer = walk(hand, language), walk(hand, language)
    sign_in(owner, place["owner"], "organisations/les-jardins/members/")
    owner.follow("Invite somebody")
    owner.write("E-mail address", "new@example.org")
    owner.press("Send the invitation")
    letter = next(one for one in mail.outbox if one.to == ["new@example.org"])
    newcomer.open(re.search(rf"/{language}/(invitation/\S+)", letter.body)[1])
    newcomer.follow("Create my account")
    newcomer.write("Your name", "Nadia")
    newcomer.write("E-mail address", "new@example.org")
    newcomer.write("Choose a password", "une longue phrase de passe")
    newcomer.press("Create my account")
    newcomer.write("Code", newcomer.code_from_mail())
    newcomer.press("Continue")
    newcomer.press("Join")
    assert Membership.objects.get(person__name="Nadia").role == "editor"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_an_imported_page_is_claimed_with_an_address_at_its_website(walk, place, hand, language):
    person = walk(hand, language)
    claimant = PersonFactory(name="Karim", email="karim@example.org")
    sign_in(person, claimant, "organisations/le-pont/")
    person.follow("Is it your organisation? Claim this page")
    person.activate(person.page.get_by_role("link", name="@lepont.example"))
    person.look()
    person.write("E-mail address at the website of your organisation", "karim@lepont.example")
    person.press("Send the code")
    person.write("Code", person.code_from_mail())
    person.press("Prove it")
    assert Membership.objects.get(person=claimant).role == "owner" and Claim.objects.get().case.decision == "accept"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_a_report_is_decided_read_by_the_owner_and_contested(walk, place, hand, language):
    visitor, steward, owner = (walk(hand, language) for _one in range(3))
    visitor.open("organisations/les-jardins/")
    visitor.follow("Report this content")
    visitor.choose("it goes against the rules or the respect of this place")
    visitor.write("What is wrong?", "?!")
    visitor.press("Send")
    visitor.follow("The page of this decision")
    sign_in(steward, place["steward"], "steward/")
    steward.follow("Les Jardins", exact=False)
    steward.choose("hide it")
    steward.write("The rule or the law it goes against", "3")
    steward.write("Reason", "Parce que / because")
    steward.press("Decide")
    place["association"].refresh_from_db()
    assert place["association"].state == State.HIDDEN
    sign_in(owner, place["owner"], "my-organisations/")
    owner.open(f"decisions/{Case.objects.get(kind='report').reference}/")
    owner.write("Why is the decision wrong?", "!")
    owner.press("Contest the decision")
    steward.follow("Log")
    steward.follow("What waits")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_two_records_of_one_organisation_are_made_one(walk, place, hand, language):
    from django.utils import timezone

    OrganisationFactory(name="Les Jardins (association loi 1901)", slug="les-jardins-2", place="Lyon")
    actions.find_duplicates(at=timezone.now())
    steward = walk(hand, language)
    sign_in(steward, place["steward"], "steward/")
    steward.follow("Les Jardins", exact=False)
    steward.choose("one organisation: keep the first record")
    steward.press("Decide")
    steward.open("organisations/les-jardins-2/")
    assert steward.page.url.endswith(f"/{language}/organisations/les-jardins/")
