"""The right door of a company, and an offer that says its owners checked their own side."""

import pytest
from tests.diagnosis.scenes import READINESS, begin, keep
from tests.matching.scenes import publish

from tandem.diagnosis.models import Door

pytestmark = pytest.mark.django_db

PAGE = "/en/organisations/fio-livre/"


def check(browser, choice: int) -> None:
    """The whole readiness check with the choice of this rank, kept for the cooperative."""
    reference = begin(browser, choice, "readiness")
    for question in READINESS.questionnaire.questions:
        choices = question.choices
        browser.post(f"/en/readiness/{reference}/question/{question.id}/", {"choice": choices[choice]})
    keep(browser, reference, "fio-livre", "readiness")


def name(browser, **more: str):
    return browser.post(f"{PAGE}door/", {"kind": "foundation", "how": "Write to hello@fio.example", **more})


def test_the_door_is_named_on_the_page_for_everybody(cast):
    name(cast.client("dina"))
    for who in ("visitor", "alice"):
        page = cast.client(who).get(PAGE).content.decode()
        assert "the company foundation" in page
        assert "Write to hello@fio.example" in page


def test_it_is_taken_off_again(cast):
    dina = cast.client("dina")
    name(dina)
    dina.post(f"{PAGE}door/", {"close": "1"})
    assert not Door.objects.exists()
    assert "the company foundation" not in cast.client("visitor").get(PAGE).content.decode()


@pytest.mark.parametrize(("choice", "wanted", "said"), [(-1, "on", True), (-1, "", False), (0, "on", False)])
def test_page_and_offer_say_prepared_only_when_it_is_so_and_wanted(cast, choice, wanted, said):
    dina = cast.client("dina")
    offer = publish(dina, "fio-livre", "offers")
    check(dina, choice)
    name(dina, **({"says_prepared": wanted} if wanted else {}))
    visitor = cast.client("alice")
    assert ("It checked its own side on" in visitor.get(PAGE).content.decode()) is said
    assert ("This organisation checked its own side on" in visitor.get(f"/en/offers/{offer}/").content.decode()) is said


def test_only_owners_and_editors_name_it(cast):
    assert name(cast.client("alice")).status_code == 404
    assert cast.client("visitor").get(f"{PAGE}door/").status_code == 302
    assert not Door.objects.exists()


def test_without_a_choice_it_says_what_to_do(cast):
    page = cast.client("dina").post(f"{PAGE}door/", {"how": "x"}).content.decode()
    assert "Choose a door." in page
