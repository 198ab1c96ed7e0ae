"""Codes and levels of the frameworks, against their published sizes and the shared file of e-CF."""

import json

import pytest

from tandem.domain import competences
from tandem.domain.errors import BadInput


@pytest.mark.parametrize(("framework", "count"), [("digcomp-3.0", 21), ("e-cf-4.0", 41), ("crcn", 16), ("esco", 0)])
def test_a_framework_has_its_published_number_of_competences(framework, count):
    assert len(competences.competence_ids(framework)) == count


def test_the_annex_has_between_fourteen_and_twenty_competences_without_repetition():
    ids = competences.competence_ids("tandem")
    assert 14 <= len(ids) <= 20
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("framework", "first", "last"), [("digcomp-3.0", "1.1", "5.4"), ("crcn", "1.1", "5.2")])
def test_codes_run_from_the_first_to_the_last_of_the_source(framework, first, last):
    ids = competences.competence_ids(framework)
    assert (ids[0], ids[-1]) == (first, last)


@pytest.mark.parametrize(("framework", "highest"), [("digcomp-3.0", 8), ("crcn", 8), ("tandem", 4)])
def test_every_competence_of_an_even_framework_has_all_levels(framework, highest):
    for code in competences.competence_ids(framework):
        assert competences.levels(framework, code) == tuple(range(1, highest + 1))


@pytest.mark.shared_data
def test_levels_of_e_cf_equal_the_published_ones(shared_data):
    published = json.loads((shared_data / "competences" / "ecf-4.0-names-levels.json").read_text("utf-8"))
    expected = {row["code"]: tuple(int(level[2:]) for level in row["levels"]) for row in published["competences"]}
    ours = {code: competences.levels("e-cf-4.0", code) for code in competences.competence_ids("e-cf-4.0")}
    assert ours == expected


@pytest.mark.shared_data
def test_codes_of_crcn_equal_the_published_ones(shared_data):
    areas = json.loads((shared_data / "competences" / "pix-crcn-16.json").read_text("utf-8"))
    expected = [row["code"] for area in areas for row in area["competences"]]
    assert list(competences.competence_ids("crcn")) == expected


def test_an_esco_concept_is_a_web_address_without_levels():
    uri = "http://data.europa.eu/esco/skill/21d2f96d-35f7-4e3f-9745-c533d2dd6e97"
    assert competences.level_range("esco", uri) is None
    assert competences.levels("esco", uri) == ()


@pytest.mark.parametrize(
    ("framework", "code", "level", "place"),
    [
        ("digcomp-2.2", "1.1", None, "framework"),
        ("digcomp-3.0", "1.4", None, "id"),
        ("digcomp-3.0", "", None, "id"),
        ("e-cf-4.0", "A.11", None, "id"),
        ("esco", "computer programming", None, "id"),
        ("tandem", "Accessibility", None, "id"),
        ("digcomp-3.0", "1.1", 0, "level"),
        ("digcomp-3.0", "1.1", 9, "level"),
        ("digcomp-3.0", "1.1", True, "level"),
        ("digcomp-3.0", "1.1", 2.0, "level"),
        ("e-cf-4.0", "A.1", 3, "level"),
        ("esco", "http://data.europa.eu/esco/skill/a", 1, "level"),
        ("tandem", "accessibility", 5, "level"),
    ],
)
def test_what_a_framework_does_not_have_is_refused_at_its_place(framework, code, level, place):
    with pytest.raises(BadInput) as refusal:
        competences.check(framework, code, level)
    assert refusal.value.place == (place,)


def test_a_level_left_out_is_accepted():
    assert competences.check("e-cf-4.0", "A.1") is None


def test_an_addition_of_an_installation_has_the_levels_of_the_annex():
    assert competences.levels("tandem", "local-community-radio") == (1, 2, 3, 4)


@pytest.mark.parametrize("code", ["local", "local-", "local--x", "local-Radio", "radio", "local-" + "x" * 55])
def test_an_addition_is_known_by_its_mark_and_its_plain_words(code):
    assert not competences.is_addition(code)
