"""ESCO's own files go in once, say what they cannot use, and change nothing the second time."""

import pytest
from tests.competences.esco_files import ADDRESS, FULL, full_row, small_esco, write
from tests.factories import NOON

from tandem.competences import actions, queries
from tandem.competences.models import Broader, Concept, ConceptLabel, EscoImport
from tandem.domain.errors import BadInput
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db


def everything():
    names = ConceptLabel.objects.values_list(
        "concept__uri", "language", "label", "alternatives", "description", "stems"
    )
    links = Broader.objects.values_list("concept__uri", "broader__uri")
    concepts = Concept.objects.values_list("uri", "kind", "reuse")
    return (sorted(names, key=str), sorted(links), sorted(concepts))


def test_names_in_each_language_and_the_links_between_concepts_are_kept(tmp_path):
    report = actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    assert (report.created, report.links_created, report.refused) == (5, 3, [])
    bake = queries.concept(ADDRESS + "bake")
    assert {label.language: label.label for label in bake.labels.all()} == {"en": "bake bread", "fr": "cuire du pain"}
    assert [parent.uri for parent in bake.broader.all()] == [ADDRESS + "cook"]
    assert [child.uri for child in bake.narrower.all()] == [ADDRESS + "knead"]
    cook = queries.competence("esco", ADDRESS + "cook")
    assert cook.words["en"] == ("prepare food", "make dinner")
    assert cook.about.say("en") == "Make meals."


def test_the_same_folder_again_changes_nothing(tmp_path):
    folder = small_esco(tmp_path / "esco")
    actions.import_esco(folder, at=NOON)
    before = everything()
    report = actions.import_esco(folder, at=NOON)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 5)
    assert (report.links_created, report.links_unchanged) == (0, 3)
    assert everything() == before


def test_a_new_name_is_counted_as_a_change(tmp_path):
    folder = small_esco(tmp_path / "esco")
    actions.import_esco(folder, at=NOON)
    write(folder, "skills-fr-labels.csv", "conceptUri,preferredLabel,altLabels", f"{ADDRESS}bake,faire du pain,")
    report = actions.import_esco(folder, at=NOON)
    assert (report.created, report.changed, report.unchanged) == (0, 1, 3)
    assert queries.competence_label("esco", ADDRESS + "bake", "fr") == "faire du pain"


def test_a_file_that_says_less_takes_nothing_away(tmp_path):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    names_only = write(tmp_path / "names", "skills_en.csv", "conceptUri,preferredLabel", f"{ADDRESS}cook,cook meals")
    report = actions.import_esco(names_only, at=NOON)
    assert (report.changed, report.unchanged) == (0, 1)
    cook = queries.competence("esco", ADDRESS + "cook")
    assert (cook.about.say("en"), cook.words["en"]) == ("Make meals.", ("prepare food", "make dinner"))


def test_of_two_files_that_disagree_the_one_that_says_most_counts(tmp_path):
    folder = small_esco(tmp_path / "esco")
    write(folder, "a_en.csv", "conceptUri,preferredLabel", f"{ADDRESS}cook,prepare a meal")
    report = actions.import_esco(folder, at=NOON)
    assert report.repeated == 1
    assert queries.competence_label("esco", ADDRESS + "cook", "en") == "cook meals"


