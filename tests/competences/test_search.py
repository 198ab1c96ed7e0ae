"""Competences are found by what people say, in French and in English, whatever the accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.competences.search import Document, Index, fold, shipped_index, stem, stems


def found(words: str, top: int = 5) -> list[tuple[str, str]]:
    return [hit.key for hit in shipped_index().search(words, limit=top)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sauvegarder des fichiers", ("crcn", "1.2")),
        ("sauvegarder des fichiers", ("tandem", "organisation-security")),
        ("mot de passe volé", ("digcomp-3.0", "4.1")),
        ("mot de passe volé", ("tandem", "organisation-security")),
        ("site web lisible par tous", ("tandem", "accessibility")),
        ("backup", ("digcomp-3.0", "1.3")),
        ("newsletter", ("e-cf-4.0", "D.6")),
        ("lettre d'information", ("digcomp-3.0", "2.1")),
        ("somebody stole our password", ("digcomp-3.0", "4.1")),
        ("tableur", ("crcn", "1.3")),
        ("faire un site internet", ("e-cf-4.0", "B.1")),
        ("RGPD", ("tandem", "vulnerable-people-data")),
        ("former nos bénévoles", ("tandem", "skills-handover")),
        ("measure our impact", ("tandem", "impact-measurement")),
        ("on perd la trace des personnes qu'on accompagne", ("e-cf-4.0", "D.10")),
        ("Instagram", ("digcomp-3.0", "2.2")),
        ("ordinateurs d'occasion", ("tandem", "eco-design")),
        ("can we use ChatGPT", ("tandem", "ai-ethics")),
        ("demander une subvention", ("tandem", "funding-digital-projects")),
        ("people who cannot use a computer", ("tandem", "digital-mediation")),
        ("logiciel libre", ("tandem", "open-data-and-commons")),
    ],
)
def test_everyday_words_find_the_competence(words, expected):
    assert expected in found(words)


def test_what_answers_the_whole_question_comes_first():
    assert found("site web lisible par tous")[0] == ("tandem", "accessibility")


@pytest.mark.parametrize("words", ["ecoconception", "ÉCOCONCEPTION", "Éco-conceptions", "écoconcep", "écoconceptoin"])
def test_accents_capitals_plurals_beginnings_and_typing_mistakes_are_forgiven(words):
    assert ("tandem", "eco-design") in found(words)


@pytest.mark.parametrize("words", ["", "   ", "de la", "xyzzyq", "?!"])
def test_words_that_mean_nothing_find_nothing(words):
    assert found(words) == []


def test_ligatures_and_accents_fold_to_plain_letters():
    assert fold("Œuvre À l'Été") == "oeuvre a l'ete"


@pytest.mark.parametrize(
    "forms", [("fichier", "fichiers"), ("video", "videos"), ("formation", "formations"), ("backup", "backups")]
)
def test_a_plural_has_the_stem_of_its_singular(forms):
    assert len({stem(word) for word in forms}) == 1


@given(st.text())
def test_any_text_can_be_searched(words):
    index = Index([Document("a", {"label": ["sauvegarde"]}), Document("b", {"about": ["partage"]})])
    assert all(hit.score > 0 for hit in index.search(words))


@given(st.text(alphabet="abdelnrsté èêçœæÀÉŒ'-ßñãõ"))
def test_stems_do_not_depend_on_capitals(text):
    assert stems(text.upper()) == stems(text)


@given(st.lists(st.sampled_from(["password", "stolen", "file", "share"]), min_size=1, max_size=6))
def test_the_order_and_repetition_of_words_do_not_matter(words):
    index = Index(
        [
            Document("a", {"words": ["stolen password"]}),
            Document("b", {"words": ["share a file"], "about": ["password"]}),
        ]
    )
    assert index.search(" ".join(words)) == index.search(" ".join(sorted(set(words))))


def test_a_name_counts_more_than_an_explanation():
    index = Index([Document("told", {"about": ["backup"]}), Document("named", {"label": ["backup"]})])
    assert index.search("backup")[0].key == "named"


def test_a_name_that_says_just_the_question_comes_before_longer_ones():
    index = Index([Document("long", {"label": ["backup of heritage"]}), Document("short", {"label": ["backup"]})])
    assert [hit.key for hit in index.search("backups")] == ["short", "long"]


def test_what_is_noise_beside_the_best_answer_is_left_out():
    index = Index(
        [Document("best", {"words": ["stolen password"]}), Document("noise", {"levels": ["a password"]})],
    )
    assert [hit.key for hit in index.search("stolen password")] == ["best"]
    assert [hit.key for hit in index.search("a password")] == ["best"]


def test_documents_of_equal_score_keep_their_order():
    index = Index([Document(name, {"label": ["backup"]}) for name in ("z", "m", "a")])
    assert [hit.key for hit in index.search("backup")] == ["z", "m", "a"]
