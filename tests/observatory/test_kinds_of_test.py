"""Order, trends over waves, changes of the same people, and samples that were not drawn one by one."""

import re

import pytest
from tests.observatory.scenes import many, survey_of, wave_of, workbook

from tandem.observatory.actions import collecting
from tandem.observatory.models import Survey

pytestmark = pytest.mark.django_db

AGAIN = [
    ["type", "name", "label::English (en)"],
    ["select_one agree", "before", "Did tools help before?"],
    ["select_one agree", "after", "Do tools help now?"],
    ["select_one agree", "region", "Where?"],
]
LEVELS = [["list_name", "name", "label::English (en)"], *(["agree", f"a{place}", f"{place}"] for place in (1, 2, 3))]


@pytest.fixture
def survey(cast, tmp_path):
    return survey_of(cast, tmp_path)


def page(cast, survey, query: str = "", path: str = "results/") -> str:
    html = cast.client("alice").get(f"/en/observatory/{survey.slug}/{path}?{query}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'")


def ordered(cast, tmp_path) -> Survey:
    """The table of R's numbers in tests/domain/survey/reference: 10 5 2 / 4 12 6 / 1 5 15."""
    survey = survey_of(cast, tmp_path, workbook(AGAIN, LEVELS))
    wave = wave_of(survey)
    counts = [[10, 5, 2], [4, 12, 6], [1, 5, 15]]
    rows = [
        {"before": f"a{i + 1}", "after": f"a{j + 1}", "region": f"a{1 + number % 3}"}
        for i, line in enumerate(counts)
        for j, count in enumerate(line)
        for number in range(count)
    ]
    collecting.bring(wave, rows, wave.networks.first())
    return survey


def test_ordered_answers_have_gamma_tau_b_and_kendalls_test(cast, tmp_path):
    text = page(cast, ordered(cast, tmp_path), "rows=before&columns=after&test=order")
    assert "Do both rise together? Kendall’s z = 4.56, p = &lt;&nbsp;0.0001" in text
    assert "Gamma = 0.73, tau-b = 0.53." in text


def test_the_same_people_asked_twice_have_bowkers_test(cast, tmp_path):
    survey = ordered(cast, tmp_path)
    # R mcnemar.test on this table, correct = FALSE: 0.5354, df = 3, p = 0.9111
    assert "McNemar’s χ² = 0.54, p = 0.9111" in page(cast, survey, "rows=before&columns=after&test=paired")


def test_a_share_rises_from_wave_to_wave(cast, survey):
    for name, yes, n in (("2022", 12, 60), ("2023", 19, 70), ("2024", 33, 80)):
        wave = wave_of(survey, name, ("All",))
        survey.waves.filter(pk=wave.pk).update(opens=f"{name}-01-01")
        collecting.bring(wave, [{"coop": "yes" if place < yes else "no"} for place in range(n)])
    text = page(cast, survey, "rows=coop&columns=wave&test=trend")
    # R: prop.trend.test(c(12, 19, 33), c(60, 70, 80), as.numeric(dates)): X-squared = 7.592366, p = 0.0058616
    assert "Does it rise along the columns? Cochran-Armitage χ² = 7.59, p = 0.0059" in text
    assert "nothing to test" not in text


def test_a_plan_names_its_kind_of_test_and_the_report_keeps_to_it(cast, tmp_path):
    survey = ordered(cast, tmp_path)
    alice = cast.client("alice")
    said = {"words_en": "They rise together", "rows": "before", "columns": "after", "test": "order"}
    assert alice.post(f"/en/observatory/{survey.slug}/plan/", said).status_code == 302
    assert "Do both rise together?" in page(cast, survey, path="plan/")
    text = "# Tools\n\n{{ test: before by after }} {{ paired: before by after }}"
    alice.post(f"/en/observatory/{survey.slug}/report/write/", {"text_en": text, "decimals": "0"})
    read = page(cast, survey, path="report/")
    assert "They rise together: “Do tools help now?” rising with “Did tools help before?”" in read
    assert "change from “Did tools help before?” to “Do tools help now?”, the same people" in read
    assert "Planned hypotheses, written before looking: 1 tests" in read
    assert "Found on the way, not planned: 2 tests" in read


def test_a_drawn_sample_is_tested_by_its_design_and_not_screened(cast, tmp_path):
    survey = ordered(cast, tmp_path)
    alice, address = cast.client("alice"), f"/en/observatory/{survey.slug}/sample/design/"
    assert "One by one" in page(cast, survey, path="sample/")
    answer = alice.post(address, {"strata": "region", "clusters": "", "finite": "on"})
    assert answer["Location"].endswith("/population/")
    answer = alice.post(answer["Location"], {"size_0": "200", "size_1": "150", "size_2": ""})
    assert "Write how many there are." in answer.content.decode()
    alice.post(f"{address}population/", {"size_0": "200", "size_1": "150", "size_2": "100"})
    assert Survey.objects.get().design == {"strata": "region", "population": {"a1": 200, "a2": 150, "a3": 100}}
    text = page(cast, survey, "rows=before&columns=after&test=order")
    assert "Rao-Scott test" in text
    assert "Slope by the design" in text
    assert "Pearson χ²" not in text
    assert "Not with strata or clusters." in page(cast, survey, path="screening/")
    assert "450" in page(cast, survey, path="sample/")


def test_a_design_without_a_variance_says_why_and_tests_go_on_without_it(cast, tmp_path):
    survey = ordered(cast, tmp_path)
    cast.client("alice").post(f"/en/observatory/{survey.slug}/sample/design/", {"clusters": "network"})
    assert "there is one cluster" in page(cast, survey, path="sample/")
    text = page(cast, survey, "rows=before&columns=after")
    assert "the design of the sample cannot be used" in text
    assert "Pearson’s chi-square" in text or "Fisher’s exact" in text


def test_only_writers_say_how_the_sample_was_drawn(cast, survey):
    many(wave_of(survey), 20)
    for path in ("", "population/"):
        address = f"/en/observatory/{survey.slug}/sample/design/{path}"
        assert cast.client("chloe").get(address).status_code == 403
        assert cast.client("dina").get(address).status_code == 404
        assert cast.client("bruno").get(address).status_code == 200
