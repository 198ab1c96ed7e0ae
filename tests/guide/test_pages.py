"""The pages of the guide, its glossary, what to learn from, and words explained where they stand."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from tandem.guide import queries
from tandem.guide.rendering import html_of
from tandem.ui import terms

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", queries.pages(), ids=lambda page: page.id)
def test_every_page_opens_and_its_links_inside_the_site_lead_somewhere(client, page, language):
    html = client.get(f"/{language}/guide/{page.id}/").content.decode()
    article = html[html.index("<article") : html.index("</article>")]
    assert page.title[language] in html
    for address in set(re.findall(r'href="(/[^"#]*)', article)):
        assert client.get(address).status_code == 200, address


def test_a_page_that_does_not_exist_is_unknown(client):
    assert client.get("/en/guide/nothing-of-the-kind/").status_code == 404


def test_the_source_of_an_english_page_is_marked_as_french(client):
    assert '<span lang="fr">Renforcer' in client.get("/en/guide/steps/").content.decode()
    assert '<span lang="fr">' not in client.get("/fr/guide/steps/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_names_every_page_once(client, language):
    html = client.get(f"/{language}/guide/").content.decode()
    for page in queries.pages():
        assert html.count(f'href="/{language}/guide/{page.id}/"') == 1


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("fr", "les formes de coopération", "Les formes de coopération comparées"),
        ("en", "forms of cooperation", "The forms of cooperation compared"),
        ("pt", "formas de cooperacao", "As formas de cooperação comparadas"),
        ("fr", "logiciel libre", "logiciel libre"),
        ("pt", "copia de seguranca", "cópia de segurança"),
        ("en", "cybermalveillance", "Cybermalveillance.gouv.fr"),
    ],
)
def test_a_search_finds_pages_words_and_resources(client, language, words, name):
    found = client.get(f"/{language}/guide/", {"q": words}).context["found"]
    assert found[0].name.get(language, found[0].name.get("und")) == name
    for row in found:
        assert client.get(row.address.split("#")[0]).status_code == 200


def test_a_search_without_an_answer_says_what_to_try(client):
    html = client.get("/en/guide/", {"q": "xyzzyq wqkjh"}).content.decode()
    assert "Nothing found" in html
    assert "Try one word only" in html


def test_the_glossary_can_be_searched_by_letter_and_each_term_has_an_address(client):
    html = client.get("/fr/guide/words/").content.decode()
    for letter in re.findall(r'href="#(letter-[a-z]*)"', html):
        assert f'id="{letter}"' in html
    for _letter, entries in queries.terms_by_letter("fr"):
        for term in entries:
            assert f'<dt id="{term.id}">' in html


def test_accents_do_not_change_the_order_of_the_glossary():
    letters = [letter for letter, _terms in queries.terms_by_letter("fr")]
    assert letters == sorted(set(letters))
    assert any(
        term.term["fr"].startswith("é")
        for letter, terms in queries.terms_by_letter("fr")
        if letter == "E"
        for term in terms
    )


def test_what_others_publish_says_who_how_long_and_which_skills(client):
    html = client.get("/en/guide/learn/").content.decode()
    assert "Cybermalveillance.gouv.fr" in html
    assert "about 1 hour" in html
    assert "/en/competences/digcomp-3.0/4.1/" in html


def test_html_inside_a_text_is_shown_as_it_was_typed():
    assert html_of("<script>alert(1)</script> & *so*") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; <em>so</em></p>\n"
    )


def test_a_link_that_runs_a_script_is_no_link():
    assert "<a" not in html_of("[press](javascript:alert(1))")


def test_links_by_kind_and_id_become_addresses():
    with translation.override("en"):
        html = html_of("[a](guide:steps) [b](template:choose-crm) [c](resource:pix) [d](glossary:)")
    assert re.findall(r'href="([^"]+)"', html) == [
        "/en/guide/steps/",
        "/en/help/choose-crm/",
        "/en/guide/learn/#pix",
        "/en/guide/words/",
    ]


def test_a_table_names_its_columns_and_scrolls_by_itself():
    html = html_of("| a | b |\n| --- | --- |\n| 1 | 2 |")
    assert html.startswith('<div class="scroll"><table')
    assert html.count('<th scope="col">') == 2


def test_a_reader_of_one_world_gets_the_words_of_the_other():
    text = "Open the source code of the free software, say the statutes."
    assert [found.word for found in terms.found_in(text, "social", "en")] == ["source code", "free software"]
    assert [found.word for found in terms.found_in(text, "tech", "en")] == ["statutes"]


def test_a_word_is_explained_in_a_disclosure_and_a_text_without_one_has_none():
    page = Template("{% terms_in text 'social' %}")
    with translation.override("en"):
        assert "<summary>What “free software” means</summary>" in page.render(Context({"text": "Free software?"}))
        assert page.render(Context({"text": "Good morning."})).strip() == ""
