"""What rooms above add to an organisation's page, and the command that makes the index anew."""

import json

import pytest
from click.testing import CliRunner
from tests.factories import OrganisationFactory

from tandem.cli.commands.index import command
from tandem.directory import panels, search
from tandem.directory.search import writing


@pytest.fixture(autouse=True)
def _database_of_the_tests(monkeypatch):
    monkeypatch.setattr("tandem.cli.database.ready", lambda: None)


@pytest.fixture
def no_other_panels(monkeypatch):
    monkeypatch.setattr(panels, "_makers", [])


def test_a_panel_is_shown_in_its_order_and_an_empty_one_is_not(cast, no_other_panels):
    template = "directory/parts/facts.html"
    panels.on_organisation(order=20)(lambda request, one: panels.Panel("Second of " + one.name, template))
    panels.on_organisation(order=10)(lambda request, one: panels.Panel("First", template))
    panels.on_organisation(order=5)(lambda request, one: None)
    shown = cast.client("visitor").get("/en/organisations/la-passerelle/").content.decode()
    first, second = shown.index(">First</h2>"), shown.index(">Second of La Passerelle</h2>")
    assert first < second and shown.count('<section aria-labelledby="panel-') == 2


def test_a_panel_registers_once(no_other_panels):
    def maker(request, organisation):
        return None

    panels.on_organisation(order=1)(maker)
    panels.on_organisation(order=1)(maker)
    assert panels._makers == [(1, maker)]


def test_the_command_builds_the_index_and_says_how_much(db):
    OrganisationFactory()
    result = CliRunner().invoke(command, ["rebuild", "--format", "json"])
    said = json.loads(result.stdout)
    assert (said["organisation"], said["solution"]) == (1, 0)
    assert said["indexed"] == sum(count for kind, count in said.items() if kind != "indexed")
    assert search.find("organisation").total == 1


def test_the_command_says_no_when_another_process_writes(db, monkeypatch):
    monkeypatch.setattr(writing, "only_writer", _busy)
    assert CliRunner().invoke(command, ["rebuild"], standalone_mode=False).return_value == 1


def _busy(patience):
    raise search.Busy
