"""The thread as a newcomer walks it: find what exists, write a need, publish, meet; both sides, both languages."""

import pytest
from tests.factories import SolutionFactory

from tandem.directory import search

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = ("mouse", "keyboard")
LANGUAGES = ("fr", "en")
PROBLEM = {
    "fr": "Nous perdons le fil des personnes accompagnées : chaque collègue tient son cahier et rien ne se retrouve.",
    "en": "We lose track of the people we help: every colleague keeps a notebook and nobody finds anything again.",
}
OFFER = {
    "fr": "Nous installons un suivi des dossiers avec vous et partons quand deux personnes savent s’en servir.",
    "en": "We install case files with you, and leave when two of you can run them without us.",
}


@pytest.fixture
def solutions():
    SolutionFactory(
        name="Cahier Commun",
        slug="cahier-commun",
        summary={"fr": "Suivi des personnes accompagnées, à plusieurs collègues.", "en": "Case files to track people."},
        technology=["crm"],
    )
    SolutionFactory(name="Other Licence", slug="other-licence", licence="MIT", summary={"en": "Track people too."})
    search.rebuild()


def sign_up(person, name: str, email: str) -> None:
    person.follow("Create my account and publish")
    person.write("Your name", name)
    person.write("E-mail address", email)
    person.write("Choose a password", "une longue phrase de passe")
    person.press("Create my account")
    person.write("Code", person.code_from_mail())
    person.press("Continue")


def describe_organisation(person, name: str, role: str, country: str) -> None:
    person.write("Name of your organisation", name)
    person.choose(role)
    person.write("What it does", f"{name}, {country}.")
    person.field("Country").select_option(country)
    person.press("Save and continue")


def write_need(person) -> None:
    person.open()
    person.follow("I have a need")
    person.write("What does not work today?", PROBLEM[person.language])
    person.press("Continue")
    assert "Cahier Commun" in person.page.content()
    person.follow("None is enough: go on with my need")
    person.press("Continue")  # the line proposed from the first sentence
    person.choose(HELP[person.language])
    person.press("Continue")
    person.choose("Yes")
    person.press("Continue")
    person.choose("everybody: title and text can be read without an account")
    person.press("Continue")


def write_offer(person) -> None:
    person.open()
    person.follow("I have a skill to share")
    person.write("What can you give?", OFFER[person.language])
    person.press("Continue")
    person.press("Continue")
    person.choose(HELP[person.language])
    person.press("Continue")
    person.choose("Yes")
    person.press("Continue")
    person.choose("people with an account here")
    person.press("Continue")


HELP = {}


@pytest.fixture(autouse=True)
def words():
    from tandem.competences import queries

    for language in LANGUAGES:
        HELP[language] = queries.label("help", "project", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_from_a_first_sentence_to_a_room(walk, solutions, hand, language):
    aline, davi = walk(hand, language), walk(hand, language)
    write_need(aline)
    sign_up(aline, "Aline Marchetti", "aline@example.org")
    describe_organisation(aline, "Les Jardins d’Aline", social(language), "FR")
    aline.press("Publish my need")
    write_offer(davi)
    sign_up(davi, "Davi Couto", "davi@example.org")
    describe_organisation(davi, "Octets Doux", tech(language), "PT")
    davi.press("Publish my offer")
    davi.follow("See the needs that fit")
    davi.follow("Propose an introduction", exact=False)
    davi.write("Your message", "Olá")
    davi.press("Send the proposal")
    aline.follow("My place")
    aline.activate(aline.page.locator("#turn ~ ul a").first)
    aline.look()
    open_step(aline, "Ask a question")
    aline.write("Your question", "?!")
    aline.press("Ask a question")
    davi.page.reload()
    open_step(davi, "Answer the question")
    davi.write("Your answer", "Sim")
    davi.press("Answer the question")
    aline.page.reload()
    assert "davi@example.org" not in aline.page.content()
    aline.press("Accept")
    assert "davi@example.org" in aline.page.content()
    aline.follow("Enter the room")
    assert "Octets Doux" in aline.page.content()
    davi.page.reload()
    assert "aline@example.org" in davi.page.content()


def open_step(person, name: str) -> None:
    """The form of a step stands in a disclosure: opened as any other."""
    person.activate(person.page.locator("summary", has_text=person.say(name)))


def social(language: str) -> str:
    from tandem.competences import queries

    return queries.label("roles", "social", language)


def tech(language: str) -> str:
    from tandem.competences import queries

    return queries.label("roles", "tech", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_a_visitor_finds_a_solution_and_where_its_facts_come_from(walk, solutions, hand, language):
    visitor = walk(hand, language)
    visitor.open()
    visitor.write("Search a tool or a solution", "people")
    visitor.press("Search")
    visitor.choose("AGPL-3.0")
    visitor.press("Narrow")
    assert "Other Licence" not in visitor.page.content()
    visitor.follow("Cahier Commun")
    assert visitor.page.locator("h1").inner_text() == "Cahier Commun"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "",
        "legal/",
        "privacy/",
        "accessibility/",
        "eco-design/",
        "ui/",
        "needs/",
        "offers/",
        "organisations/",
        "solutions/",
        "competences/",
        "account/login/",
        "account/signup/",
        "report/?page=/",
        "nowhere/",
    ],
)
def test_each_public_page_is_clean_light_and_narrow(walk, solutions, language, path):
    walk("mouse", language).open(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_stop_of_the_keyboard_leads_to_the_content(walk, language):
    visitor = walk("keyboard", language)
    visitor.open()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(":focus").inner_text() == visitor.say("Go to the content")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.url.endswith("#content")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_summed_up_above_the_question_and_leads_to_its_field(walk, language):
    visitor = walk("mouse", language)
    visitor.open("needs/new/")
    visitor.press("Continue")
    assert visitor.page.title().startswith(visitor.say("Error:"))
    visitor.page.locator("[data-error-summary] a").click()
    assert visitor.page.locator("textarea:focus").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_language_is_one_press_away_on_the_same_page(walk, language):
    visitor = walk("mouse", language)
    visitor.open("eco-design/")
    other = "en" if language == "fr" else "fr"
    visitor.page.get_by_role("link", name={"fr": "Français", "en": "English"}[other], exact=True).click()
    assert visitor.page.url.endswith(f"/{other}/eco-design/")
