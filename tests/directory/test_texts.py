"""What an organisation does, in several languages: its own words, translated, or not there yet."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.directory.test_search import indexed, names
from tests.factories import OrganisationFactory, PersonFactory, SolutionFactory

from tandem.directory import actions, queries
from tandem.directory.models import Organisation

FR, PT = "Nous réparons des vélos avec les habitants.", "Reparamos bicicletas com quem mora no bairro."
PAGE = "organisations/la-passerelle/"


@pytest.fixture
def passerelle(cast):
    one = Organisation.objects.get(slug="la-passerelle")
    one.summary = {"fr": FR}
    one.save()
    return one


def write(cast, who="alice", **said):
    answers = {"language": "pt", "text": PT, "source": "fr", **said}
    return cast.client(who).post(f"/en/{PAGE}texts/", answers)


def test_a_reader_gets_their_language_with_who_translated_it_and_the_original(cast, client, passerelle):
    assert write(cast).status_code == 302
    html = client.get(f"/pt/{PAGE}").content.decode()
    assert PT in html
    assert f"Traduzido por {passerelle.name}" in html
    assert f'<p lang="fr">{FR}</p>' in html.split("<details>")[1]
    french = client.get(f"/fr/{PAGE}").content.decode()
    assert (FR in french, PT in french, "Traduit" in french) == (True, False, False)


def test_a_missing_translation_is_said_and_owners_are_shown_where_to_write_it(cast, client, passerelle):
    said = "There is no text in this language yet: English. It is shown in this one: French."
    assert said in client.get(f"/en/{PAGE}").content.decode()
    assert "texts/?language=en" not in client.get(f"/en/{PAGE}").content.decode()
    assert "texts/?language=en" in cast.client("alice").get(f"/en/{PAGE}").content.decode()


def test_a_translation_says_when_its_original_was_changed_since(cast, client, passerelle):
    write(cast)
    assert "O original foi alterado" not in client.get(f"/pt/{PAGE}").content.decode()
    write(cast, language="fr", text="Autre chose.", source="")
    assert "O original foi alterado" in client.get(f"/pt/{PAGE}").content.decode()


def test_only_those_who_write_for_it_write_its_texts(cast, passerelle):
    assert write(cast, "chloe").status_code == 403
    assert write(cast, "dina").status_code == 403
    assert cast.client("dina").post(f"/en/{PAGE}texts/fr/remove/").status_code == 403
    passerelle.refresh_from_db()
    assert passerelle.summary == {"fr": FR}


@pytest.mark.parametrize(
    "said", [{"language": ""}, {"language": "xx"}, {"text": " "}, {"source": "de"}, {"language": "fr", "source": "fr"}]
)
def test_what_makes_no_translation_is_asked_again(cast, passerelle, said):
    assert write(cast, **said).status_code == 200
    passerelle.refresh_from_db()
    assert (passerelle.summary, passerelle.translations) == ({"fr": FR}, {})


def test_a_text_is_taken_away_and_the_last_one_stays(cast, passerelle):
    write(cast)
    alice = cast.client("alice")
    assert 'action="pt/remove/"' in alice.get(f"/en/{PAGE}texts/").content.decode()
    assert alice.post(f"/en/{PAGE}texts/fr/remove/").status_code == 302
    passerelle.refresh_from_db()
    assert (passerelle.summary, passerelle.translations) == ({"pt": PT}, {})
    assert alice.post(f"/en/{PAGE}texts/pt/remove/").status_code == 403
    assert alice.post(f"/en/{PAGE}texts/nl/remove/").status_code == 302


def test_search_finds_each_language_by_its_own_endings(cast, passerelle):
    write(cast)
    indexed()
    assert names("organisation", "reparo bicicleta") == [passerelle.name]
    assert names("organisation", "réparer vélo") == [passerelle.name]


def test_completeness_asks_for_the_languages_one_works_in(cast, passerelle):
    passerelle.languages = ["fr", "pt"]
    part = next(one for one in queries.parts_of(passerelle) if one.field == "translations")
    assert not part.there
    passerelle.summary["pt"] = PT
    assert next(one for one in queries.parts_of(passerelle) if one.field == "translations").there


def test_a_merged_record_brings_its_texts_with_what_they_are(db):
    at = timezone.now()
    steward = PersonFactory(is_steward=True)
    told = {"pt": {"from": "fr", "of": "x", "at": at.isoformat()}}
    empty = OrganisationFactory(summary={})
    gone = OrganisationFactory(summary={"fr": FR, "pt": PT}, translations=told)
    made = actions.merge(empty, gone, actor=steward, at=at + timedelta(1))
    empty.refresh_from_db()
    assert (empty.summary["pt"], empty.translations) == (PT, told)
    actions.unmerge(made, actor=steward, at=at + timedelta(2))
    empty.refresh_from_db()
    assert (empty.summary, empty.translations) == ({}, {})
    with_words = OrganisationFactory(summary={"fr": "Autre chose."})
    actions.merge(with_words, gone, actor=steward, at=at + timedelta(3))
    with_words.refresh_from_db()
    assert with_words.translations == {}


def test_a_table_of_results_says_what_is_translated(cast, client, passerelle):
    write(cast)
    indexed()
    lines = client.get("/pt/organisations/results.csv", {"q": passerelle.name}).content.decode().splitlines()
    assert lines[0].split(",")[8:11] == ["summary", "summary_language", "translated_from"]
    assert ",pt,fr," in next(line for line in lines if passerelle.name in line)


def solution(**said):
    return SolutionFactory(summary={"fr": FR}, **said)


def test_a_steward_translates_what_a_solution_does_and_leaves_its_own_words(cast, client, passerelle):
    one = solution()
    cast.appoint("elio")
    steward = cast.client("elio")
    page = f"/en/solutions/{one.slug}/texts/"
    assert steward.post(page, {"language": "pt", "text": PT, "source": ""}).status_code == 200
    assert steward.post(page, {"language": "fr", "text": "Autre chose.", "source": "fr"}).status_code == 200
    assert steward.post(page, {"language": "pt", "text": PT, "source": "fr"}).status_code == 302
    assert steward.post(f"/en/solutions/{one.slug}/texts/fr/remove/").status_code == 403
    one.refresh_from_db()
    assert (one.summary, one.own_fields) == ({"fr": FR, "pt": PT}, {})
    html = client.get(f"/pt/solutions/{one.slug}/").content.decode()
    assert (PT in html, f'<p lang="fr">{FR}</p>' in html.split("<details>")[1]) == (True, True)


def test_who_carries_a_solution_writes_its_own_words_and_others_nothing(cast, passerelle):
    one = solution(carried_by=passerelle)
    said = {"language": "en", "text": "We mend bicycles.", "source": ""}
    assert cast.client("dina").post(f"/en/solutions/{one.slug}/texts/", said).status_code == 403
    assert cast.client("chloe").post(f"/en/solutions/{one.slug}/texts/", said).status_code == 403
    assert cast.client("alice").post(f"/en/solutions/{one.slug}/texts/", said).status_code == 302
    one.refresh_from_db()
    assert (one.summary["en"], list(one.own_fields)) == ("We mend bicycles.", ["summary"])
