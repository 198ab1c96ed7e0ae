"""`tandem competences` answers without a database, and says in one line what it cannot use."""

import json

import pytest
from tests.competences.esco_files import small_esco, write

from tandem.domain import competences


@pytest.mark.parametrize("framework", ["digcomp-3.0", "e-cf-4.0", "crcn", "tandem"])
def test_list_prints_the_ids_of_a_framework_with_their_levels(tandem, framework):
    answer = tandem("competences", "list", "--framework", framework)
    rows = answer.json
    assert answer.code == 0
    assert tuple(row["id"] for row in rows) == competences.competence_ids(framework)
    assert all(tuple(row["levels"]) == competences.levels(framework, row["id"]) for row in rows)


def test_list_without_a_framework_prints_them_all(tandem):
    answer = tandem("competences", "list", "--format", "jsonl")
    frameworks = [json.loads(line)["framework"] for line in answer.out.splitlines()]
    assert {name: frameworks.count(name) for name in dict.fromkeys(frameworks)} == {
        "digcomp-3.0": 21,
        "e-cf-4.0": 41,
        "crcn": 16,
        "esco": 21,
        "tandem": len(competences.competence_ids("tandem")),
    }
    assert "ESCO" in answer.err


def test_names_are_printed_in_the_language_asked_for(tandem):
    named = {}
    for language in ("fr", "en"):
        answer = tandem("competences", "list", "--framework", "tandem", "--lang", language)
        named[language] = {row["id"]: row["label"] for row in answer.json}
    assert named["fr"]["accessibility"] == "Accessibilité numérique"
    assert named["en"]["accessibility"] == "Digital accessibility"


def test_search_takes_words_with_or_without_quotes(tandem):
    quoted = tandem("competences", "search", "mot de passe volé").json
    assert quoted == tandem("competences", "search", "mot", "de", "passe", "volé").json
    assert ("digcomp-3.0", "4.1") in [(row["framework"], row["id"]) for row in quoted]


def test_search_prints_at_most_what_was_asked_best_first(tandem):
    rows = tandem("competences", "search", "site", "web", "lisible", "par", "tous", "--top", "2").json
    assert len(rows) == 2
    assert rows[0]["id"] == "accessibility"
    assert rows[0]["score"] >= rows[1]["score"]


def test_a_search_without_result_is_an_empty_list_and_says_so(tandem):
    answer = tandem("competences", "search", "xyzzyq", "--lang", "fr")
    assert (answer.code, answer.json) == (0, [])
    assert answer.err.replace("\u00a0", " ") == "rien trouvé pour : xyzzyq\n"


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "unknown framework digcomp-2.2"), ("fr", "référentiel inconnu digcomp-2.2")]
)
def test_an_unknown_framework_is_bad_input_in_one_line(tandem, language, sentence):
    answer = tandem("competences", "list", "--framework", "digcomp-2.2", "--lang", language)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert sentence in answer.err


@pytest.mark.django_db
def test_import_esco_prints_what_it_did_and_what_it_refused(tandem, tmp_path):
    folder = small_esco(tmp_path / "esco")
    write(folder, "x_en.csv", "conceptUri,preferredLabel", "http://example.org/1,cook")
    answer = tandem("competences", "import-esco", folder)
    assert answer.code == 0
    assert (answer.json["created"], answer.json["unchanged"]) == (5, 0)
    assert answer.json["refused"] == [
        {
            "file": "x_en.csv",
            "place": "line 2",
            "reason": "http://example.org/1 is not the address of an ESCO skill",
        }
    ]
    again = tandem("competences", "import-esco", folder).json
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 5)


@pytest.mark.django_db
def test_import_esco_refuses_a_broken_file_in_one_line_naming_file_and_line(tandem, tmp_path):
    folder = write(tmp_path / "esco", "skills_en.csv", "conceptUri,preferredLabel", '"a" b,cook')
    answer = tandem("competences", "import-esco", folder)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("skills_en.csv: line 2: broken CSV")
