"""What the home page shows of needs and offers."""

import pytest
from django.core.cache import cache
from tests.matching.scenes import publish


@pytest.fixture(autouse=True)
def nothing_kept(db):
    cache.clear()


def a_public_need(cast, language, title):
    return publish(
        cast.client("alice"),
        "la-passerelle",
        title={"title": title},
        place={"language": language, "remote": "yes"},
        audience={"visibility": "public"},
    )


def test_the_needs_in_the_language_of_the_page_come_first(cast, client):
    a_public_need(cast, "fr", "Nous perdons le fil")
    a_public_need(cast, "en", "We lose track")
    for language, first, second in (
        ("fr", "Nous perdons le fil", "We lose track"),
        ("en", "We lose track", "Nous perdons le fil"),
    ):
        page = client.get(f"/{language}/").content.decode()
        assert page.index(first) < page.index(second)


def test_a_result_is_explained_by_an_example(cast, client):
    reference = a_public_need(cast, "en", "We lose track")
    cast.client("alice").post(f"/fr/needs/{reference}/skills/", {"add": "digcomp-3.0 1.3"})
    offering = cast.client("dina")
    offer = publish(offering, "fio-livre", "offers", audience={"visibility": "public"})
    offering.post(f"/fr/offers/{offer}/skills/", {"add": "digcomp-3.0 1.3"})
    assert "Un résultat qui s’explique" in client.get("/fr/").content.decode()
