"""The surveys of the demonstration: marked as synthetic, without a word on pairs that were not published."""

import csv

import pytest
from tests.factories import MembershipFactory, OrganisationFactory

from tandem.observatory import demonstration
from tandem.observatory.models import Response, Survey
from tandem.ui.content import content_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def rebuilt(db):
    OrganisationFactory(slug=demonstration.OWNER, roles=["research"])
    assert demonstration.load() == {"surveys": 2}
    return Survey.objects.get(slug=demonstration.REBUILT)


def test_invented_interviews_are_quoted_below_their_tables_as_they_agreed(rebuilt, cast):
    MembershipFactory(person=cast.elio, organisation=rebuilt.owner)
    survey = Survey.objects.get(slug=demonstration.INVENTED)
    address = f"/en/observatory/{survey.slug}"
    page = cast.client("elio").get(f"{address}/results/?rows=tool&columns=sector").content.decode()
    assert "it saves them a meeting" in page and "developer in an invented cooperative" in page
    assert "nous recopions" in page and "historique" not in page
    assert "Inventé 3" in cast.client("elio").get(f"{address}/interviews/").content.decode()
    assert all("vent" in one.text and not one.name for one in survey.interviews.all())


def test_loading_again_adds_nothing(rebuilt):
    before = Response.objects.count()
    assert demonstration.load() == {"surveys": 0}
    assert Response.objects.count() == before


def test_the_report_gives_the_published_figures_in_both_languages_and_says_that_it_is_synthetic(rebuilt, client):
    # published-figures.csv: wants skills 91, lacks places 66, potential unknown 76, values incompatible 26
    for language, sign in (("en", "%"), ("fr", "\u202f%")):
        page = client.get(f"/{language}/observatory/{rebuilt.slug}/report/").content.decode().replace("\xa0", "\u202f")
        for percent in (91, 66, 76, 26):
            assert f">{percent}{sign}</a>" in page, percent
    assert "synth" in page.lower()
    assert "synthetic" in rebuilt.slug


def test_every_rebuilt_answer_has_its_code(rebuilt):
    file = content_folder() / "surveys/field-study/rebuilt-synthetic-answers.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert Response.objects.filter(wave__survey=rebuilt).count() == len(rows) == 218
    france = Response.objects.filter(wave__survey=rebuilt, answers__country="france").count()
    assert france == sum(row["country"] == "France" for row in rows)


def test_no_pair_no_test_and_no_interval_of_rebuilt_answers_is_shown(rebuilt, cast):
    MembershipFactory(person=cast.elio, organisation=rebuilt.owner)
    researcher = cast.client("elio")
    results = f"/en/observatory/{rebuilt.slug}/results/"
    page = researcher.get(f"{results}?rows=tech_ai&columns=country").content.decode()
    assert "Cross-tables: not published" in page
    assert "Pearson" not in page
    screening = researcher.get(f"/en/observatory/{rebuilt.slug}/screening/").content.decode()
    assert "Not published" in screening
    written = {"text_en": "{{ table: tech_ai by country }}\n", "decimals": "0"}
    refused = researcher.post(f"/en/observatory/{rebuilt.slug}/report/write/", written).content.decode()
    assert "not published" in refused


def test_only_answers_whose_share_was_published_are_shown(rebuilt, client):
    """Portugal was printed inside other questions only: what was dealt out there is nobody's finding."""
    page = client.get(f"/en/observatory/{rebuilt.slug}/report/").content.decode()
    assert "Rest of Europe" in page
    assert "Portugal" not in page


def test_what_was_not_published_has_no_bar_and_no_share(rebuilt, cast, client):
    page = client.get(f"/en/observatory/{rebuilt.slug}/report/").content.decode()
    chart = next(part for part in page.split("<svg")[1:] if "(not published)" in part).partition("</svg>")[0]
    after = chart.partition("(not published)</text>")[2]
    assert after.startswith("<text")
    assert ">not published</text>" in after
    MembershipFactory(person=cast.elio, organisation=rebuilt.owner)
    table = cast.client("elio").get(f"/en/observatory/{rebuilt.slug}/results/?rows=tech_ai")
    row = table.content.decode().partition("(not published)</th>")[2].partition("</tr>")[0]
    assert "%" not in row
    assert row.count("–") == 3
