"""Needs and offers in several languages: written in one, translated into others, or not there yet."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.matching.scenes import publish

from tandem.journal.models import Event
from tandem.matching.models import Need

PT = {"language": "pt", "title": "Perdemos o rasto das pessoas", "text": "Cada colega tem o seu caderno."}


@pytest.fixture
def need(cast):
    reference = publish(cast.client("alice"), "la-passerelle", audience={"visibility": "public"})
    return Need.objects.get(reference=reference)


def write(cast, need, who="alice", **said):
    return cast.client(who).post(f"/en/needs/{need.reference}/texts/", {**PT, **said})


def test_readers_get_their_language_with_the_original(cast, client, need):
    assert write(cast, need).status_code == 302
    page = client.get(f"/pt/needs/{need.reference}/").content.decode()
    assert f"<h1>{PT['title']}</h1>" in page
    assert "Traduzido por La Passerelle" in page
    assert f'<p lang="en">{need.title}</p>' in page.split("<details>")[1]
    assert f">{PT['title']}</a>" in client.get("/pt/needs/").content.decode()
    english = client.get(f"/en/needs/{need.reference}/").content.decode()
    assert (need.title in english, PT["title"] in english) == (True, False)


def test_a_language_that_is_missing_is_said_and_owners_are_led_to_write_it(cast, client, need):
    asks = f"/fr/needs/{need.reference}/texts/?language=fr"
    visitor = client.get(f"/fr/needs/{need.reference}/").content.decode()
    assert "Il n’y a pas encore de texte dans cette langue" in visitor
    assert (asks in visitor, asks in cast.client("alice").get(f"/fr/needs/{need.reference}/").content.decode()) == (
        False,
        True,
    )


def test_a_translation_says_that_its_original_was_changed(cast, client, need):
    write(cast, need)
    page = f"/pt/needs/{need.reference}/"
    assert "O original foi alterado" not in client.get(page).content.decode()
    cast.client("alice").post(f"/en/needs/{need.reference}/question/title/", {"title": "We lose people"})
    assert "O original foi alterado" in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["chloe", "dina", "elio"])
def test_only_those_who_write_it_translate_it(cast, need, who):
    assert write(cast, need, who).status_code == 403
    assert cast.client(who).post(f"/en/needs/{need.reference}/texts/pt/remove/").status_code == 403


@pytest.mark.parametrize(
    "said", [{"language": ""}, {"language": "xx"}, {"language": "en"}, {"title": " "}, {"text": ""}]
)
def test_what_is_no_translation_is_asked_again(cast, need, said):
    assert write(cast, need, **said).status_code == 200
    need.refresh_from_db()
    assert need.translations == {}


def test_a_language_is_taken_away_and_twice_changes_nothing(cast, need):
    write(cast, need)
    page = cast.client("alice").get(f"/en/needs/{need.reference}/texts/").content.decode()
    assert re.findall('action="([^"]+)"', page.split("<main")[1]) == ["pt/remove/"]
    for _ in range(2):
        assert cast.client("alice").post(f"/en/needs/{need.reference}/texts/pt/remove/").status_code == 302
    need.refresh_from_db()
    assert need.titles == {"en": need.title}
    assert Event.objects.filter(name="need.translation_removed").count() == 1


def test_correcting_the_language_it_is_written_in_keeps_the_other_ones(cast, need):
    write(cast, need)
    write(cast, need, language="fr", title="Nous perdons le fil", text="Chaque collègue a son carnet.")
    cast.client("alice").post(f"/en/needs/{need.reference}/question/place/", {"language": "fr", "remote": "yes"})
    need.refresh_from_db()
    assert (set(need.titles), need.translations["pt"]["from"]) == ({"fr", "pt"}, "fr")


def test_the_list_of_needs_asks_no_more_for_translated_ones(cast, client, need):
    def asked() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/pt/needs/")
        return len(asked)

    asked()
    before = asked()
    write(cast, need)
    assert asked() == before
