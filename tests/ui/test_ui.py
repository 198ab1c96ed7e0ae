"""Sentences, catalogues, and the headers of every answer."""

import os

import pytest
from django.template import Context, Template

from tandem.domain.messages import Message, Name
from tandem.ui import catalogues


def test_a_sentence_is_translated_with_the_sentences_inside_it():
    french = {"not %(what)s": "pas %(what)s", "tea": "thé"}.get
    inner = Message("tea")
    assert Message("not %(what)s", {"what": inner}).render(lambda text: french(text, text)) == "pas thé"


def test_a_name_is_said_by_who_knows_it_and_plainly_otherwise():
    sentence = Message("speaks %(languages)s", {"languages": (Name("language", ("pt",), "pt"),)})
    assert str(sentence) == "speaks pt"
    assert sentence.render(call=lambda name: {"pt": "Portuguese"}[name.id[0]]) == "speaks Portuguese"


def test_a_catalogue_is_compiled_again_when_its_source_changes(tmp_path, monkeypatch):
    source = tmp_path / "room/locale/fr/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "tea"\nmsgstr "thé"\n')
    monkeypatch.setattr(catalogues, "ROOMS", tmp_path)
    assert catalogues.compile_stale() == [source]
    assert catalogues.compile_stale() == []
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + 10))
    assert catalogues.compile_stale() == [source]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ({"fr": "thé", "en": "tea"}, "tea"),
        ({"fr": "thé"}, '<span lang="fr">thé</span>'),
        ({"und": "chai"}, "chai"),
        ({}, ""),
    ],
)
def test_a_text_is_shown_in_the_page_s_language_or_marked_with_its_own(texts, shown):
    assert Template("{% text_of texts %}").render(Context({"texts": texts})) == shown


@pytest.mark.django_db
def test_every_answer_forbids_what_comes_from_elsewhere(client):
    policy = client.get("/en/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize(("browser", "language"), [("fr-CA,fr;q=0.9", "fr"), ("en", "en"), ("fi", "en")])
def test_the_first_page_speaks_the_language_of_the_browser(client, browser, language):
    assert client.get("/", headers={"accept-language": browser}).url == f"/{language}/"


@pytest.mark.django_db
def test_pages_of_the_demonstration_do_not_exist_elsewhere(client):
    for path in ("/en/demo/people/", "/en/demo/mailbox/"):
        assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["legal", "privacy", "accessibility", "eco-design", "ui"])
def test_each_page_names_itself_in_the_other_language(client, path):
    page = client.get(f"/fr/{path}/").content.decode()
    assert f'hreflang="en" href="http://127.0.0.1:8000/en/{path}/"' in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_sentence_of_ours_takes_the_place_of_the_name_of_a_month(language):
    from babel.dates import get_month_names
    from django.utils import dates, translation

    with translation.override(language):
        shown = [str(dates.MONTHS[month]) for month in range(1, 13)]
    assert shown == [get_month_names("wide", locale=language)[month] for month in range(1, 13)]
