"""Open data: what goes in, what is blanked, and who may take it."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.observatory.actions import collecting, report
from tandem.observatory.models import Survey

pytestmark = pytest.mark.django_db

CHOSEN = {"questions": ["sector", "coop", "staff", "values"], "identifying": ["sector", "staff"], "least": "5"}


@pytest.fixture
def survey(cast, tmp_path):
    one = survey_of(cast, tmp_path)
    wave = wave_of(one)
    many(wave, 60)
    collecting.bring(wave, [{"sector": "tech", "staff": "99999", "coop": "yes", "values": "agree", "why": "my secret"}])
    return one


def address(survey, path: str = "") -> str:
    return f"/en/observatory/{survey.slug}/data/{path}"


def opened(cast, survey) -> None:
    alice = cast.client("alice")
    alice.post(
        f"/en/observatory/{survey.slug}/report/write/", {"text_en": "# A\n\n{{ base of coop }}\n", "decimals": "0"}
    )
    alice.post(f"/en/observatory/{survey.slug}/report/publish/", {})
    alice.post(address(survey, "prepare/"), CHOSEN)
    alice.post(address(survey, "open/"), {})


def files(client, survey) -> dict[str, bytes]:
    page = client.get(address(survey)).content.decode()
    names = [part.split('"')[0] for part in page.split(f"{address(survey)}")[1:]]
    return {name: client.get(address(survey, name)).content for name in names if "." in name}


def test_data_are_opened_after_the_report_and_taken_by_everybody(cast, survey):
    visitor = cast.client("visitor")
    alice = cast.client("alice")
    alice.post(address(survey, "prepare/"), CHOSEN)
    alice.post(address(survey, "open/"), {})
    assert visitor.get(address(survey)).status_code == 404
    opened(cast, survey)
    assert visitor.get(address(survey)).status_code == 200
    alice.post(address(survey, "open/"), {"close": "1"})
    assert visitor.get(address(survey)).status_code == 404


def test_taking_the_report_back_takes_the_data_back(cast, survey):
    opened(cast, survey)
    survey.refresh_from_db()
    report.withdraw(survey, actor=cast.alice, at=survey.created)
    assert cast.client("visitor").get(address(survey)).status_code == 404


def test_the_files_hold_codes_absences_and_nobody_who_stands_alone(cast, survey):
    opened(cast, survey)
    found = files(cast.client("visitor"), survey)
    name = next(one for one in found if one.endswith("answers.csv"))
    rows = list(csv.DictReader(io.StringIO(found[name].decode())))
    assert len(rows) == 61
    assert "99999" not in found[name].decode()
    assert not any(b"my secret" in content for content in found.values())
    assert {row["values"] for row in rows} == {"agree", "refused"}
    alike = [(row["sector"], row["staff"]) for row in rows if row["sector"] or row["staff"]]
    assert min(map(alike.count, alike), default=5) >= 5
    described = json.loads(next(content for one, content in found.items() if one.endswith("metadata.json")))
    assert described["dc:license"]["@id"].endswith("CC-BY-4.0")
    ElementTree.fromstring(next(content for one, content in found.items() if one.endswith(".xml")))


def test_answers_that_are_not_to_be_shared_are_not_opened(cast, survey):
    Survey.objects.filter(pk=survey.pk).update(licence="none")
    opened(cast, survey)
    assert cast.client("visitor").get(address(survey)).status_code == 404


def test_readers_and_strangers_do_not_open_data(cast, survey):
    for path in ("prepare/", "open/"):
        assert cast.client("chloe").post(address(survey, path), CHOSEN).status_code == 403
        assert cast.client("dina").get(address(survey, path)).status_code == 404
