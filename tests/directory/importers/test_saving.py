"""Keeping what was read: again and again, beside what people wrote, and after a sudden end."""

import json
from datetime import timedelta

import pytest
from tests.factories import NOON, OrganisationFactory

from tandem.directory.importers import saving
from tandem.directory.models import IndexChange, Organisation, Project, Solution, Source, State
from tandem.domain.errors import BadInput
from tandem.journal.models import Event

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=30)


def organisations(*numbers, **more):
    return [{"organisation_id": number, "organisation_name": f"Makers {number}", **more} for number in numbers]


def project(number, *organisation_ids, **more):
    return {
        "project_id": number,
        "project_name": f"Project {number}",
        "linked_organisation_ids": list(organisation_ids),
        **more,
    }


SOLUTION = {
    "website": "https://air.example.org",
    "long_description": "People measure the air in their street and share what they find.",
    "technology": [{"id": "1", "name": "blockchain"}],
}


@pytest.fixture
def imported(tmp_path):
    """Import these lists of records, each as a file, at this moment."""

    def run(*contents, at=NOON, **options):
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"file-{number}"
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
            paths.append(path)
        return saving.import_files(paths, at=at, **options)

    return run


def counts(report):
    return report.created, report.changed, report.unchanged, len(report.refused)


def test_a_second_import_changes_nothing(imported):
    content = organisations(1, 2), [project(1, "1", "2"), project(2, "2", **SOLUTION)]
    assert counts(imported(*content)) == (4, 0, 0, 0)
    before = [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, Solution, Project, Source, Event, IndexChange)
    ]
    assert counts(imported(*content, at=LATER)) == (0, 0, 4, 0)
    after = [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, Solution, Project, Source, Event, IndexChange)
    ]
    assert after == before


def test_every_row_says_where_it_comes_from_and_when(imported):
    imported(organisations(1))
    row = Organisation.objects.get()
    assert (row.source_id, row.external_id, row.origin, row.retrieved) == (
        "dsi4eu",
        "organisation/1",
        "imported",
        NOON.date(),
    )
    assert row.source_address == row.source.address == "https://github.com/nestauk/DSI4EU_Dataviz"
    assert row.source.may_republish is False
    assert row.source.licence == ""


def test_what_the_source_says_anew_is_taken_over(imported):
    imported(organisations(1, 2, region="Lyon"))
    report = imported([*organisations(1, region="Lyon"), *organisations(2, region="Brest")], at=LATER)
    assert counts(report) == (0, 1, 1, 0)
    row = Organisation.objects.get(external_id="organisation/2")
    assert (row.place, row.created, row.changed, row.retrieved) == ("Brest", NOON, LATER, LATER.date())
    assert Organisation.objects.get(external_id="organisation/1").retrieved == NOON.date()


def test_what_an_organisation_wrote_itself_is_kept_and_said(imported):
    imported(organisations(1, region="Lyon", country="France"))
    row = Organisation.objects.get()
    row.place, row.own_fields = "Villeurbanne", {"place": NOON.isoformat()}
    row.save()
    report = imported(organisations(1, region="Paris", country="Belgium"), at=LATER)
    row.refresh_from_db()
    assert (row.place, row.country) == ("Villeurbanne", "BE")
    assert [one.place[-1] for one in report.warnings] == ["place"]
    again = imported(organisations(1, region="Paris", country="Belgium"), at=LATER)
    assert (counts(again), again.warnings) == ((0, 0, 1, 0), [])


def test_what_a_steward_hid_stays_hidden(imported):
    imported(organisations(1))
    Organisation.objects.update(state=State.HIDDEN)
    imported(organisations(1, region="Lyon"), at=LATER)
    assert Organisation.objects.get().state == State.HIDDEN


def test_a_dry_run_reports_the_same_and_writes_nothing(imported):
    content = organisations(1, 2), [project(1, "1"), project(2, "2", **SOLUTION), project(3)]
    foretold = imported(*content, dry_run=True)
    assert not any(model.objects.exists() for model in (Organisation, Solution, Project, Source, Event, IndexChange))
    assert counts(foretold) == counts(imported(*content)) == (4, 0, 0, 1)
    OrganisationFactory()
    row = Organisation.objects.get(external_id="organisation/1")
    foretold = imported(organisations(1, region="Lyon"), dry_run=True, at=LATER)
    assert counts(foretold) == (0, 1, 0, 0)
    assert Organisation.objects.get(pk=row.pk).place == ""


def test_projects_stand_on_the_pages_of_their_organisations(imported):
    imported([project(1, "1", "2")], organisations(1, 2))
    assert sorted(one.name for one in Project.objects.get().organisations.all()) == ["Makers 1", "Makers 2"]
    imported([project(1, "2")], at=LATER)
    assert [one.name for one in Project.objects.get().organisations.all()] == ["Makers 2"]


def test_a_solution_is_carried_by_the_first_organisation_that_it_names(imported):
    imported(organisations(1, 2), [project(1, "2", "1", **SOLUTION)])
    solution = Solution.objects.get()
    assert solution.carried_by.name == "Makers 2"
    assert not solution.carried_by_social_economy


