"""The figures of the ecosystem: for everybody, never of fewer than five organisations, never told anew for fewer."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import OrganisationFactory

from tandem.journal.models import Event
from tandem.matching.models import Need
from tandem.observatory.actions import ecosystem
from tandem.observatory.models import Telling, Told
from tandem.observatory.queries.ecosystem import MEASURES, recorded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUARTER = timedelta(days=91)


def needs(count: int, country: str = "FR", employees: int = 5, at: datetime = NOON) -> None:
    """As many organisations, each with a need."""
    for _number in range(count):
        one = OrganisationFactory(country=country, employees=employees, roles=["social"])
        Need.objects.create(
            organisation=one, state="published", title="Un besoin", problem="…", language="fr", help="project",
            remote=True, visibility="public", created=at, changed=at, published_at=at,
        )  # fmt: skip


def told(name: str = "needs"):
    return Telling.objects.filter(measure=name).last()


def cells(telling: Telling, place: int = 0) -> dict[tuple[str, str], int | None]:
    kept = telling.tables[place]
    return {
        (level, year): value
        for level, row in zip([*kept["levels"], "*"], kept["values"], strict=True)
        for year, value in zip([*kept["years"], "*"], row, strict=True)
    }


def test_nothing_is_told_of_fewer_than_five_organisations():
    needs(4)
    ecosystem.tell_all(NOON)
    assert told() is None


def test_a_small_cell_is_not_kept_and_another_hides_it():
    needs(20)
    needs(12, "BE", employees=30)
    needs(3, "BE", employees=80)
    ecosystem.tell(MEASURES["needs"], NOON)
    sizes = cells(told(), 1)
    assert (sizes["1", "2026"], sizes["2", "2026"], sizes["~others", "2026"]) == (20, None, None)
    assert cells(told())["FR", "2026"] == 20
    assert json.dumps(told().tables).count("null") >= 4


def test_what_fewer_than_five_add_waits_and_what_was_told_stays():
    needs(20)
    ecosystem.tell(MEASURES["needs"], NOON)
    needs(4)
    assert ecosystem.tell(MEASURES["needs"], NOON + QUARTER) is None
    Need.objects.all().first().delete()
    needs(1)
    ecosystem.tell(MEASURES["needs"], NOON + QUARTER)
    assert cells(told())["FR", "*"] == 25
    assert Told.objects.count() == 25


def test_nothing_is_told_anew_within_a_quarter():
    needs(20)
    ecosystem.tell(MEASURES["needs"], NOON)
    needs(20)
    assert ecosystem.tell(MEASURES["needs"], NOON + timedelta(days=80)) is None
    assert ecosystem.tell(MEASURES["needs"], NOON + QUARTER) is not None


def test_small_countries_are_counted_together():
    needs(12)
    needs(6, "PT")
    needs(5, "BE")
    ecosystem.tell(MEASURES["needs"], NOON)
    assert told().tables[0]["levels"] == ["FR", "~others"]


def test_the_journal_says_that_figures_were_told_and_names_nobody():
    needs(12)
    ecosystem.tell(MEASURES["needs"], NOON)
    assert Event.objects.get(name="ecosystem.told").data == {"measure": "needs", "number": 1}


def test_drafts_are_not_counted():
    Need.objects.create(organisation=OrganisationFactory(), title="x", created=NOON, changed=NOON)
    assert recorded(MEASURES["needs"]) == []


@pytest.mark.parametrize(
    ("language", "title", "by"), [("en", "Needs published", "By size"), ("fr", "Besoins publiés", "Par taille")]
)
def test_everybody_reads_the_figures_in_their_language(client, language, title, by):
    needs(20)
    needs(15, employees=30)
    ecosystem.tell(MEASURES["needs"], NOON)
    home = client.get(f"/{language}/observatory/ecosystem/").content.decode()
    assert title in home
    assert "35" in home
    page = client.get(f"/{language}/observatory/ecosystem/needs/?by=size").content.decode()
    assert f"<h1>{title}</h1>" in page
    assert by in page
    assert ">20</td>" in page
    assert client.get(f"/{language}/observatory/ecosystem/hours/").status_code == 200


def test_the_files_hold_the_figures_of_the_page_and_no_others(client):
    needs(20)
    needs(3, employees=80)
    ecosystem.tell(MEASURES["needs"], NOON)
    lines = list(csv.DictReader(io.StringIO(client.get("/en/observatory/ecosystem/needs/file.csv").content.decode())))
    figures = client.get("/en/observatory/ecosystem/needs/file.json").json()["figures"]
    assert len(lines) == len(figures)
    assert {"slice": "size", "level": "~others", "year": "2026", "value": ""} in lines
    assert {"slice": "size", "level": "~others", "year": "2026", "value": None} in figures
    page = client.get("/en/observatory/ecosystem/needs/").content.decode()
    for kind in ("csv", "json"):
        file = client.get(f"/en/observatory/ecosystem/needs/file.{kind}")
        assert file["Link"].removesuffix('; rel="license"').strip("<>") in page
    assert file.json()["licence"] == "CC-BY-4.0"
    assert file.json()["source"].endswith("/en/observatory/ecosystem/needs/")
    for path in ("needs/file.exe", "hours/file.csv", "wishes/"):
        assert client.get(f"/en/observatory/ecosystem/{path}").status_code == 404


def test_the_page_asks_as_much_with_many_countries_as_with_one(client, django_assert_max_num_queries):
    for country in ("FR", "BE", "PT"):
        needs(12, country)
    ecosystem.tell(MEASURES["needs"], NOON)
    client.get("/en/observatory/ecosystem/")
    for path in ("", "needs/"):
        with django_assert_max_num_queries(6):
            client.get(f"/en/observatory/ecosystem/{path}")
