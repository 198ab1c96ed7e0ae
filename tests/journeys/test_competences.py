"""Skills in everyday words, and what stewards change in them. With the mouse under the eyes of axe, with the keyboard
and no JavaScript."""

import pytest
from tests.factories import PersonFactory
from tests.journeys.conftest import WALKS
from tests.journeys.test_directory import sign_in

from tandem.competences import queries
from tandem.domain import competences

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept():
    queries.forget()
    yield
    queries.forget()


def source_of(person) -> set[str]:
    """The lists that the results come from."""
    return {line.partition(" · ")[0] for line in person.page.locator("#results .source").all_inner_texts()}


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_everyday_words_of_either_language_find_a_skill_across_the_lists(walk, hand, language):
    visitor = walk(hand, language)
    for question in ("mot de passe volé", "stolen password"):
        visitor.open("competences/")
        visitor.write("What you want to be able to do", question)
        visitor.press("Search")
        assert len(source_of(visitor)) >= 3, question
        wanted = queries.competence_label(competences.DIGCOMP, "4.1", language)
        assert wanted in visitor.page.locator("#results h3").all_inner_texts(), question


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_an_entry_of_the_annex_says_four_levels_and_how_it_sits_beside_the_others(walk, hand, language):
    visitor = walk(hand, language)
    visitor.open("competences/")
    visitor.follow(queries.framework(competences.TANDEM).label.say(language))
    visitor.follow(queries.competence_label(competences.TANDEM, "accessibility", language))
    said = visitor.page.inner_text("main")
    entry = queries.competence(competences.TANDEM, "accessibility")
    assert all(entry.levels[level].say(language) in said for level in range(1, 5))
    assert entry.beside.say(language) in said and "DigComp" in entry.beside.say(language)


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_a_steward_rewords_an_entry_and_the_former_words_stay_readable(walk, hand, language):
    fanny = walk(hand, language)
    sign_in(fanny, PersonFactory(name="Fanny", is_steward=True), "competences/tandem/accessibility/")
    for number, words in enumerate(("Des écrans pour tout le monde", "Des écrans que tout le monde lit"), start=1):
        fanny.follow("Change the words")
        fanny.write(in_french(fanny, "Name"), words)
        fanny.write("Why this change", f"Plus clair, {number}")
        fanny.press("Save as a new version")
    versions = fanny.page.locator("ul.rows").last.inner_text()
    assert "Plus clair, 1" in versions and "Plus clair, 2" in versions
    if language == "fr":
        assert fanny.page.locator("h1").inner_text() == "Des écrans que tout le monde lit"
        assert "Des écrans pour tout le monde" in versions


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_a_steward_adds_an_entry_that_everybody_then_finds(walk, hand, language):
    fanny = walk(hand, language)
    sign_in(fanny, PersonFactory(name="Fanny", is_steward=True), "competences/tandem/")
    fanny.follow("Add a skill to this list")
    fanny.write("Short identifier", "local-community-radio")
    asked = [label for label in fanny.page.locator("form.ask label").all_inner_texts() if "(" not in label]
    for label in asked[2:-1]:  # after the identifier and the area, before the reason
        fanny.write(label, f"Radio : {label}")
    fanny.write("Why this change", "Trois radios l’ont demandé.")
    fanny.press("Save as a new version")
    assert "Trois radios l’ont demandé." in fanny.page.inner_text("main")
    visitor = walk("keyboard", language)
    visitor.open("competences/?q=radio")
    assert visitor.page.locator("#results h3").count() == 1


def in_french(person, name: str) -> str:
    return f"{person.say(name)}, {person.say('in French')}"
