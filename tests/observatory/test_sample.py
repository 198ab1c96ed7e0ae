"""The sample beside the population, its weights, and every pair of questions."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.observatory.actions import collecting

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast, tmp_path):
    one = survey_of(cast, tmp_path)
    many(wave_of(one), 60)
    return one


def address(survey, path: str) -> str:
    return f"/en/observatory/{survey.slug}/{path}"


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def margin(cast, survey, **shares: str):
    said = {f"code_{code}": share for code, share in shares.items()}
    return cast.client("alice").post(address(survey, "sample/of/sector/"), said)


def test_the_sample_stands_beside_the_population_and_is_weighted_to_it(cast, survey):
    assert margin(cast, survey, social="80", tech="20 %").status_code == 302
    page = text(cast.client("alice").get(address(survey, "sample/")))
    assert "Social economy 30 50.0 80.0" in page
    # weights 1.6 and 0.4: n Σw²/(Σw)² = 1.36, 60/1.36 = 44; 1.96 √(0.25/44.1) = 14.8 points
    assert "1.360 · as good as 44 equal answers" in page
    assert "± 14.8 points at most" in page
    assert "They were not: they came through networks." in page


def test_tables_use_the_weights_when_asked_and_then_test_by_rao_scott(cast, survey):
    margin(cast, survey, social="80", tech="20")
    alice = cast.client("alice")
    plain = text(alice.get(address(survey, "results/?rows=coop")))
    weighted = text(alice.get(address(survey, "results/?rows=coop&weighted=yes")))
    assert "Yes 36 60.0" in plain
    # 0.8 × 40 % + 0.2 × 80 %
    assert "Yes 36 48.0" in weighted
    assert "Rao-Scott test" in text(alice.get(address(survey, "results/?rows=coop&columns=sector&weighted=yes")))


def test_a_margin_that_the_sample_cannot_reach_is_refused_with_its_reason(cast, survey):
    collecting.bring(survey.waves.get(), [{"sector": "other-world"}])
    margin(cast, survey, social="80", tech="20")
    page = text(cast.client("alice").get(address(survey, "sample/")))
    assert "Not weighted." in page
    assert "the margin has no target for it" in page


def test_bounds_that_cannot_be_kept_leave_the_answers_unweighted(cast, survey):
    margin(cast, survey, social="99", tech="1")
    cast.client("alice").post(address(survey, "sample/weights/"), {"low": "0.9", "high": "1.1", "source": "Register"})
    assert "The weights do not reach the margins" in text(cast.client("alice").get(address(survey, "sample/")))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "Margins are written"),
        (b"{", "not JSON"),
        (b'{"staff": {"1": 2}}', "staff is no question with one answer"),
        (b'{"sector": {"mars": 2}}', "“mars” is no answer of it"),
        (b'{"sector": {"social": NaN}}', "is no number"),
    ],
)
def test_a_file_of_margins_is_checked(cast, survey, content, said):
    sent = SimpleUploadedFile("margins.json", content)
    assert said in text(cast.client("alice").post(address(survey, "sample/load/"), {"file": sent}))


def test_margins_are_loaded_as_the_command_line_takes_them(cast, survey):
    sent = SimpleUploadedFile("margins.json", json.dumps({"sector": {"social": 4, "tech": 1}}).encode())
    assert cast.client("alice").post(address(survey, "sample/load/"), {"file": sent}).status_code == 302
    survey.refresh_from_db()
    assert survey.margins == {"sector": {"social": 4, "tech": 1}}


def test_every_pair_is_screened_and_the_family_printed(cast, survey):
    page = text(cast.client("alice").get(address(survey, "screening/")))
    assert "Do you cooperate with tech? × " in page or "× Do you cooperate with tech?" in page
    found = re.search(r"(\d+) pairs were tested", page)
    assert found
    survey.refresh_from_db()
    assert survey.tried == int(found[1])


def test_the_counts_of_waves_add_up_to_the_same_pairs(cast, survey):
    many(wave_of(survey, "2027"), 40)
    alice = cast.client("alice")
    first = text(alice.get(address(survey, "screening/?wave=2026")))
    both = text(alice.get(address(survey, "screening/")))
    assert re.search(r"Which world are you from\? × Do you cooperate with tech\? 60 0\.41", first)
    assert re.search(r"Which world are you from\? × Do you cooperate with tech\? 100 0\.41", both)


def test_readers_see_the_sample_and_do_not_change_it(cast, survey):
    chloe = cast.client("chloe")
    assert chloe.get(address(survey, "sample/")).status_code == 200
    assert chloe.get(address(survey, "screening/")).status_code == 200
    for path in ("sample/of/sector/", "sample/weights/", "sample/load/"):
        assert chloe.get(address(survey, path)).status_code == 403
        assert cast.client("dina").get(address(survey, path)).status_code == 404
