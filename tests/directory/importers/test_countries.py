"""Country names as people write them."""

import pytest

from tandem.directory.importers import countries
from tandem.domain.iso import COUNTRIES


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("AT", "AT"), ("at", "AT"), ("AUT", "AT"), ("Austria", "AT"), ("Österreich", "AT"), ("ÖSterreich", "AT"),
        ("ÖSTERREICH ", "AT"), ("Osterreich", "AT"), ("Autriche", "AT"), ("Rakousko", "AT"), ("Αυστρία", "AT"),
        ("Republik Österreich", "AT"), ("A.U.T.", "AT"),
        ("UK", "GB"), ("uk", "GB"), ("U.K.", "GB"), ("GB", "GB"), ("GBR", "GB"), ("United Kingdom", "GB"),
        ("England", "GB"), ("SCOTLAND", "GB"), ("Northern Ireland", "GB"), ("Royaume-Uni", "GB"), ("Reino Unido", "GB"),
        ("Great Britain", "GB"), ("Isle of Man", "IM"),
        ("Ελλάδα", "GR"), ("EL", "GR"), ("Hellas", "GR"), ("Belgique", "BE"), ("België", "BE"), ("Deutschland", "DE"),
        ("Alemania", "DE"), ("Frankreich", "FR"), ("FRANCE", "FR"), ("Portogallo", "PT"), ("România", "RO"),
        ("Latvija", "LV"), ("Slovenija", "SI"), ("Slovensko", "SK"), ("Česká republika", "CZ"),
        ("Czech Republic", "CZ"),
        ("Magyarország", "HU"), ("България", "BG"), ("Suomi", "FI"), ("Éire", "IE"), ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Korea, Republic of", "KR"), ("Moldova, Republic of", "MD"), ("Iran, Islamic Republic of", "IR"),
        ("Macedonia, the former Yugoslav Republic of", "MK"), ("Cote d'Ivoire", "CI"), ("Côte d’Ivoire", "CI"),
        ("Bosnia and Herzegovina", "BA"), ("Kosovo", "XK"), ("Niger", "NE"), ("Nigeria", "NG"), ("日本", "JP"),
        ("SR", "SR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_codes_and_its_names_in_many_languages(written, code):
    assert countries.read(written) == countries.Reading(code)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Frace", "FR"),
        ("Italu", "IT"),
        ("Cypres", "CY"),
        ("Deutchland", "DE"),
        ("Österreich / Austria", "AT"),
        ("Barcelona, Spain", "ES"),
        ("Germany (DE)", "DE"),
    ],
)
def test_one_letter_off_or_one_name_among_others_is_a_guess_and_says_so(written, code):
    assert countries.read(written) == countries.Reading(code, guessed=True)


@pytest.mark.parametrize("written", ["ABERDEEN", "Slovania", "France, Spain", "ZZ", "Atlantis", "", "?", "x" * 10_000])
def test_what_no_country_is_called_is_not_guessed(written):
    assert countries.read(written).code == ""


def test_every_typed_alias_leads_to_a_country_and_is_written_as_it_is_compared():
    assert set(countries.ALIASES.values()) <= COUNTRIES
    assert [name for name in countries.ALIASES if countries.key(name) != name] == []
