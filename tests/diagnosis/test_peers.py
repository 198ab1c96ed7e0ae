"""Beside others: groups of five or more, never one organisation, not even by difference."""

import pytest
from tests.diagnosis.scenes import CORE, MATURITY, first_ten, keep
from tests.factories import NOON, OrganisationFactory

from tandem.diagnosis.models import Diagnosis
from tandem.questionnaires.models import Answer, Filling

pytestmark = pytest.mark.django_db


def others(count: int, choice: int = 0, **fields) -> None:
    """Organisations that kept a result, every first question answered with the choice of this rank."""
    for _number in range(count):
        filling = Filling.objects.create(questionnaire="maturity", version=MATURITY.questionnaire.version, started=NOON)
        Answer.objects.bulk_create(
            Answer(filling=filling, question=one.id, choice=one.choices[choice], at=NOON) for one in CORE
        )
        Diagnosis.objects.create(
            kind="maturity",
            filling=filling,
            organisation=OrganisationFactory(**fields),
            started=NOON,
            changed=NOON,
        )


@pytest.fixture
def alices(cast) -> tuple:
    """Alice's browser, with the best result of a small association kept."""
    cast.association.employees = 4
    cast.association.save()
    browser = cast.client("alice")
    reference = first_ten(browser, -1)
    keep(browser, reference)
    return browser, f"/en/diagnosis/{reference}/peers/"


def groups(browser, address) -> dict:
    return {group.name: group.size for group in browser.get(address).context["shown"]}


def test_four_others_are_not_shown_and_the_study_stands_instead(alices):
    others(4)
    page = alices[0].get(alices[1])
    assert page.context["shown"] == []
    assert "the figures of the field study" in page.content.decode()


def test_five_others_are_shown_by_the_band_of_the_middle_one_and_oneself_is_left_out(alices):
    others(5)
    page = alices[0].get(alices[1])
    assert groups(*alices) == {"all": 5}
    assert {row["bands"][0] for row in page.context["rows"]} == {"First steps"}


def test_size_and_role_make_narrower_groups(alices):
    others(5, employees=200, roles=["tech"])
    others(5, employees=3, roles=["tech"])
    others(5, employees=9, roles=["social"])
    assert groups(*alices) == {"all": 15, "size": 10, "size-and-role": 5}


def test_a_group_that_would_tell_of_one_by_difference_is_withheld(alices):
    others(5, employees=3, roles=["social"])
    others(1, employees=200, roles=["social"])
    page = alices[0].get(alices[1])
    assert groups(*alices) == {"all": 6}
    assert "Narrower groups appear" in page.content.decode()


def test_an_organisation_that_answered_again_counts_once_with_its_newest_result(alices):
    others(5)
    first = Diagnosis.objects.filter(organisation__slug__startswith="organisation-").first()
    filling = Filling.objects.create(questionnaire="maturity", version=MATURITY.questionnaire.version, started=NOON)
    Diagnosis.objects.create(
        kind="maturity", filling=filling, organisation=first.organisation, started=NOON, changed=NOON
    )
    assert groups(*alices) == {"all": 5}


def test_without_an_organisation_there_is_the_widest_group_alone(client):
    others(6, employees=3)
    reference = first_ten(client)
    assert groups(client, f"/en/diagnosis/{reference}/peers/") == {"all": 6}


def test_others_do_not_see_this_page(cast, alices):
    for who in ("elio", "dina", "visitor"):
        assert cast.client(who).get(alices[1]).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_others(alices, django_assert_num_queries):
    browser, address = alices
    others(5)
    browser.get(address)
    with django_assert_num_queries(8):
        browser.get(address)
    others(5)
    with django_assert_num_queries(8):
        browser.get(address)
