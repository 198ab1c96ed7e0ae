"""The directory of the demonstration: sourced facts, invented people, and nothing twice."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import NOON

from tandem.directory import demonstration, queries, search
from tandem.directory.models import Membership, Organisation, Origin, Solution


@pytest.fixture
def loaded(db):
    added = demonstration.load(NOON)
    search.rebuild()
    return added


def test_enough_to_look_around(loaded):
    assert Organisation.objects.filter(origin=Origin.FACTS).count() >= 60
    assert Organisation.objects.filter(origin=Origin.INVENTED).count() >= 100
    assert Solution.objects.count() >= 60


def test_a_second_load_adds_nothing_and_keeps_what_people_wrote(loaded):
    one = Organisation.objects.filter(origin=Origin.INVENTED).first()
    Organisation.objects.filter(pk=one.pk).update(name="Renamed by its people")
    assert demonstration.load(NOON) == {"organisations": 0, "solutions": 0}
    assert Organisation.objects.get(pk=one.pk).name == "Renamed by its people"


def test_each_invented_organisation_has_an_owner_at_an_address_of_nobody(loaded):
    invented = Organisation.objects.filter(origin=Origin.INVENTED)
    owners = Membership.objects.filter(organisation__in=invented, role=Membership.Role.OWNER).select_related("person")
    assert {one.organisation_id for one in owners} == set(invented.values_list("pk", flat=True))
    assert all(one.person.email.endswith("@example.org") for one in owners)


def test_real_actors_have_a_source_and_nobody_who_acts_for_them(loaded):
    real = Organisation.objects.filter(origin=Origin.FACTS)
    assert not real.filter(source_address="").exists()
    assert not Membership.objects.filter(organisation__in=real).exists()


def test_a_problem_in_plain_words_finds_solutions_that_exist(loaded):
    problem = "Nous perdons la trace de nos adhérents et de leurs cotisations"
    found = search.find("solution", problem, per_page=5, any_word=True, facets=False)
    assert {"Galette", "Paheko"} & {one.name for one in queries.solutions(AnonymousUser(), found.ids)}


def test_every_page_of_the_demonstration_opens(loaded, client):
    for one in Organisation.objects.all()[:30]:
        assert client.get(f"/fr/organisations/{one.slug}/").status_code == 200
    for one in Solution.objects.all():
        assert client.get(f"/fr/solutions/{one.slug}/").status_code == 200
