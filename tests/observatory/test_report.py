"""The plan, the text with bound figures, and the report that everybody reads."""

import io

import openpyxl
import pytest
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.observatory.models import Hypothesis

pytestmark = pytest.mark.django_db

TEXT = """# Cooperation

{{ share of yes in coop }} cooperate ({{ base of coop }} answered).

{{ claim: yes in coop where sector = tech > yes in coop where sector = social, all, 95 }}

{{ table: coop by sector }}

{{ chart: forms }}
"""


@pytest.fixture
def survey(cast, tmp_path):
    one = survey_of(cast, tmp_path)
    many(wave_of(one), 60)
    return one


def address(survey, path: str) -> str:
    return f"/en/observatory/{survey.slug}/{path}"


def write(cast, survey, **texts: str):
    said = {"text_en": texts.get("en", ""), "text_fr": texts.get("fr", ""), "decimals": "0"}
    return cast.client("alice").post(address(survey, "report/write/"), said)


def html(answer) -> str:
    return answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def test_every_number_of_the_text_comes_from_the_answers(cast, survey):
    assert write(cast, survey, en=TEXT).status_code == 302
    page = html(cast.client("alice").get(address(survey, "report/")))
    assert ">60%</a> cooperate" in page
    assert "80% &gt; 40%" in page
    assert "60 people answered" in page
    assert "not supported by its test" not in page


def test_the_report_changes_when_answers_come_in(cast, survey):
    write(cast, survey, en=TEXT)
    alice = cast.client("alice")
    assert "60 people answered" in html(alice.get(address(survey, "report/")))
    many(survey.waves.get(), 10)
    assert "70 people answered" in html(alice.get(address(survey, "report/")))


def test_a_figure_that_cannot_be_computed_is_told_with_its_line_and_nothing_is_saved(cast, survey):
    answer = write(cast, survey, en="# A\n\nSee {{ share of perhaps in coop }}.\n")
    assert "en, line 3" in html(answer)
    survey.refresh_from_db()
    assert survey.report == {}


def test_an_unsupported_claim_and_a_number_typed_by_hand_are_flagged_before_publishing(cast, survey):
    claim = "{{ claim: agree in values where sector = tech > agree in values where sector = social }} and 12 more."
    write(cast, survey, en=claim)
    page = html(cast.client("alice").get(address(survey, "report/publish/")))
    assert "the test does not support this claim" in page
    assert "12 was typed by hand" in page


def test_only_a_published_report_is_read_by_everybody(cast, survey):
    write(cast, survey, en=TEXT, fr="# Liens\n\n{{ share of yes in coop }} coopèrent.\n")
    visitor = cast.client("visitor")
    assert visitor.get(address(survey, "report/")).status_code == 404
    assert cast.client("chloe").post(address(survey, "report/publish/"), {}).status_code == 403
    cast.client("alice").post(address(survey, "report/publish/"), {})
    assert "60%</a> cooperate" in html(visitor.get(address(survey, "report/")))
    assert "coopèrent" in html(visitor.get(f"/fr/observatory/{survey.slug}/report/"))
    assert "Ties and tools" in html(visitor.get("/en/observatory/"))
    assert visitor.get(address(survey, "results/")).status_code == 302
    cast.client("alice").post(address(survey, "report/publish/"), {"withdraw": "1"})
    assert visitor.get(address(survey, "report/")).status_code == 404


def test_every_file_of_the_report_holds_the_same_figures(cast, survey):
    write(cast, survey, en=TEXT)
    alice = cast.client("alice")
    book = openpyxl.load_workbook(io.BytesIO(alice.get(address(survey, "report/file.xlsx")).content))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(isinstance(cell, int | float) and round(cell, 6) in (60, 0.6) for cell in cells)
    assert b"60%" in alice.get(address(survey, "report/file.html")).content
    assert alice.get(address(survey, "report/file.pdf")).content.startswith(b"%PDF")
    assert alice.get(address(survey, "report/file.exe")).status_code == 404


PLANNED = {"rows": "coop", "columns": "sector", "test": "verdict", "words_en": "Tech cooperates more"}


def test_a_hypothesis_written_before_looking_is_planned_and_one_written_after_is_found(cast, survey):
    alice = cast.client("alice")
    alice.post(address(survey, "plan/"), PLANNED)
    alice.get(address(survey, "results/"))
    alice.post(address(survey, "plan/"), {**PLANNED, "rows": "values", "words_en": "Values too"})
    first, second = Hypothesis.objects.order_by("pk")
    assert (first.planned, second.planned) == (True, False)
    write(cast, survey, en=TEXT)
    page = html(alice.get(address(survey, "report/")))
    assert "Planned hypotheses, written before looking: 1 tests" in page
    assert "Tech cooperates more" in page
    assert "Holm" in page
    assert alice.get(address(survey, f"plan/{first.pk}/drop/")).status_code == 404


def test_looking_is_dated_once(cast, survey):
    alice = cast.client("alice")
    alice.get(address(survey, "plan/"))
    survey.refresh_from_db()
    assert survey.looked_at is None
    alice.get(address(survey, "results/"))
    survey.refresh_from_db()
    assert survey.looked_at is not None


def test_nothing_that_a_respondent_or_researcher_wrote_becomes_markup(cast, survey):
    write(cast, survey, en="# <script>alert(1)</script>\n\n{{ base of coop }} <b>people</b>\n")
    page = html(cast.client("alice").get(address(survey, "report/")))
    assert "<script>alert" not in page
    assert "&lt;b&gt;people" in page
