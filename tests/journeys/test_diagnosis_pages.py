"""The pages around a diagnosis (supporter, door, plan, team, PDF), of guide search and of stewards who edit questions:
under the eyes of axe and at 320 pixels in both languages, then by keyboard without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.diagnosis.scenes import CORE, MATURITY, begin, first_ten, keep
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.journeys.test_observatory import enter, visit

from tandem.competences import queries as competences
from tandem.diagnosis import permissions, queries
from tandem.diagnosis.queries import skills
from tandem.directory.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ("fr", "en")
TEAM = "organisations/la-passerelle/skills/"
CONTENT = "steward/content/"
NETWORK = "Réseau des Rives"


@pytest.fixture
def supporter(cast) -> Any:
    """Somebody of a network that accompanies associations."""
    network = OrganisationFactory(name=NETWORK, slug="reseau-des-rives", roles=["intermediary"])
    person = PersonFactory(name="Salomé", email="salome@example.org")
    MembershipFactory(person=person, organisation=network, role=Membership.Role.OWNER)
    return person


@pytest.fixture
def kept(cast) -> str:
    """The address of a diagnosis of La Passerelle, below its language."""
    alice = cast.client("alice")
    reference = first_ten(alice, 1)
    keep(alice, reference)
    return f"diagnosis/{reference}/"


@pytest.fixture
def colleagues(cast) -> list[Any]:
    people = [PersonFactory(name=f"Collègue {number}", email=f"c{number}@example.org") for number in range(5)]
    for person in people:
        MembershipFactory(person=person, organisation=cast.association, role=Membership.Role.READER)
    return people


def as_(walk: Any, hand: str, language: str, person: Any) -> Any:
    walker = walk(hand, language)
    enter(walker, person)
    return walker


def rate_first_area(browser: Any, band: int) -> None:
    area = skills.areas("en")[0]
    given = {f"band_{place}": str(band) for place in range(len(area["competences"]))}
    browser.post(f"/en/{TEAM}mine/{area['id']}/", given | {"help_0": "on", "stop": "1"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_diagnosis_with_a_supporter(walk, cast, supporter, kept, language):
    alice = as_(walk, "mouse", language, cast.alice)
    for path in (f"{kept}support/", f"{kept}support/?q=zzz", f"{kept}peers/"):
        visit(alice, path)
    cast.client("alice").post(f"/en/{kept}support/", {"intermediary": "reseau-des-rives"})
    beside = as_(walk, "mouse", language, supporter)
    for path in (f"{kept}question/{CORE[0].id}/", f"{kept}reading/{CORE[0].id}/"):
        visit(beside, path)
    beside.choose(words_of(0, 0, language))
    beside.press("Save and continue")
    visit(beside, f"{kept}report/")
    for path in (kept, f"{kept}support/"):
        visit(alice, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_plan_a_door_and_a_team(walk, cast, kept, colleagues, language):
    browser = cast.client("alice")
    step = queries.standing(permissions.visible_to(cast.alice, []).get()).result.recommendations[0].id
    browser.post(f"/en/{kept}plan/", {"step": step})
    alice = as_(walk, "mouse", language, cast.alice)
    for path in ("organisations/la-passerelle/plan/", TEAM, f"{TEAM}mine/tandem-include/"):
        visit(alice, path)
    for place, person in enumerate(colleagues):
        other = Client()
        other.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        rate_first_area(other, place % 3)
    rate_first_area(browser, 1)
    alice.weights, alice.scripts = [], 0
    alice.page.goto(alice.home + TEAM)
    alice.page.locator("main details summary").first.click()
    alice.look()
    browser.post("/en/organisations/la-passerelle/plan/follow-up/")
    visitor = walk("mouse", language)
    visit(visitor, f"plan/stop/{queries.stop_token(cast.association)}/")
    visitor.press("Stop asking")
    dina = as_(walk, "mouse", language, cast.dina)
    visit(dina, "organisations/fio-livre/door/")
    dina.press("Show it on our page")
    dina.page.locator("input[name=kind]").first.check()
    dina.press("Show it on our page")
    visit(dina, f"readiness/{begin(cast.client('dina'), -1, 'readiness')}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_steward_who_edits_and_of_guide_search(walk, cast, language):
    cast.appoint("elio")
    elio = as_(walk, "mouse", language, cast.elio)
    for path in ("", "glossary/", "maturity-question/new/", "guide/entry/steps/", "resource/new/"):
        visit(elio, f"{CONTENT}{path}")
    visit(elio, f"{CONTENT}maturity-recommendation/entry/first-copies/")
    elio.press("Save as a new version")
    elio.page.locator("input[name=reason]").fill("Plus clair.")
    elio.press("Look at it first")
    elio.press("Save as a new version")
    for query in ("?q=logiciel&kind=glossary", "?q=zzzz"):
        visit(elio, f"guide/{query}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_owner_lets_a_supporter_in_and_both_read_one_report(walk, cast, supporter, kept, language):
    alice = as_(walk, "keyboard", language, cast.alice)
    beside = as_(walk, "keyboard", language, supporter)
    beside.open(kept)
    assert beside.say("Both readings side by side") not in beside.page.inner_text("main")
    alice.open(f"{kept}support/?q=rives")
    alice.press("Let them in", exact=False)
    beside.open(f"{kept}question/{CORE[0].id}/")
    beside.choose(words_of(0, 2, language))
    beside.press("Save and continue")
    beside.open(f"{kept}report/")
    beside.follow("Give your reading")
    beside.choose(words_of(0, 0, language))
    beside.press("Save and continue")
    for reader in (beside, alice):
        reader.open(f"{kept}report/")
        differs = reader.page.locator("main li", has_text=MATURITY.questions[CORE[0].id].text[language]).inner_text()
        assert words_of(0, 2, language) in differs
        assert words_of(0, 0, language) in differs
        assert "Salomé" in differs
    alice.open(f"{kept}support/")
    alice.press("End it")
    beside.open(f"{kept}report/")
    assert NETWORK not in beside.page.inner_text("main")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fifth_member_who_rates_herself_makes_the_spread_appear(walk, cast, colleagues, language):
    area = skills.areas(language)[0]
    waiting = "The spread appears for each skill once five members have answered."
    bands = competences.everyday_bands(area["framework"], area["competences"][0]["id"], language)
    for place, person in enumerate(colleagues):
        member = as_(walk, "keyboard", language, person)
        member.open(TEAM)
        assert member.say(waiting) in member.page.inner_text("main")
        member.follow(area["label"])
        member.choose(str(bands[place % 2][1]))
        member.press("Save and stop here")
        assert (member.say(waiting) in member.page.inner_text("main")) is (place < 4)
    member.activate(member.page.locator("#spread ~ details summary").first)
    shown = member.page.locator("#spread ~ details td").all_inner_texts()
    assert shown[:3] == [member.say("more than half"), member.say("up to half"), member.say("nobody")]
    assert "Collègue" not in member.page.inner_text("main")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_steward_rewords_a_question_looks_at_it_activates_and_undoes_it(walk, cast, language):
    cast.appoint("elio")
    elio = as_(walk, "keyboard", language, cast.elio)
    visitor = walk("keyboard", language)
    first, said = CORE[0].id, "Parlez-vous du numérique entre vous ?"
    elio.open(f"{CONTENT}maturity-question/")
    elio.follow(MATURITY.questions[first].text[language])
    for code in LANGUAGES:
        field = elio.page.locator(f"#id_text_{code}")
        elio.reach(field)
        elio.page.keyboard.press("Control+A")
        elio.page.keyboard.insert_text(said)
    elio.reach(elio.page.locator("#id_reason"))
    elio.page.keyboard.insert_text("Plus simple.")
    elio.press("Look at it first")
    assert said in elio.page.locator("section[aria-labelledby=look]").inner_text()
    visitor.open("diagnosis/new/")
    assert said not in visitor.page.inner_text("h1")
    elio.press("Save as a new version")
    visitor.open("diagnosis/new/")
    assert said in visitor.page.inner_text("h1")
    elio.press("Go back to what ships")
    visitor.open("diagnosis/new/")
    assert said not in visitor.page.inner_text("h1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_is_taken_away_as_pdf_without_a_script(walk, cast, kept, language):
    pytest.importorskip("typst")
    alice = as_(walk, "keyboard", language, cast.alice)
    alice.open(kept)
    link = alice.page.get_by_role("link", name=alice.say("The same as PDF, for screen readers too"))
    alice.reach(link)
    with alice.page.expect_download() as download:
        alice.page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")
    assert download.value.path().read_bytes().startswith(b"%PDF")


def words_of(question: int, rank: int, language: str) -> str:
    """How an answer to one of the first questions is said."""
    one = CORE[question]
    return MATURITY.questions[one.id].choices[one.choices[rank]][language]
