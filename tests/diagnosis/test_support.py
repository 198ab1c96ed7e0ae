"""A supporter beside an organisation: let in by an owner for one diagnosis, everything on behalf says so."""

import pytest
from django.core import mail
from django.utils import timezone
from tests.diagnosis.scenes import CORE, answer, first_ten, keep
from tests.directory.portfolios import agreed
from tests.factories import MembershipFactory, OrganisationFactory

from tandem.diagnosis.models import Diagnosis
from tandem.directory import actions as directory
from tandem.directory.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(cast):
    """Elio owns a network that accompanies associations; Dina edits there."""
    one = OrganisationFactory(name="Réseau des Rives", slug="reseau-des-rives", roles=["intermediary"])
    MembershipFactory(person=cast.elio, organisation=one, role=Membership.Role.OWNER)
    return one


@pytest.fixture
def address(cast) -> str:
    alice = cast.client("alice")
    reference = first_ten(alice, 1)
    keep(alice, reference)
    return f"/en/diagnosis/{reference}/"


@pytest.fixture
def invited(cast, network, address) -> str:
    cast.client("alice").post(f"{address}support/", {"intermediary": "reseau-des-rives"})
    return address


def read(browser, address, question, choice):
    return browser.post(f"{address}reading/{question.id}/", {"choice": question.choices[choice]})


def test_an_owner_lets_an_intermediary_in_and_it_hears_of_it(cast, network, address):
    elio = cast.client("elio")
    assert elio.get(address).status_code == 404
    found = cast.client("alice").get(f"{address}support/?q=rives").content.decode()
    assert "Réseau des Rives" in found
    cast.client("alice").post(f"{address}support/", {"intermediary": "reseau-des-rives"})
    assert elio.get(address).status_code == 200
    assert mail.outbox[-1].to == [cast.elio.email]
    assert address in mail.outbox[-1].body


@pytest.mark.parametrize("who", ["bruno", "chloe"])
def test_only_an_owner_lets_somebody_in(cast, network, address, who):
    answer_ = cast.client(who).post(f"{address}support/", {"intermediary": "reseau-des-rives"})
    assert answer_.status_code == 403
    assert Diagnosis.objects.get().supporter is None


def test_an_organisation_that_accompanies_nobody_cannot_be_let_in(cast, network, address):
    assert cast.client("alice").post(f"{address}support/", {"intermediary": "fio-livre"}).status_code == 404


def test_what_is_answered_on_behalf_says_so(cast, invited):
    reference = invited.split("/")[3]
    elio = cast.client("elio")
    assert "on its behalf" in elio.get(f"{invited}question/{CORE[0].id}/").content.decode()
    answer(elio, reference, CORE[0].id, CORE[0].choices[2])
    for page in (f"{invited}subjects/", f"{invited}question/{CORE[0].id}/"):
        assert "Elio, for Réseau des Rives, on behalf" in cast.client("alice").get(page).content.decode()


def test_the_reading_stands_beside_and_changes_no_answer(cast, invited):
    elio, alice = cast.client("elio"), cast.client("alice")
    before = alice.get(invited).context["page"].chart
    read(elio, invited, CORE[0], 0)
    read(elio, invited, CORE[1], 1)
    assert alice.get(invited).context["page"].chart == before
    for browser in (elio, alice):
        page = browser.get(f"{invited}report/").content.decode()
        assert "you see more" in page
        assert "1 answer is the same." in page
        assert "see yourselves" in page or "Both see it alike." in page


def test_the_next_question_without_a_reading_follows_and_the_report_ends_it(cast, invited):
    elio = cast.client("elio")
    address = f"{invited}reading/{CORE[0].id}/"
    for _ in range(60):
        question = address.split("/")[-2]
        address = elio.post(address, {"choice": "dont-know"}).url
        assert question not in address
        if address.endswith("/report/"):
            break
    assert address == f"{invited}report/"
    assert "wait for your reading" not in elio.get(address).content.decode()


def test_a_supporter_neither_plans_nor_deletes_nor_keeps(cast, invited):
    elio = cast.client("elio")
    page = elio.get(invited).content.decode()
    assert "Put it on our plan" not in page
    assert "Delete these answers" not in page
    assert elio.post(f"{invited}discard/").status_code == 403
    assert elio.post(f"{invited}plan/", {"step": "first-copies"}).status_code == 403
    assert elio.post(f"{invited}support/", {"end": "1"}).status_code == 403
    assert elio.get("/en/organisations/la-passerelle/plan/").status_code == 404


def test_ending_it_closes_the_door_and_leaves_the_reading_to_the_organisation(cast, invited):
    elio, alice = cast.client("elio"), cast.client("alice")
    read(elio, invited, CORE[0], 0)
    alice.post(f"{invited}support/", {"end": "1"})
    for page in (invited, f"{invited}report/", f"{invited}reading/{CORE[0].id}/"):
        assert elio.get(page).status_code == 404
    assert "Réseau des Rives" in alice.get(f"{invited}report/").content.decode()


def test_members_give_no_reading_of_their_own_organisation(cast, invited):
    assert read(cast.client("alice"), invited, CORE[0], 0).status_code == 403


def test_without_a_supporter_there_is_no_report(cast, address):
    assert cast.client("alice").get(f"{address}report/").status_code == 404


def test_deleting_the_diagnosis_deletes_the_reading(cast, invited):
    from tandem.questionnaires.models import Filling

    read(cast.client("elio"), invited, CORE[0], 0)
    cast.client("alice").post(f"{invited}discard/")
    assert not Filling.objects.exists()


def test_who_accompanies_the_organisation_sits_in_when_it_agreed_to_that(cast, network, address):
    elio = cast.client("elio")
    one = agreed(cast, network, "may_see")
    assert elio.get(address).status_code == 404
    assert "digital maturity, last answer on" in elio.get("/en/portfolio/").content.decode()
    cast.client("alice").post(
        f"/en/organisations/la-passerelle/supporters/{one.reference}/", {"scopes": ["may_sit_in"], "months": "6"}
    )
    assert address in elio.get("/en/portfolio/").content.decode()
    assert "you answer on its behalf" in elio.get(address).content.decode()
    answer(elio, address.split("/")[3], CORE[0].id, CORE[0].choices[2])
    read(elio, address, CORE[1], 0)
    alices = cast.client("alice")
    assert "Elio, for Réseau des Rives, on behalf" in alices.get(f"{address}subjects/").content.decode()
    assert "may sit in on this diagnosis until" in alices.get(address).content.decode()
    assert "Réseau des Rives" in alices.get(f"{address}report/").content.decode()
    assert elio.post(f"{address}discard/").status_code == 403
    alices.post(f"/en/organisations/la-passerelle/supporters/{one.reference}/end/")
    for page in (address, f"{address}report/", f"{address}reading/{CORE[0].id}/"):
        assert elio.get(page).status_code == 404


def test_whom_the_owner_invited_to_one_diagnosis_comes_before_who_accompanies_it(cast, network, invited):
    house = OrganisationFactory(name="Another house", slug="another-house", roles=["intermediary"])
    MembershipFactory(person=cast.dina, organisation=house)
    asked = directory.take_in(cast.association, house, "We come along.", actor=cast.dina, at=timezone.now())
    directory.agree(asked, ["may_sit_in"], 6, actor=cast.alice, at=timezone.now())
    dina = cast.client("dina")
    assert dina.get(invited).status_code == 200
    assert read(dina, invited, CORE[0], 0).status_code == 403
    assert read(cast.client("elio"), invited, CORE[0], 0).status_code == 302
