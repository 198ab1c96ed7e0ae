"""Results to take away and to follow: what may be republished, and nothing that a spreadsheet would run."""

import csv
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from tests.factories import NOON, OrganisationFactory, PersonFactory, SolutionFactory, SourceFactory

from tandem.directory import actions, search
from tandem.directory.views import feeds

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def rows(cast):
    closed = SourceFactory(slug="closed", name="A closed register", may_republish=False)
    OrganisationFactory(name="Not to be spread", source=closed)
    OrganisationFactory(name="=HYPERLINK(1)", slug="formula", source=SourceFactory(), country="PT")
    SolutionFactory(name="Tool")
    search.rebuild()


def table(client, **asked):
    answer = client.get("/en/organisations/results.csv", asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_table_holds_the_results_with_their_source_and_nothing_that_may_not_be_spread(client, rows):
    lines = {line["name"]: line for line in table(client)}
    assert set(lines) == {"La Passerelle", "Fio Livre", "'=HYPERLINK(1)"}
    assert lines["'=HYPERLINK(1)"]["source"] == "A public register"
    assert lines["Fio Livre"]["summary_language"] == "pt" and lines["Fio Livre"]["roles"] == "tech; social"


def test_a_table_follows_words_and_filters(client, rows):
    assert [line["name"] for line in table(client, q="passerelle")] == ["La Passerelle"]
    assert len(table(client, country="PT")) == 2


def test_a_feed_is_atom_with_the_same_rows(client, rows):
    answer = client.get("/fr/organisations/results.atom")
    feed = ElementTree.fromstring(answer.content)
    titles = {entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")}
    assert titles == {"La Passerelle", "Fio Livre", "=HYPERLINK(1)"}
    assert client.get("/en/solutions/results.atom").status_code == 200


def test_a_feed_gives_what_changed_last_of_all_results(client, rows, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_IN_A_FEED", 2)
    for name, days in (("Zeta", 2), ("Alpha", 1)):
        OrganisationFactory(name=name, changed=NOON + timedelta(days=days))
    OrganisationFactory(
        name="Newest", changed=NOON + timedelta(days=3), source=SourceFactory(slug="shut", may_republish=False)
    )
    search.rebuild()
    feed = ElementTree.fromstring(client.get("/en/organisations/results.atom").content)
    assert [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")] == ["Zeta", "Alpha"]


def test_the_list_leads_to_both_with_the_same_question(client, rows):
    shown = client.get("/en/organisations/?q=passerelle").content.decode()
    assert "/en/organisations/results.csv?q=passerelle" in shown and "results.atom?q=passerelle" in shown


def test_facts_of_a_merged_record_are_not_spread_when_its_source_forbids_it(client, rows, cast):
    closed = SourceFactory(slug="closed")
    gone = OrganisationFactory(name="La Passerele", website="https://passerelle.example", place="Lyon", source=closed)
    actions.merge(cast.association, gone, actor=PersonFactory(is_steward=True), at=NOON)
    actions.edit_organisation(
        type(gone).objects.get(pk=cast.association.pk), {"place": "Lyon 8e"}, actor=cast.alice, at=NOON
    )
    search.rebuild()
    line = next(line for line in table(client) if line["name"] == "La Passerelle")
    assert (line["website"], line["place"]) == ("", "Lyon 8e")
