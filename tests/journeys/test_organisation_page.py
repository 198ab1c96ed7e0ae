"""The page of an organisation as its people keep it: what it lacks, whom to contact, what backs it, and one link that
confirms. With the mouse under the eyes of axe, with the keyboard and no JavaScript."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.journeys.conftest import WALKS
from tests.journeys.test_directory import sign_in

from tandem.competences import queries as competences
from tandem.directory import actions
from tandem.directory.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "organisations/les-jardins/"


@pytest.fixture
def aline():
    owner = PersonFactory(name="Aline", email="aline@example.org")
    gardens = OrganisationFactory(name="Les Jardins", slug="les-jardins", place="Lyon", social_mission=True)
    MembershipFactory(organisation=gardens, person=owner, role="owner")
    return owner


def link_to(address: str, start: str) -> str:
    """The link in the e-mail to this address whose page starts so, without its language."""
    letter = next(one for one in reversed(mail.outbox) if one.to == [address])
    return re.search(rf"/(?:fr|en)/({start}/\S+)", letter.body)[1]


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_an_owner_adds_what_the_page_lacks(walk, aline, hand, language):
    owner = walk(hand, language)
    sign_in(owner, aline, PAGE)
    owner.follow("Confirm or correct")
    lacking = owner.page.locator("dt", has_text=re.compile(f"^{owner.say('Values')}$"))
    assert lacking.count() == 1
    owner.follow(f"{owner.say('Add it')} – {owner.say('Values')}")
    solidarity = competences.label("values", "solidarity", language)
    owner.choose(solidarity)
    owner.press("Save")
    assert solidarity in owner.page.inner_text("main")
    owner.follow("Confirm or correct")
    assert lacking.count() == 0


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_somebody_named_as_a_contact_is_shown_after_their_own_yes(walk, aline, hand, language):
    owner, karim = walk(hand, language), walk(hand, language)
    sign_in(owner, aline, PAGE)
    owner.follow("Say whom to contact")
    owner.follow("Add a contact")
    owner.write("About what to write to them", "Bénévolat")
    owner.write("Name of the person", "Karim Benali")
    owner.write("E-mail address", "karim@example.org")
    owner.press("Save")
    karim.page.goto(karim.home + PAGE)
    assert "Karim Benali" not in karim.page.inner_text("main")
    karim.open(link_to("karim@example.org", "contact"))
    karim.press("Yes, show it")
    karim.page.goto(karim.home + PAGE)
    assert "Karim Benali" in karim.page.inner_text("main")


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_what_backs_a_criterion_stands_beside_it_with_who_says_so(walk, aline, hand, language):
    owner = walk(hand, language)
    sign_in(owner, aline, PAGE)
    owner.follow("Say what backs your social utility")
    owner.follow(f"{owner.say('Add what backs it')} – {owner.say('a social mission')}")
    owner.choose("a page on the web")
    owner.write("What it says", "Statuts, article 3")
    owner.write("Who says so", "Greffe des associations")
    owner.write("Its date", "2026-03-01")
    owner.write("Address of the page", "https://greffe.example/statuts")
    owner.press("Add it")
    owner.open(PAGE)
    assert owner.page.get_by_role("link", name="Statuts, article 3").get_attribute("href").endswith("/statuts")
    assert "Greffe des associations" in owner.page.inner_text("main")


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_an_overdue_page_says_so_until_the_one_link_of_the_e_mail_confirms_it(walk, aline, hand, language):
    owner = walk(hand, language)
    sign_in(owner, aline, f"{PAGE}facts/")
    owner.write("After how many months should we ask you whether the facts are still right?", "1")
    owner.press("Save")
    then = timezone.now() - timedelta(days=60)
    Organisation.objects.update(created=then, changed=then)
    actions.ask_to_confirm(timezone.now())
    reader = walk(hand, language)
    overdue = reader.say("The facts of this page should have been confirmed by %(day)s. Some may be out of date.")
    overdue = overdue.partition("%")[0]
    reader.open(PAGE)
    assert overdue in reader.page.inner_text("main")
    reader.open(link_to("aline@example.org", "confirm"))
    reader.press("All of this is right")
    reader.page.goto(reader.home + PAGE)
    assert overdue not in reader.page.inner_text("main")
