"""Coming to an organisation, taking it over, leaving, acting for two, closing one. With the mouse under the eyes of
axe, with the keyboard and no JavaScript."""

import pytest
from django.core import mail
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.journeys.conftest import WALKS
from tests.journeys.test_directory import sign_in

from tandem.directory.models import Membership, Organisation, State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def aline():
    """The owner of two organisations."""
    owner = PersonFactory(name="Aline", email="aline@example.org")
    for name, slug in (("Les Jardins", "les-jardins"), ("Le Pont", "le-pont")):
        MembershipFactory(organisation=OrganisationFactory(name=name, slug=slug), person=owner, role="owner")
    return owner


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_somebody_asks_is_let_in_takes_over_and_the_owner_leaves(walk, aline, hand, language):
    owner, elio = walk(hand, language), walk(hand, language)
    sign_in(elio, PersonFactory(name="Elio", email="elio@example.org"), "organisations/les-jardins/")
    elio.follow("You work or help here? Ask to act for it")
    elio.write("Who are you, and what do you do there?", "Je tiens la caisse le samedi.")
    elio.press("Send the request")
    sign_in(owner, aline, "organisations/les-jardins/members/")
    owner.follow(f"{owner.say('Answer')} – Elio")
    assert "Je tiens la caisse le samedi." in owner.page.inner_text("main")
    owner.choose("editor: writes the page, needs, offers and messages")
    owner.press("Send the answer")
    assert mail.outbox[-1].to == ["elio@example.org"]
    owner.follow("Leave")
    assert owner.page.get_by_role("button", name=owner.say("Leave"), exact=True).count() == 0, "she is the last owner"
    owner.follow("Hand over")
    owner.choose("Elio")
    owner.press("Hand over")
    owner.follow("Leave")
    owner.press("Leave")
    elio.open("my-organisations/")
    assert "Les Jardins" in elio.page.inner_text("main") and "Les Jardins" not in owner.page.inner_text("main ul.rows")
    assert list(Membership.objects.filter(organisation__slug="les-jardins").values_list("person__name", "role")) == [
        ("Elio", "owner")
    ]


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_one_acts_for_another_of_ones_organisations_then_closes_it_and_opens_it_again(walk, aline, hand, language):
    owner = walk(hand, language)
    sign_in(owner, aline, "my-organisations/")
    now = owner.page.locator("li", has_text=owner.say("You act for it now.")).locator("h2")
    before = now.inner_text()
    other = ({"Les Jardins", "Le Pont"} - {before}).pop()
    owner.press(owner.say("Act for %(name)s") % {"name": other})
    assert now.inner_text() == other
    owner.follow(f"{owner.say('Who acts for it')} – {other}")
    owner.follow("Close the organisation")
    owner.press("Close the organisation")
    assert Organisation.objects.get(name=other).state == State.CLOSED
    owner.open("my-organisations/")
    owner.follow(f"{owner.say('Who acts for it')} – {other}")
    owner.press("Open it again")
    assert Organisation.objects.get(name=other).state == State.PUBLISHED
    assert owner.page.locator("h1").inner_text() == other
