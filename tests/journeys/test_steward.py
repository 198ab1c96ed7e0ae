"""What stewards do, and how those whom it concerns read it. With the mouse under the eyes of axe, with the keyboard and
no JavaScript."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.factories import PersonFactory
from tests.journeys.conftest import WALKS
from tests.journeys.test_directory import sign_in
from tests.journeys.test_thread import social

from tandem.directory import search
from tandem.directory.models import Organisation, State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def steward(walk):
    """`steward(hand, language)`: Fanny in front of what waits."""

    def enter(hand: str, language: str):
        search.rebuild()
        walker = walk(hand, language)
        sign_in(walker, PersonFactory(name="Fanny", email="fanny@example.org", is_steward=True), "steward/")
        return walker

    return enter


@pytest.fixture
def elio():
    return PersonFactory(name="Elio", email="elio@example.org")


def undo(fanny, what: str, why: str) -> None:
    """From the log to the decision, and back to what waits."""
    fanny.follow("Log")
    fanny.follow(what, exact=False)
    fanny.activate(fanny.page.locator("summary", has_text=fanny.say("Undo this decision")))
    fanny.write("Why is it undone?", why)
    fanny.press("Undo")


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_a_new_organisation_is_hidden_with_a_reason_that_its_owner_reads_and_shown_again(
    walk, steward, elio, hand, language
):
    owner = walk(hand, language)
    sign_in(owner, elio, "organisations/new/")
    owner.write("Name of your organisation", "Les Semeurs")
    owner.choose(social(language))
    owner.field("Country").select_option("FR")
    owner.write("What it does", "On sème.")
    owner.press("Open the page")
    fanny = steward(hand, language)
    fanny.follow("Les Semeurs", exact=False)
    fanny.choose("hide it")
    fanny.write("The rule or the law it goes against", "Charte, 2")
    fanny.write("Reason", "Qui êtes-vous ? / Who are you?")
    fanny.press("Decide")
    assert "Qui êtes-vous ? / Who are you?" in mail.outbox[-1].body and mail.outbox[-1].to == ["elio@example.org"]
    owner.open("my-organisations/")
    owner.activate(owner.page.locator("h3 a", has_text="Les Semeurs"))
    owner.look()
    assert "Charte, 2" in owner.page.inner_text("main")
    undo(fanny, "Les Semeurs", "Il a répondu. / He answered.")
    owner.page.reload()
    assert "Il a répondu. / He answered." in owner.page.inner_text("main")
    assert Organisation.objects.get(name="Les Semeurs").state == State.PUBLISHED
    fanny.open("steward/log/")
    assert fanny.page.locator("ol.rows > li").count() == 2


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_a_proposed_solution_is_looked_at_then_shown_to_all(walk, steward, elio, hand, language):
    user = walk(hand, language)
    sign_in(user, elio, "solutions/new/")
    user.write("Name of the solution", "Cahier Commun")
    user.write("What one does with it", "Tenir un cahier à plusieurs.")
    user.write("Website", "https://cahier.example")
    user.choose("free software")
    user.press("Propose it")
    fanny = steward(hand, language)
    fanny.follow("Cahier Commun", exact=False)
    fanny.choose("show it to all")
    fanny.write("Reason", "Merci / Thanks")
    fanny.press("Decide")
    user.open("my-organisations/")
    user.activate(user.page.locator("h3 a", has_text="Cahier Commun"))
    user.look()
    assert "Merci / Thanks" in user.page.inner_text("main")
    visitor = walk("keyboard", language)
    visitor.open("solutions/?q=cahier")
    visitor.follow("Cahier Commun")


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_somebody_kept_out_reads_why_until_the_block_is_lifted(walk, steward, elio, hand, language):
    out, fanny = walk(hand, language), steward(hand, language)
    fanny.follow("Blocks")
    fanny.follow("Block a person or an organisation")
    fanny.write("Whom", "elio@example.org")
    fanny.choose("using this place; the page of an organisation is hidden")
    fanny.write("Until and including", (timezone.localdate() + timedelta(days=7)).isoformat())
    fanny.write("Reason", "Dix messages en une heure. / Ten messages in an hour.")
    fanny.press("Block")
    sign_in(out, elio, "organisations/")
    assert "Dix messages en une heure." in out.page.inner_text("main")
    fanny.press(f"{fanny.say('Lift this block')} – Elio")
    out.open("organisations/")
    assert "Dix messages" not in out.page.inner_text("main")
    fanny.follow("Log")
    assert fanny.page.locator("ol.rows > li", has_text="Elio").count() == 2


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_a_notice_stands_on_every_page_in_its_language_until_it_is_withdrawn(walk, steward, hand, language):
    notice = {"fr": "Demain, une heure de pause.", "en": "Tomorrow, an hour of rest."}
    reader, fanny = walk("keyboard", language), steward(hand, language)
    fanny.follow("Notices to all")
    fanny.follow("Tell everybody")
    fanny.write("In French", notice["fr"])
    fanny.write("In English", notice["en"])
    fanny.press("Show it on every page")
    reader.open("solutions/")
    assert notice[language] in reader.page.inner_text("main")
    fanny.press(f"{fanny.say('Withdraw it')} – {notice[language]}")
    reader.open("solutions/")
    assert notice[language] not in reader.page.inner_text("main")