def test_a_project_whose_organisations_are_not_there_is_refused_until_they_are(imported):
    report = imported([project(1, "1")])
    assert [str(one.reason) for one in report.refused] == [
        "the directory does not have organisation/1: import the organisations first"
    ]
    assert counts(imported([project(1, "1", "2")], organisations(1))) == (2, 0, 0, 0)
    assert counts(imported([project(1, "1", "2")], organisations(1, 2))) == (1, 1, 1, 0)
    assert Project.objects.get().organisations.count() == 2


def test_a_project_that_becomes_a_solution_leaves_one_page_and_can_come_back(imported):
    imported(organisations(1), [project(1, "1")])
    imported([project(1, "1", **SOLUTION)], at=LATER)
    assert (Project.objects.get().state, Solution.objects.get().state) == (State.HIDDEN, State.PUBLISHED)
    imported([project(1, "1")], at=LATER)
    assert (Project.objects.get().state, Solution.objects.get().state) == (State.PUBLISHED, State.HIDDEN)
    assert counts(imported([project(1, "1")], at=LATER)) == (0, 0, 1, 0)


def test_an_id_that_comes_twice_is_named_and_refused(imported):
    report = imported([*organisations(1), *organisations(2), *organisations(1, region="Lyon")])
    assert counts(report) == (2, 0, 0, 1)
    assert ", ".join(map(str, report.refused[0].place)) == "record 3, organisation_id"
    assert str(report.refused[0].reason) == "the same id as record 1, which was kept"


def test_two_entries_that_look_alike_both_go_in_with_a_warning(imported):
    twins = organisations(1, 2, website="https://makers.example.org")
    twins[1]["organisation_name"] = twins[0]["organisation_name"]
    report = imported(twins)
    assert counts(report) == (2, 0, 0, 0)
    assert [str(one.reason) for one in report.warnings] == ["looks like record 1: same name, same website or place"]
    assert len(set(Organisation.objects.values_list("slug", flat=True))) == 2


def test_names_in_any_script_get_an_address_of_their_own(imported):
    OrganisationFactory(slug="makers")
    names = ["Makers", "Makers", "Μακερς", "***1", "Élan", "x" * 300]
    imported([{"organisation_id": n, "organisation_name": name} for n, name in enumerate(names, 1)])
    slugs = list(Organisation.objects.order_by("pk").values_list("slug", flat=True))
    assert len(set(slugs)) == len(slugs) == 7
    assert "elan" in slugs
    assert all(slug.isascii() and len(slug) <= 120 for slug in slugs)


def test_one_unknown_file_stops_the_import_before_it_began(imported):
    with pytest.raises(BadInput, match="no importer knows"):
        imported(organisations(1), "hello")
    assert not Organisation.objects.exists()


def test_an_import_that_was_killed_is_simply_run_again(imported, monkeypatch):
    monkeypatch.setattr(saving, "BATCH", 2)
    content = organisations(1, 2, 3, 4, 5)
    keep = saving._Keeper._write
    written = []

    def die_in_the_second_batch(self, *args):
        keep(self, *args)
        written.append(args)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(saving._Keeper, "_write", die_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        imported(content)
    assert Organisation.objects.count() == 2
    monkeypatch.setattr(saving._Keeper, "_write", keep)
    assert counts(imported(content)) == (3, 0, 2, 0)
    assert Organisation.objects.count() == 5


def test_what_changed_is_due_in_the_index_in_the_same_batch(imported, monkeypatch):
    monkeypatch.setattr("tandem.directory.search.outbox._start_indexing", lambda: None)
    imported(organisations(1, 2))
    due = IndexChange.objects.filter(kind="organisation").values_list("record_id", flat=True)
    assert set(due) == {str(pk) for pk in Organisation.objects.values_list("pk", flat=True)}


def test_an_import_leaves_one_event_per_source_with_counts_only(imported):
    imported(organisations(1, 2), [project(1, "1"), project(2)])
    event = Event.objects.get(name="directory.imported")
    assert (event.subject_id, event.data) == ("dsi4eu", {"created": 3})


def test_hostile_values_reach_no_column(imported):
    evil = "\u202e<script>alert(1)</script>\x00\ud800"
    fields = ("short_description", "long_description", "region", "address", "website", "startDate", "organisation_size")
    record = {
        "organisation_id": evil + "1",
        "organisation_name": evil + "Makers",
        "tags": [evil, {"a": evil}],
        "country": evil,
    }
    report = imported([record | dict.fromkeys(fields, evil) | {"latitude": evil, "longitude": 10**400}])
    assert report.created == 1
    stored = repr(Organisation.objects.values().get())
    assert not any(sign in stored for sign in ("script", "alert", "\u202e", "\x00", "\ud800"))


def test_what_was_translated_here_outlives_a_new_text_of_the_source(imported):
    imported(organisations(1, short_description="A workshop."))
    row = Organisation.objects.get()
    (said,) = row.summary
    row.summary["pt"] = "Uma oficina."
    row.translations = {"pt": {"from": said, "of": "x", "at": NOON.isoformat()}}
    row.save()
    imported(organisations(1, short_description="A large workshop."), at=LATER)
    row.refresh_from_db()
    assert row.summary == {said: "A large workshop.", "pt": "Uma oficina."}
    assert list(row.translations) == ["pt"]
