"""Names of lists, countries and languages, without a database."""

import pytest

from tandem.competences import labels
from tandem.domain import iso
from tandem.domain.errors import BadInput


@pytest.mark.parametrize(
    ("kind", "item", "french", "english"),
    [
        ("technology", "low-tech", "Low-tech", "Low-tech"),
        ("forms", "joint-contract", "Cotraitance", "Joint contract"),
        ("roles", "social", "Acteur d’utilité sociale", "Organisation of social utility"),
        ("sdgs", 4, "Éducation de qualité", "Quality education"),
        ("countries", "PT", "Portugal", "Portugal"),
        ("countries", "DE", "Allemagne", "Germany"),
        ("languages", "fr", "français", "French"),
    ],
)
def test_an_id_is_named_in_the_language_asked_for(kind, item, french, english):
    assert labels.label(kind, item, "fr") == french
    assert labels.label(kind, item, "en") == english


def test_an_id_of_another_version_is_shown_as_it_is():
    assert labels.label("technology", "quantum", "fr") == "quantum"
    assert labels.about("technology", "quantum", "fr") == ""


def test_an_unknown_list_is_refused():
    with pytest.raises(BadInput):
        labels.labels("colours", "fr")


@pytest.mark.parametrize("language", ["fr", "en", "pt", "pt-br"])
@pytest.mark.parametrize(("kind", "codes"), [("countries", iso.COUNTRIES), ("languages", iso.LANGUAGES)])
def test_every_country_and_language_has_a_name(kind, codes, language):
    named = labels.labels(kind, language)
    assert set(named) == codes
    assert [code for code, name in named.items() if name == code] == []


def test_countries_are_sorted_by_name_without_regard_to_accents():
    names = list(labels.labels("countries", "fr").values())
    assert names.index("Égypte") < names.index("Espagne") < names.index("Estonie")


def test_a_language_that_babel_does_not_know_is_answered_in_english():
    assert labels.label("countries", "DE", "xx") == "Germany"


def test_choices_keep_the_published_order():
    assert [item for item, _ in labels.choices("help", "fr")] == [
        "session",
        "project",
        "partnership",
        "funding",
        "contract",
    ]


def test_forms_of_cooperation_are_offered_under_their_families():
    grouped = labels.grouped_choices("forms", "en")
    assert [family for family, _ in grouped] == ["Movements", "Giving without return", "Commercial"]
    assert [item for _, items in grouped for item in items] == labels.choices("forms", "en")


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("technology", "on perd la trace des personnes accompagnées", "crm"),
        ("technology", "envoyer une newsletter", "e-mailing"),
        ("technology", "tenir la compta", "management"),
        ("technology", "a website for our bakery", "website"),
        ("technology", "quelqu'un a volé notre mot de passe", "security"),
        ("forms", "bénévoles sur leur temps libre", "skills-volunteering"),
        ("help", "j'ai juste une question", "session"),
        ("roles", "we are a charity", "social"),
    ],
)
def test_everyday_words_find_an_entry_of_a_list(kind, words, expected):
    assert labels.find(kind, words, "fr")[0] == (expected, labels.label(kind, expected, "fr"))


def test_words_that_mean_nothing_find_no_entry():
    assert labels.find("technology", "xyzzyq", "fr") == []
