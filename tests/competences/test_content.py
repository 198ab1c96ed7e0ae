"""The source files of frameworks and lists say everything, in French and in English."""

import csv
import json
import re

import pytest

from tandem.competences import content
from tandem.domain import competences, vocabulary
from tandem.domain.errors import BadInput
from tandem.ui.content import content_folder

PUBLISHED = ("digcomp-3.0", "e-cf-4.0", "crcn", "tandem")
LISTS = {
    "roles": vocabulary.ROLES,
    "help": vocabulary.HELP,
    "forms": vocabulary.FORMS,
    "technology": vocabulary.TECHNOLOGY,
    "values": vocabulary.VALUES,
    "sdgs": tuple(str(goal) for goal in vocabulary.SDGS),
}


def in_both_languages(text: content.Text) -> bool:
    return all(text.by_language.get(language, "").strip() for language in ("en", "fr"))


@pytest.mark.parametrize(("kind", "ids"), LISTS.items())
def test_every_id_of_a_closed_list_has_its_texts_in_both_languages(kind, ids):
    entries = content.entries(kind)
    assert tuple(entries) == ids
    assert [item.id for item in entries.values() if not in_both_languages(item.label)] == []
    assert [item.id for item in entries.values() if not in_both_languages(item.about)] == []


def test_every_form_of_cooperation_belongs_to_its_family():
    named = {}
    for form in content.entries("forms").values():
        named.setdefault(form.family, []).append(form.id)
    assert {family: tuple(forms) for family, forms in named.items()} == vocabulary.FORM_FAMILIES
    assert set(content.families("forms")) == set(named)


def test_an_unknown_list_is_refused_by_name():
    with pytest.raises(BadInput) as refusal:
        content.entries("colours")
    assert refusal.value.place == ("kind",)


@pytest.mark.parametrize("framework", PUBLISHED)
def test_every_competence_has_a_name_an_area_and_everyday_words_in_both_languages(framework):
    found = content.framework(framework)
    assert tuple(found.competences) == competences.competence_ids(framework)
    for competence in found.competences.values():
        assert in_both_languages(competence.label), competence.id
        assert in_both_languages(found.areas[competence.area].label), competence.id
        assert len(competence.words["fr"]) >= 3, competence.id
        assert len(competence.words["en"]) >= 3, competence.id


@pytest.mark.parametrize("framework", [*PUBLISHED, "esco"])
def test_every_framework_names_its_source_in_both_languages(framework):
    found = content.framework(framework)
    assert all(in_both_languages(text) for text in (found.label, found.about, found.source))


@pytest.mark.parametrize("framework", PUBLISHED)
def test_the_scale_of_a_framework_has_the_levels_that_its_competences_have(framework):
    used = {level for code in competences.competence_ids(framework) for level in competences.levels(framework, code)}
    assert set(content.framework(framework).scale) == used


@pytest.mark.parametrize("framework", ["digcomp-3.0", "crcn", "tandem"])
def test_every_competence_is_explained_in_one_sentence(framework):
    for competence in content.framework(framework).competences.values():
        assert in_both_languages(competence.about), competence.id
        assert competence.about.say("fr").endswith("."), competence.id


def test_e_cf_carries_names_and_no_description():
    assert not any(found.about or found.levels for found in content.framework("e-cf-4.0").competences.values())


def test_each_entry_of_the_annex_describes_four_levels_and_its_place_beside_the_others():
    for competence in content.framework("tandem").competences.values():
        assert sorted(competence.levels) == [1, 2, 3, 4], competence.id
        assert all(in_both_languages(text) for text in competence.levels.values()), competence.id
        assert in_both_languages(competence.beside), competence.id
        assert re.search("DigComp|e-CF", competence.beside.say("fr")), competence.id


def test_digcomp_says_that_it_is_not_an_official_translation():
    source = content.framework("digcomp-3.0").source
    assert "not an official translation" in source.say("en")
    assert "pas une traduction officielle" in source.say("fr")
    assert "CC BY-SA 4.0" in (content_folder() / "digcomp" / "README.md").read_text("utf-8")


def french_texts():
    for path in sorted([*content_folder().glob("competences/**/*.toml"), *content_folder().glob("digcomp/*.toml")]):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if re.match(r"\s*[\w.]+\.fr = \"", line):
                yield f"{path.name}:{number}", line


def test_french_punctuation_does_not_break_at_the_end_of_a_line():
    assert [place for place, line in french_texts() if re.search(r" [;:?!»]|« ", line)] == []


def test_french_includes_everybody_without_dots_or_brackets_in_words():
    assert [place for place, line in french_texts() if re.search(r"·|\(e?s?\)|\(ne\)|\w\.e\.s", line)] == []


def test_the_crosswalk_pairs_each_competence_of_digcomp_once():
    assert tuple(pair.competence for pair in content.crosswalk()) == competences.competence_ids("digcomp-3.0")
    assert len({pair.uri for pair in content.crosswalk()}) == 21


@pytest.mark.shared_data
def test_the_crosswalk_equals_the_shared_one(shared_data):
    with (shared_data / "competences" / "digcomp-esco-crosswalk.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "." in row["digcomp_code"]]
    assert {pair.competence: pair.uri for pair in content.crosswalk()} == {
        row["digcomp_code"]: row["esco_uri"] for row in rows
    }
    english = content.framework("digcomp-3.0").competences
    assert {code: found.label.say("en") for code, found in english.items()} == {
        row["digcomp_code"]: row["digcomp3_label_en"] for row in rows
    }


@pytest.mark.shared_data
def test_names_of_e_cf_and_crcn_equal_the_published_ones(shared_data):
    folder = shared_data / "competences"
    e_cf = json.loads((folder / "ecf-4.0-names-levels.json").read_text("utf-8"))["competences"]
    ours = content.framework("e-cf-4.0").competences
    assert {code: found.label.say("en") for code, found in ours.items()} == {row["code"]: row["name"] for row in e_cf}
    crcn = json.loads((folder / "pix-crcn-16.json").read_text("utf-8"))
    # The published names have typewriter apostrophes; ours are printed ones.
    published = {row["code"]: row["name"].replace("'", "’") for area in crcn for row in area["competences"]}
    ours = content.framework("crcn").competences
    assert {code: found.label.say("fr") for code, found in ours.items()} == published


def test_a_text_missing_in_a_language_is_said_in_english():
    text = content.Text({"en": "tool", "pt": "ferramenta"})
    assert [text.say(language) for language in ("pt", "pt-br", "fr")] == ["ferramenta", "ferramenta", "tool"]
