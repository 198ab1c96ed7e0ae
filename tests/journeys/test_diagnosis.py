"""From "we are lost" to a published need, and from the mirror to a published offer: both hands, both languages."""

import pytest
from tests.journeys.test_thread import OFFER, PROBLEM, describe_organisation, sign_up, social, tech

from tandem.questionnaires import queries

pytestmark = pytest.mark.django_db(transaction=True)

HANDS = ("mouse", "keyboard")
LANGUAGES = ("fr", "en")
WORDS = {"fr": "on perd la trace des gens", "en": "we lose track of people"}


def core(kind: str):
    """The first questions of a questionnaire, each with the words of its choices."""
    content = queries.newest(kind)
    return [(one, content.questions[one.id]) for one in content.questionnaire.questions if one.core]


def answer_first_questions(person, kind: str, rank: int) -> None:
    person.follow("Begin")
    for question, words in core(kind):
        assert words.text[person.language] in person.page.locator("h1").inner_text()
        person.choose(words.choices[question.choices[rank]][person.language])
        person.press("Save and continue")


def say_where_and_to_whom(person, audience: str) -> None:
    person.choose("Yes")
    person.press("Continue")
    person.choose(audience)
    person.press("Continue")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", HANDS)
def test_from_not_knowing_where_one_stands_to_a_published_need(walk, hand, language):
    aline = walk(hand, language)
    aline.open()
    aline.follow("Know where you stand: ten questions")
    answer_first_questions(aline, "maturity", 0)
    result = aline.page.url
    assert aline.page.locator("table.intervals tbody tr").count() == 7
    open_first_reason(aline)
    aline.follow("Say what you need")
    aline.write("What happens, in your words", WORDS[language])
    aline.press("See what resembles it")
    aline.activate(aline.page.locator("#found h3 a").first)
    aline.look()
    aline.press("Write my need from this")
    aline.write("What does not work today?", PROBLEM[language])
    aline.press("Continue")
    aline.follow("Go on with my need")
    say_where_and_to_whom(aline, "everybody: title and text can be read without an account")
    sign_up(aline, "Aline Marchetti", "aline@example.org")
    describe_organisation(aline, "Les Jardins d’Aline", social(language), "FR")
    aline.press("Publish my need")
    assert aline.page.locator("h1").inner_text() == aline.say("Your need is published")
    keep_the_result(aline, result)


def open_first_reason(person) -> None:
    """Each step says which answers led to it, in a disclosure opened as any other."""
    summary = person.page.locator("main summary", has_text=person.say("The answers that led to it")).first
    person.activate(summary)
    assert person.page.locator("details[open] li").count() >= 1


def keep_the_result(person, address: str) -> None:
    """With an account now, the result goes to the organisation and one step on its plan."""
    person.page.goto(address)
    person.follow("Keep this result for my organisation")
    person.press("Les Jardins d’Aline")
    person.press("Put it on our plan", exact=False)
    assert person.page.locator("ul.rows > li").count() == 1
    person.look()


@pytest.mark.parametrize(("hand", "language"), [("keyboard", "fr"), ("keyboard", "en"), ("mouse", "fr")])
def test_from_the_mirror_of_a_tech_actor_to_a_published_offer(walk, hand, language):
    davi = walk(hand, language)
    davi.open("readiness/")
    answer_first_questions(davi, "readiness", -1)
    davi.follow("Write our offer")
    davi.write("What can you give?", OFFER[language])
    davi.press("Continue")
    davi.press("Continue")
    davi.choose(help_of_a_project(language))
    davi.press("Continue")
    say_where_and_to_whom(davi, "people with an account here")
    sign_up(davi, "Davi Couto", "davi@example.org")
    describe_organisation(davi, "Octets Doux", tech(language), "PT")
    davi.press("Publish my offer")
    assert davi.page.locator("h1").inner_text() == davi.say("Your offer is published")


def help_of_a_project(language: str) -> str:
    from tandem.competences import queries as competences

    return competences.label("help", "project", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "guide/?q=logiciel",
        "guide/forms/",
        "guide/words/",
        "guide/learn/",
        "needs/situations/",
        "help/",
        "help/choose-crm/",
    ],
)
def test_pages_to_read_pass_axe_at_every_width_and_weigh_little(walk, language, path):
    walk("mouse", language).open(path)


def test_a_result_printed_on_a4_keeps_its_table_and_drops_what_leads_nowhere_on_paper(walk):
    aline = walk("mouse", "en")
    aline.open("diagnosis/")
    answer_first_questions(aline, "maturity", 0)
    aline.page.emulate_media(media="print")
    assert aline.page.locator("table.intervals").is_visible()
    assert aline.page.locator("#first-steps").is_visible()
    for hidden in ("header nav", "footer", "#keep"):
        assert not aline.page.locator(hidden).first.is_visible()
