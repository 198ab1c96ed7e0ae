"""Names for other rooms: from content without a query, from ESCO and from stewards with one."""

import pytest
from tests.competences.esco_files import ADDRESS, small_esco
from tests.factories import NOON

from tandem.competences import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    queries.forget()
    yield
    queries.forget()


def test_names_of_the_frameworks_need_no_query_once_they_are_read(django_assert_num_queries):
    queries.frameworks()
    with django_assert_num_queries(0):
        assert queries.competence_label("digcomp-3.0", "4.1", "fr") == "Protéger les appareils"
        assert queries.competence_label("e-cf-4.0", "B.1", "en") == "Application Development"
        assert queries.competence_label("tandem", "accessibility", "fr") == "Accessibilité numérique"


@pytest.mark.parametrize("names", [["cook"], ["cook", "bake", "knead"]])
def test_names_of_esco_cost_one_query_for_all(tmp_path, django_assert_num_queries, names):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    queries.frameworks()
    pairs = [("esco", ADDRESS + name) for name in names] + [("crcn", "1.1")]
    with django_assert_num_queries(1):
        named = queries.competence_labels(pairs, "fr")
    assert named["esco", ADDRESS + "cook"] == "préparer des repas"


def test_a_language_that_esco_lacks_is_answered_in_english(tmp_path):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    assert queries.competence_label("esco", ADDRESS + "knead", "fr") == "knead dough"


@pytest.mark.parametrize(("framework", "code"), [("esco", ADDRESS + "unknown"), ("tandem", "local-x"), ("old", "1.1")])
def test_a_competence_that_nobody_knows_is_shown_by_its_id(framework, code):
    assert queries.competence_label(framework, code, "fr") == code


def test_the_crosswalk_names_its_esco_concepts_before_esco_is_loaded():
    uri = "http://data.europa.eu/esco/skill/df329d70-87b0-466b-a214-3431f36e2a5e"
    assert queries.competence_label("esco", uri, "en") == "protect ICT devices"


def test_a_search_covers_the_frameworks_and_esco(tmp_path):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    assert [found.id for found in queries.search("cuisiner", "fr")] == [ADDRESS + "cook"]
    assert queries.search("dinner", "fr")[0].label == "préparer des repas"
    assert ("digcomp-3.0", "4.1") in [(found.framework, found.id) for found in queries.search("mot de passe", "fr")]


@pytest.mark.parametrize("words", ["mot de passe", "cook meals", "cook unknownword", ""])
def test_a_search_costs_at_most_three_queries(tmp_path, django_assert_max_num_queries, words):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    queries.frameworks()
    with django_assert_max_num_queries(3):
        queries.search(words, "en")


@pytest.mark.shared_data
def test_a_search_with_the_digital_skills_of_esco_still_puts_the_frameworks_first(shared_data, tmp_path):
    for name in ("digitalSkillsCollection_en.csv", "digitalSkillsCollection_fr.csv"):
        (tmp_path / name).symlink_to(shared_data / "competences" / "esco" / name)
    actions.import_esco(tmp_path, at=NOON)
    found = queries.search("mot de passe volé", "fr", limit=10)
    assert found[0].framework != "esco"
    labels = [one.label for one in queries.search("Haskell", "fr", limit=3)]
    assert "Haskell" in labels
