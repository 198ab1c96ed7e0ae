"""Tables of the answers: every number is the engine's."""

import re

import pytest
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.observatory.actions import collecting

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast, tmp_path):
    return survey_of(cast, tmp_path)


def page(cast, survey, query: str = "") -> str:
    html = cast.client("alice").get(f"/en/observatory/{survey.slug}/results/?{query}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'")


def test_a_frequency_table_has_its_base_its_interval_and_the_absences(cast, survey):
    wave = wave_of(survey)
    many(wave, 60)
    collecting.bring(wave, [{"coop": "~does-not-know", "values": "~missing"}])
    text = page(cast, survey, "rows=coop")
    # 36 of 60: Wilson, R prop.test(36, 60, correct = FALSE) gives 47.4 to 71.4
    assert "Base: 60 answered of 61 asked" in text
    assert "Yes 36 60.0 47.4 – 71.4" in text
    assert "1 does not know" in text


def test_a_cross_table_has_bases_letters_and_the_test_to_believe(cast, survey):
    many(wave_of(survey), 60)
    text = page(cast, survey, "rows=coop&columns=sector")
    # 12 of 30 and 24 of 30; R chisq.test(correct = FALSE): X-squared = 10, p = 0.001565
    assert "Pearson χ² = 10.00, df = 1, p = 0.0016" in text
    assert "Yes 40.0 (12) 80.0 (24) A" in text
    assert "Base (people) 30 30" in text


def test_several_and_nested_breaks_stand_in_one_table(cast, survey):
    many(wave_of(survey), 60)
    several = page(cast, survey, "rows=coop&columns=sector&columns=values")
    assert "Base (people) 30 30 45" in several
    nested = page(cast, survey, "rows=coop&columns=sector&columns=values&nest=yes")
    assert "Social economy · Yes" in nested


def test_a_set_counts_people_and_ticks(cast, survey):
    many(wave_of(survey), 60)
    text = page(cast, survey, "rows=forms")
    assert "Several answers each" in text
    assert "Base: 36 answered of 36 asked" in text


def test_networks_with_fewer_than_ten_answers_are_shown_together(cast, survey):
    wave = wave_of(survey, networks=("Large", "Small", "Tiny"))
    large, small, tiny = wave.networks.all()
    for network, count in ((large, 15), (small, 7), (tiny, 5)):
        collecting.bring(wave, [{"coop": "yes"}] * count, network)
    text = page(cast, survey, "rows=network")
    assert "Large 15" in text
    assert "other small networks 12" in text
    assert "Tiny" not in text


def test_an_address_with_names_that_are_not_there_shows_all_questions(cast, survey):
    many(wave_of(survey), 12)
    assert "Do you cooperate with tech?" in page(cast, survey, "rows=nothing&columns=%27&page=999&shown=x")
