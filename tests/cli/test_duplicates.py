"""`tandem duplicates` on a directory."""

import json

import pytest
from click.testing import CliRunner
from tests.factories import OrganisationFactory

from tandem.cli.commands import duplicates
from tandem.directory.models import Twins


@pytest.fixture(autouse=True)
def _ready(monkeypatch):
    monkeypatch.setattr("tandem.cli.database.ready", lambda **how: None)


@pytest.mark.django_db
def test_pairs_are_shown_and_put_before_the_stewards_unless_it_is_a_rehearsal():
    for name in ("La Passerelle", "LA PASSERELE (asso)"):
        OrganisationFactory(name=name, place="Lyon")
    shown = CliRunner().invoke(duplicates.command, ["--dry-run", "--format", "json"])
    assert shown.exit_code == 0 and len(json.loads(shown.stdout)) == 1
    assert not Twins.objects.exists()
    CliRunner().invoke(duplicates.command, [])
    assert Twins.objects.count() == 1
