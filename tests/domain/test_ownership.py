"""Which addresses show that somebody belongs to the organisation of a site."""

import pytest

from tandem.domain.ownership import domain_of_site, proves


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("ana@passerelle.org", "https://www.passerelle.org/contact"),
        ("ANA@Passerelle.ORG", "http://passerelle.org"),
        ("ana@paris.passerelle.org", "https://passerelle.org"),
        ("info@passerelle.org", "https://en.passerelle.org"),
        ("info@passerelle.asso.fr", "https://passerelle.asso.fr"),
        ("info@été.fr", "https://www.été.fr/"),
    ],
)
def test_an_address_at_the_domain_of_the_site_is_a_proof(email, website):
    assert proves(email, website).allowed


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("ana@gmail.com", "https://passerelle.org"),
        ("ana@free.fr", "http://passerelle.free.fr"),
        ("ana@passerelle.wordpress.com", "https://passerelle.wordpress.com"),
        ("ana@notpasserelle.org", "https://passerelle.org"),
        ("ana@passerelle.org.evil.example", "https://passerelle.org"),
        ("ana@asso.fr", "https://passerelle.asso.fr"),
        ("ana@org.uk", "https://passerelle.org.uk"),
        ("ana@org", "https://passerelle.org"),
        ("ana@passerelle.org", ""),
        ("ana@localhost", "http://localhost"),
        ("", "https://passerelle.org"),
    ],
)
def test_other_addresses_prove_nothing_and_the_refusal_says_why(email, website):
    decision = proves(email, website)
    assert not decision.allowed and decision.reason is not None


def test_the_domain_of_a_site_is_found_with_or_without_its_scheme():
    assert domain_of_site("www.passerelle.org/x") == domain_of_site("https://passerelle.org:8443") == "passerelle.org"