def test_broader_relations_come_from_their_own_file_too(tmp_path):
    folder = small_esco(tmp_path / "esco")
    write(folder, "broaderRelationsSkillPillar_en.csv", "conceptUri,broaderUri", f"{ADDRESS}knead,{ADDRESS}food")
    actions.import_esco(folder, at=NOON)
    parents = queries.concept(ADDRESS + "knead").broader.values_list("uri", flat=True)
    assert set(parents) == {ADDRESS + "cook", ADDRESS + "bake", ADDRESS + "food"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("http://example.org/skill/1,cook,", "http://example.org/skill/1 is not the address of an ESCO skill"),
        (",cook,", " is not the address of an ESCO skill"),
        (f"{ADDRESS}cook,   ,", "no preferredLabel"),
        (f"{ADDRESS}cook,{'x' * 501},", "the label is longer than 500 characters"),
        (f"{ADDRESS}cook,cook", "2 cells where the header has 3"),
        (f"{ADDRESS}cook,cook,a,b", "4 cells where the header has 3"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_line_and_the_others_go_in(tmp_path, row, reason):
    folder = write(
        tmp_path / "esco", "skills_en.csv", "conceptUri,preferredLabel,altLabels", row, f"{ADDRESS}bake,bake bread,"
    )
    report = actions.import_esco(folder, at=NOON)
    assert [(one.file, str(one.place), str(one.reason)) for one in report.refused] == [
        ("skills_en.csv", "line 2", reason)
    ]
    assert report.created == 1


def test_the_line_of_a_refusal_counts_cells_of_several_lines(tmp_path):
    row = full_row("cook", "cook meals", description="Make\nmeals\nwell.")
    folder = write(tmp_path / "esco", "skills_en.csv", FULL, row, full_row("bake", ""))
    report = actions.import_esco(folder, at=NOON)
    assert [str(one.place) for one in report.refused] == ["line 5"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/a,caf\xe9\n", "the file is not UTF-8 text"),
        (b'conceptUri,preferredLabel\n"http://data.europa.eu/esco/skill/a" x,cook\n', "line 2: broken CSV"),
        (b'conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/a,"cook\n', "line 2: broken CSV"),
        (b"conceptUri,preferredLabel,preferredLabel\n", "a column is named twice"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_run_and_nothing_is_kept(tmp_path, content, sentence):
    folder = small_esco(tmp_path / "esco")
    (folder / "zz_en.csv").write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        actions.import_esco(folder, at=NOON)
    assert refusal.value.place[0] == "zz_en.csv"
    assert sentence in str(refusal.value)
    assert (Concept.objects.count(), EscoImport.objects.count()) == (0, 0)


def test_a_file_whose_name_does_not_say_its_language_is_refused(tmp_path):
    folder = write(tmp_path / "esco", "skills.csv", "conceptUri,preferredLabel", f"{ADDRESS}cook,cook")
    with pytest.raises(BadInput, match="does not say its language"):
        actions.import_esco(folder, at=NOON)


def test_files_about_other_things_are_left_aside_and_named(tmp_path):
    folder = small_esco(tmp_path / "esco")
    write(folder, "occupations_en.csv", "conceptUri,preferredLabel,iscoGroup", "http://data.europa.eu/esco/x,cook,5")
    write(folder, "skillSkillRelations_en.csv", "originalSkillUri,relationType,relatedSkillUri")
    assert actions.import_esco(folder, at=NOON).aside == ["occupations_en.csv", "skillSkillRelations_en.csv"]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_skills_is_refused(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput) as refusal:
        actions.import_esco(tmp_path / name, at=NOON)
    assert refusal.value.place == (str(tmp_path / name),)


def test_an_import_is_written_in_the_journal(tmp_path):
    actions.import_esco(small_esco(tmp_path / "esco"), at=NOON)
    event = history(EscoImport.objects.get()).get()
    assert (event.name, event.data) == ("competences.esco_imported", {"created": 5, "changed": 0})


@pytest.mark.shared_data
def test_the_real_files_go_in_and_the_second_time_changes_nothing(shared_data):
    folder = shared_data / "competences" / "esco"
    first = actions.import_esco(folder, at=NOON)
    assert first.refused == []
    assert ConceptLabel.objects.filter(language="en").count() >= 13_896
    assert ConceptLabel.objects.filter(language="fr").count() >= 13_095
    second = actions.import_esco(folder, at=NOON)
    assert (second.created, second.changed, second.links_created) == (0, 0, 0)
    assert (second.unchanged, second.links_unchanged) == (first.created, first.links_created)
