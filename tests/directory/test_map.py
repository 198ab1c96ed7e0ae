"""Results on a map of Europe: where they lie, what a press on a circle does, and what the list says beside it."""

import re
from itertools import combinations
from math import hypot

import pytest
from tests.directory.test_search import indexed
from tests.factories import OrganisationFactory

LYON, PARIS, BRON = (45.76, 4.84), (48.86, 2.35), (45.74, 4.91)


def at(place, where=None, **more):
    latitude, longitude = where or (None, None)
    return OrganisationFactory(place=place, latitude=latitude, longitude=longitude, **{"country": "FR", **more})


def page(client, **asked):
    return client.get("/en/organisations/", {"view": "map", **asked})


def circles(answer):
    return {circle.name: circle for circle in answer.context["map"].circles}


@pytest.fixture
def spread(db):
    indexed(
        at("Lyon", LYON), at("Lyon", LYON), at("Lyon"), at("Paris", PARIS), at("", None),
        OrganisationFactory(country="PT"), OrganisationFactory(country="BR"), OrganisationFactory(country=""),
    )  # fmt: skip


def test_results_stand_in_their_countries_with_the_list_beside(client, spread):
    answer = page(client)
    assert {name: circle.count for name, circle in circles(answer).items()} == {"France": 5, "Portugal": 1}
    assert 'aria-label="France: 5 organisations"' in answer.content.decode()
    assert [(one.name, one.count) for one in answer.context["map"].elsewhere] == [("Brazil", 1)]
    assert answer.context["map"].without_place == 1
    assert answer.content.decode().count("<h3>") == 8


def test_a_circle_narrows_the_results_to_its_country_then_to_its_town(client, spread):
    towns = client.get(f"/en/organisations/{circles(page(client))['France'].address}")
    assert {name: circle.count for name, circle in circles(towns).items()} == {"Lyon": 3, "Paris": 1}
    assert towns.context["map"].without_place == 1
    in_lyon = client.get(f"/en/organisations/{circles(towns)['Lyon'].address}")
    assert in_lyon.context["listing"].total == 3


def test_towns_side_by_side_share_a_circle_that_opens_their_surroundings(client, db):
    indexed(at("Lyon", LYON), at("Lyon", LYON), at("Bron", BRON), at("Paris", PARIS))
    together = circles(page(client, country="FR"))["Lyon, Bron"]
    assert (together.count, "around=Lyon" in together.address) == (3, True)
    near = client.get(f"/en/organisations/{together.address}")
    assert set(circles(near)) <= {"Lyon", "Bron", "Lyon, Bron"}
    assert near.context["map"].frame[2] < page(client, country="FR").context["map"].frame[2]


def test_no_two_circles_touch(client, db):
    indexed(
        *(OrganisationFactory(country=code) for code in ("BE", "NL", "LU", "DE", "FR", "CH", "AT", "SI", "HR", "IT"))
    )
    drawn = page(client).context["map"]
    assert sum(one.count for one in drawn.circles) == 10
    for one, other in combinations(drawn.circles, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= 2 * drawn.radius


def test_the_map_weighs_little_asks_nobody_else_and_keeps_numbers_a_browser_reads(client, spread):
    html = client.get("/fr/organisations/", {"view": "map", "country": "FR"}).content.decode()
    assert len(html) < 100_000
    assert len(re.findall(r"<[a-z]", html)) <= 800
    assert re.search(r"(src|href)=\"(https?:)?//(?!testserver)", html.split("<main")[1].split("</main>")[0]) is None
    assert re.findall(r'(?:cx|cy|r|font-size)="[^"]*[,\xa0\u202f][^"]*"', html) == []


def test_searching_again_stays_on_the_map_and_the_list_is_one_link_away(client, spread):
    answer = page(client, q="x", country="FR")
    assert '<input type="hidden" name="view" value="map">' in answer.content.decode()
    assert "view=map" not in answer.context["other_view"]
    assert "view=map" in client.get("/en/organisations/").context["other_view"]


def test_an_invented_town_or_country_shows_a_map_all_the_same(client, spread):
    assert page(client, country="FR", around="Nowhere").status_code == 200
    assert page(client, country="ZZ").context["map"] is None
    assert page(client, country="BR").context["map"].circles == ()


def test_the_map_asks_as_little_for_many_as_for_few(client, db, django_assert_max_num_queries):
    indexed(at("Lyon", LYON))
    page(client, country="FR")
    with django_assert_max_num_queries(8):
        page(client, country="FR")
    indexed(at("Lyon", LYON), at("Paris", PARIS), at("Bron", BRON))
    with django_assert_max_num_queries(8):
        page(client, country="FR")
