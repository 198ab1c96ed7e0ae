"""Searching: what is found, in which order, and what the counts beside the choices say."""

import pytest
from tests.factories import OrganisationFactory, SolutionFactory

from tandem.directory import search
from tandem.directory.models import IndexChange, Organisation, Solution, State

MODELS = {"organisation": Organisation, "solution": Solution}


def indexed(*records):
    search.rebuild()
    return records


def names(kind, words="", **filters):
    chosen = {name: [values] if isinstance(values, str) else values for name, values in filters.items()}
    found = search.find(kind, words, chosen)
    rows = {str(one.pk): one.name for one in MODELS[kind].objects.all()}
    return [rows[one] for one in found.ids]


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("fr", "Des solidarités numériques", "solidarite numerique"),
        ("fr", "Un logiciel libre", "logiciels"),
        ("en", "Families in need", "family"),
        ("es", "Educación popular", "educaciones"),
        ("it", "La comunità montana", "comunita"),
        ("de", "Häuser für Gemeinden", "Haus"),
        ("pt", "Educação de adultos", "educações"),
        ("pt", "Educação de adultos", "educacao"),
        ("pt", "Educação de adultos", "educacoes"),
        ("pt", "Associações de bairro", "associacao"),
        ("und", "Tallinna kogukond", "TALLINNA"),
    ],
)
def test_a_word_is_found_whatever_its_accents_and_endings(db, language, text, asked):
    indexed(OrganisationFactory(name="Here", summary={language: text}), OrganisationFactory(name="Elsewhere"))
    found = search.find("organisation", asked)
    assert (len(found.ids), found.how) == (1, "all")


def test_the_last_word_may_be_unfinished(db):
    indexed(OrganisationFactory(name="La Passerelle"), OrganisationFactory(name="Le Pont"))
    assert names("organisation", "la passer") == ["La Passerelle"]


def test_a_misspelt_word_is_found_and_said_to_be_misspelt(db):
    indexed(OrganisationFactory(name="La Passerelle"))
    found = search.find("organisation", "paserele")
    assert (len(found.ids), found.how) == (1, "similar")


def test_when_no_record_has_all_words_those_with_some_are_shown(db):
    indexed(OrganisationFactory(name="Kitchen", summary={"en": "Cooks for all."}))
    found = search.find("organisation", "kitchen submarine")
    assert (len(found.ids), found.how) == (1, "some")


def test_a_match_in_the_name_comes_first(db):
    indexed(
        OrganisationFactory(name="Others", summary={"en": "canal canal canal canal"}),
        OrganisationFactory(name="Canal", summary={"en": "Something about boats on long waters in the country."}),
    )
    assert names("organisation", "canal") == ["Canal", "Others"]


def test_a_solution_carried_with_evidence_comes_first_among_equals(db):
    indexed(
        SolutionFactory(name="Abacus", summary={"en": "Accounting tool"}),
        SolutionFactory(
            name="Zither",
            summary={"en": "Accounting tool"},
            carried_evidence={"en": "A cooperative owns it."},
            carried_address="https://example.org/statutes",
        ),
    )
    assert names("solution", "accounting") == ["Zither", "Abacus"]
    assert names("solution") == ["Zither", "Abacus"]


def test_without_words_the_list_is_by_name_whatever_its_accents(db):
    indexed(*(OrganisationFactory(name=name) for name in ("Zèbre", "Élan", "abeille")))
    assert names("organisation") == ["abeille", "Élan", "Zèbre"]


def test_names_in_another_alphabet_come_after_the_others(db):
    indexed(*(OrganisationFactory(name=name) for name in ("Ατλας", "Zèbre", "Atlas")))
    assert names("organisation") == ["Atlas", "Zèbre", "Ατλας"]


@pytest.mark.parametrize("asked", ["CRM", "dossiers de suivi", "case files", "adhérent"])
def test_the_name_of_a_technology_finds_what_is_tagged_with_it(db, asked):
    indexed(SolutionFactory(name="Cahier", technology=["crm"]), SolutionFactory(name="Other", technology=["security"]))
    assert names("solution", asked) == ["Cahier"]


@pytest.mark.parametrize(
    ("name", "asked"), [("Open Food Network", "openfoodnetwork"), ("Nextcloud", "next cloud"), ("uMap", "u map")]
)
def test_a_name_is_found_in_one_word_or_in_several(db, name, asked):
    indexed(SolutionFactory(name=name), SolutionFactory(name="Something else"))
    assert names("solution", asked) == [name]


