"""The pages around a diagnosis (supporter, door, plan, team) under the eyes of axe and at 320 pixels."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.diagnosis.scenes import CORE, MATURITY, begin, first_ten, keep
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory
from tests.journeys.test_observatory import enter, visit

from tandem.diagnosis import permissions, queries
from tandem.diagnosis.queries import skills
from tandem.directory.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = ("fr", "en")
TEAM = "organisations/la-passerelle/skills/"
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


@pytest.mark.parametrize("language", ["fr"])
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


def words_of(question: int, rank: int, language: str) -> str:
    """How an answer to one of the first questions is said."""
    one = CORE[question]
    return MATURITY.questions[one.id].choices[one.choices[rank]][language]
