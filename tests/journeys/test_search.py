"""Searching as people do: with a slip, with filters that narrow, out of a dead end, on the map, and with the result
taken away. With the mouse under the eyes of axe, with the keyboard and no JavaScript."""

import pytest
from tests.factories import OrganisationFactory, SourceFactory
from tests.journeys.conftest import WALKS
from tests.journeys.test_thread import social

from tandem.competences import queries as competences
from tandem.directory import search

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place():
    """Three social organisations in France and Portugal, of which one may not be republished; and a tech one."""
    closed = SourceFactory(slug="closed", name="A closed register", may_republish=False)
    lyon = {"place": "Lyon", "country": "FR", "latitude": 45.76, "longitude": 4.84}
    OrganisationFactory(
        name="Épicerie solidaire", slug="epicerie", summary={"fr": "Une épicerie à prix libre."}, **lyon
    )
    OrganisationFactory(name="Le Verger", slug="verger", source=closed, **lyon)
    OrganisationFactory(name="Horta Comum", slug="horta", country="PT", place="Braga", latitude=41.55, longitude=-8.42)
    OrganisationFactory(name="Octets Doux", slug="octets", country="ES", roles=["tech"])
    search.rebuild()


def country(code: str, language: str) -> str:
    return competences.label("countries", code, language)


def shown(person) -> list[str]:
    """The names of the results, in their order."""
    return person.page.locator("#results h3 a").all_inner_texts()


def counted(person, label: str) -> str:
    """What the choice with this label says, with its count."""
    return person.page.locator("label.choice", has_text=label).first.inner_text()


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_a_word_with_a_slip_and_without_accents_finds_it(walk, hand, language):
    visitor = walk(hand, language)
    visitor.open("organisations/")
    visitor.write("Name, town or what they do", "epicrie")
    visitor.press("Search")
    assert shown(visitor) == ["Épicerie solidaire"]
    said = visitor.say("Nothing is written exactly like “%(words)s”. These are close to it.") % {"words": "epicrie"}
    assert said in visitor.page.inner_text("#results")


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_filters_combine_with_counts_and_a_dead_end_says_which_one_to_drop(walk, hand, language):
    visitor = walk(hand, language)
    visitor.open("organisations/")
    assert "3" in counted(visitor, social(language)) and "2" in counted(visitor, country("FR", language))
    visitor.choose(social(language))
    visitor.choose(country("ES", language))
    visitor.press("Narrow")
    assert shown(visitor) == []
    visitor.activate(visitor.page.locator("#results .notice a", has_text=country("ES", language)))
    visitor.look()
    assert len(shown(visitor)) == 3
    visitor.choose(country("FR", language))
    visitor.press("Narrow")
    assert shown(visitor) == ["Épicerie solidaire", "Le Verger"]
    assert "2" in visitor.page.inner_text("#how-many")
    assert visitor.page.locator("#filters-in-use + ul li").count() == 2


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_the_map_has_the_list_beside_it_and_the_result_is_taken_away_and_followed(walk, hand, language):
    visitor = walk(hand, language)
    visitor.open("organisations/?country=FR&country=PT&role=social")
    visitor.follow("Map")
    assert visitor.page.locator("svg a").count() == 2
    assert shown(visitor) == ["Épicerie solidaire", "Horta Comum", "Le Verger"]
    for file in (visitor.taken("table (CSV)"), visitor.taken("feed to follow (Atom)")):
        assert "Épicerie solidaire" in file and "Horta Comum" in file
        assert "Octets Doux" not in file, "not asked for"
        assert "Le Verger" not in file, "may not be republished"
