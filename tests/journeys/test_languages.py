"""Finding an organisation on the map, and reading it in one's language: also in one that is not finished."""

import re

import pytest
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.journeys.test_directory import sign_in

from tandem.directory import notices, search

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    notices.forget()
    owner = PersonFactory(name="Aline", email="aline@example.org")
    workshop = OrganisationFactory(
        name="Roue libre", slug="roue-libre", place="Lyon", country="FR", latitude=45.76, longitude=4.84,
        summary={"fr": "Nous réparons des vélos."}, languages=["fr", "pt"],
    )  # fmt: skip
    MembershipFactory(organisation=workshop, person=owner, role="owner")
    OrganisationFactory(name="Fio", slug="fio", country="PT", place="Braga", latitude=41.55, longitude=-8.42)
    search.rebuild()
    return {"owner": owner}


@pytest.mark.parametrize(("hand", "language"), [("mouse", "pt"), ("keyboard", "fr")])
def test_a_press_on_the_map_leads_to_a_country_then_to_a_town(walk, place, hand, language):
    visitor = walk(hand, language)
    visitor.open("organisations/")
    visitor.follow("Map")
    visitor.activate(visitor.page.get_by_role("link", name=re.compile("^Fran(ce|ça).: 1|^Fran(ce|ça): 1")))
    visitor.look()
    visitor.activate(visitor.page.get_by_role("link", name=re.compile("^Lyon.?: 1")))
    visitor.look()
    visitor.follow("Roue libre")
    assert "Nous réparons des vélos." in visitor.page.inner_text("main")


@pytest.mark.parametrize("hand", ["mouse", "keyboard"])
def test_an_owner_adds_a_language_and_its_readers_see_who_translated_it(walk, place, hand):
    owner, reader = walk(hand, "fr"), walk(hand, "pt")
    sign_in(owner, place["owner"], "organisations/roue-libre/")
    owner.follow("Its text in several languages")
    owner.page.get_by_label(owner.say("Language of this text")).select_option("pt")
    owner.write("What it does", "Reparamos bicicletas.")
    owner.press("Save")
    reader.open("organisations/roue-libre/")
    said = reader.page.inner_text("main")
    assert "Reparamos bicicletas." in said
    assert "Traduzido por Roue libre" in said


def test_words_that_were_typed_go_along_to_the_other_language_and_no_further(walk, place):
    visitor = walk("mouse", "en")
    visitor.open("needs/new/")
    visitor.page.locator("main textarea").fill("We lose track of people.")
    visitor.page.get_by_role("link", name="Français", exact=True).click()
    visitor.page.wait_for_url("**/fr/needs/new/")
    assert visitor.page.locator("main textarea").input_value() == "We lose track of people."
    visitor.page.reload()
    assert visitor.page.locator("main textarea").input_value() == ""