def test_a_word_that_is_spelt_right_is_not_taken_for_another(db):
    """ "dons" is known: nothing with "donc" answers for it, and what has some of the words is shown instead."""
    indexed(
        SolutionFactory(name="A", summary={"fr": "Logiciel de dons"}),
        SolutionFactory(name="B", summary={"fr": "Logiciel pour planifier, donc gratuit"}),
    )
    found = search.find("solution", "logiciel planifier dons")
    assert (len(found.ids), found.how) == (2, "some")


@pytest.fixture
def three(db):
    return indexed(
        OrganisationFactory(name="A", country="FR", roles=["social", "tech"], sdgs=[1, 13]),
        OrganisationFactory(name="B", country="FR", roles=["tech"], sdgs=[13, 17]),
        OrganisationFactory(name="C", country="PT", roles=["funder"], technology=["low-tech"]),
    )


def test_filters_narrow_and_the_values_of_one_add_up(three):
    assert names("organisation", country="FR") == ["A", "B"]
    assert names("organisation", country=["FR", "PT"]) == ["A", "B", "C"]
    assert names("organisation", country="FR", role="social") == ["A"]
    assert names("organisation", country="FR", sdg="17", role="tech") == ["B"]


def test_the_counts_of_a_facet_ignore_its_own_filter_and_obey_the_others(three):
    counts = search.find("organisation", "", {"country": ["FR"], "role": ["tech"]}).facets
    assert counts["country"] == {"FR": 2}
    assert counts["role"] == {"social": 1, "tech": 2}
    assert counts["sdg"] == {"1": 1, "13": 2, "17": 1}
    assert counts["technology"] == {}
    assert search.find("organisation").facets["country"] == {"FR": 2, "PT": 1}


def test_an_unknown_filter_or_value_finds_nothing_and_breaks_nothing(three):
    assert names("organisation", country="XX\0'\"") == []
    assert search.find("organisation", "", {"nonsense": ["x"]}).total == 3


@pytest.mark.parametrize(
    "words", ["", "   ", "\0", "'\"()*:^~[]{}\\", "de la", "a" * 5000, "日本", "\u202e‮", "OR AND NOT", "x" * 61]
)
def test_no_question_breaks_the_search(three, words):
    assert search.find("organisation", words, page=10**9).total >= 0


def test_what_is_hidden_is_not_found(db):
    indexed(OrganisationFactory(name="Secret", state=State.HIDDEN))
    assert search.find("organisation").total == 0


def test_without_an_index_the_search_says_so(db):
    with pytest.raises(search.IndexMissing):
        search.find("organisation")


def test_an_index_of_another_version_counts_as_none(three, settings):
    (settings.INDEX_FOLDER / "current").write_text("0-old")
    with pytest.raises(search.IndexMissing):
        search.find("organisation")


def test_a_change_is_found_once_it_is_indexed(three):
    first = three[0]
    Organisation.objects.filter(pk=first.pk).update(name="Renamed", country="BE")
    search.changed("organisation", [first.pk])
    assert search.index_changes() == 1
    assert names("organisation", "renamed", country="BE") == ["Renamed"]
    assert search.find("organisation").total == 3
    assert not IndexChange.objects.exists()


def test_a_deleted_record_leaves_the_index(three):
    search.changed("organisation", [three[0].pk])
    three[0].delete()
    search.index_changes()
    assert search.find("organisation").total == 2


def test_indexing_twice_changes_nothing(three):
    for _ in range(2):
        search.changed("organisation", [one.pk for one in three])
        search.index_changes()
    assert search.find("organisation").total == 3


def test_the_first_change_builds_a_missing_index(db):
    one = OrganisationFactory(name="First")
    search.changed("organisation", [one.pk])
    search.index_changes()
    assert names("organisation", "first") == ["First"]


def test_a_rebuild_replaces_the_index_at_once_and_keeps_what_came_meanwhile(three):
    OrganisationFactory(name="Newcomer")
    before = search.find("organisation").total
    search.rebuild()
    assert (before, search.find("organisation").total) == (3, 4)


def test_what_has_the_word_itself_comes_before_what_is_of_that_sort(db):
    indexed(
        SolutionFactory(name="Aaa", technology=["crm"]),
        SolutionFactory(name="Zzz", summary={"fr": "Suit les donateurs d’une association, année après année."}),
    )
    assert names("solution", "donateurs") == ["Zzz", "Aaa"]
