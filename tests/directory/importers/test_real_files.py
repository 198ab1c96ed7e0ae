"""The real files, counted: what goes in, what is refused and why."""

from collections import Counter

import pytest
from tests.factories import NOON

from tandem.directory.importers import reading, saving
from tandem.directory.importers.outcomes import read_files
from tandem.directory.importers.records import Doubt, Record, Refusal
from tandem.directory.models import Organisation, Project, Solution, Source

pytestmark = pytest.mark.shared_data

NO_SOLUTION = "names no organisation, and lacks what makes a solution: "


@pytest.fixture(scope="module")
def atlas(shared_data):
    return shared_data / "atlas"


def read(*paths):
    outcomes = list(read_files(paths))
    records = [one for one in outcomes if isinstance(one, Record)]
    refused = [(", ".join(map(str, one.place)), str(one.reason)) for one in outcomes if isinstance(one, Refusal)]
    doubts = [(", ".join(map(str, one.place)), str(one.reason)) for one in outcomes if isinstance(one, Doubt)]
    return records, refused, doubts


def test_all_1794_initiatives_go_in_and_all_but_one_country_is_known(atlas):
    records, refused, doubts = read(atlas / "susy-initiatives.geojson")
    assert (len(records), refused) == (1794, [])
    assert sum(not record.country for record in records) == 77  # 76 name none, one names a town
    assert Counter(record.country for record in records)["SK"] == 23
    assert [reason for _, reason in doubts if "read as" in reason or "no country" in reason] == [
        "“Cypres” read as CY",
        "“Italu” read as IT",
        "“Frace” read as FR",
        "“Frace” read as FR",
        "left out: no country is called “ABERDEEN”",
    ]
    assert sum("looks like" in reason for _, reason in doubts) == 15
    assert sum(record.latitude is not None for record in records) == 1794


def test_all_1228_organisations_go_in_with_every_country_that_they_name(atlas):
    records, refused, doubts = read(atlas / "dsi4eu" / "organisations.json")
    assert (len(records), refused) == (1228, [])
    assert sum(not record.country for record in records) == 142  # as many name none
    assert Counter(record.roles for record in records) == {
        ("social",): 465, ("tech",): 265, ("research",): 166, ("public",): 75, (): 257,
    }  # fmt: skip
    assert not any("<" in text for record in records for text in record.summary.values())
    assert len(doubts) == 6


def test_829_projects_are_29_solutions_728_projects_and_72_that_name_nobody(atlas):
    records, refused, _ = read(atlas / "dsi4eu" / "projects.json")
    assert Counter(type(record).__name__ for record in records) == {"SolutionRecord": 29, "ProjectRecord": 728}
    assert len(refused) == 72
    assert all(reason.startswith(NO_SOLUTION) for _, reason in refused)
    assert sum(not record.links for record in records) == 13  # of the 85 that name no organisation


def test_all_500_digital_public_goods_go_in(atlas):
    records, refused, doubts = read(atlas / "digital-public-goods.jsonl")
    assert (len(records), refused) == (500, [])
    assert [reason for _, reason in doubts if "licence" in reason] == []
    assert sum(bool(record.licence) for record in records) == 500
    assert sum(len(record.sdgs) for record in records) > 800


def test_57_of_60_publiccode_files_go_in(atlas):
    records, refused, doubts = read(*sorted((atlas / "publiccode").glob("*.yml")))
    assert len(records) == 57
    first = atlas / "publiccode" / "5Tsrl+emma-backend.yml"
    assert refused == [
        ("url", f"the same id as {first}, which was kept"),
        ("line 29", "not valid YAML from this line on"),
        ("line 64", "not valid YAML from this line on"),
    ]
    assert doubts == []
    assert all(record.licence for record in records)


def texts_under(value, *keys):
    """Every text under one of these keys, wherever it stands in a value."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in keys and isinstance(part, str):
                yield part
            yield from texts_under(part, *keys)
    elif isinstance(value, list):
        for part in value:
            yield from texts_under(part, *keys)


def test_no_contact_comes_through(atlas):
    paths = [*sorted(atlas.glob("publiccode/*.yml")), *atlas.glob("*.jsonl"), *atlas.glob("*.geojson")]
    entries = [entry.value for path in paths for entry in reading.recognise(path).entries() if entry.trouble is None]
    contacts = list(texts_under([one.get("maintenance") for one in entries], "name"))
    contacts += texts_under(entries, "contact_name")
    ways = {text for text in texts_under(entries, "contact_email", "email", "phone") if len(text) > 5}
    # Some "contacts" are organisations, which the texts about the software name as well.
    told = repr([(one.get("name"), one.get("description"), one.get("SDGs")) for one in entries])
    people = {name for name in contacts if " " in name and name not in told}
    assert len(people) > 150
    assert len(ways) > 150
    records, refused, doubts = read(*paths)
    said = repr([record.facts() for record in records]) + repr(refused) + repr(doubts)
    assert [contact for contact in people | ways if contact in said] == []


@pytest.mark.django_db
def test_everything_goes_in_twice_and_the_second_time_changes_nothing(atlas):
    paths = [
        *sorted(atlas.glob("publiccode/*.yml")),
        *atlas.glob("*.jsonl"),
        *atlas.glob("*.geojson"),
        *atlas.glob("dsi4eu/*.json"),
    ]
    first = saving.import_files(paths, at=NOON)
    assert (first.created, first.changed, first.unchanged, len(first.refused)) == (4336, 0, 0, 75)
    second = saving.import_files(paths, at=NOON)
    assert (second.created, second.changed, second.unchanged, len(second.refused)) == (0, 0, 4336, 75)
    assert second.warnings == first.warnings
    assert (Organisation.objects.count(), Solution.objects.count(), Project.objects.count()) == (3022, 586, 728)
    assert not Project.objects.filter(organisations=None).exists()
    assert dict(Source.objects.values_list("slug", "may_republish")) == {
        "susy": True, "digital-public-goods": True, "publiccode": False, "dsi4eu": False,
    }  # fmt: skip
