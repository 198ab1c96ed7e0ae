"""What a researcher sets up, and who may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import OrganisationFactory, PersonFactory
from tests.observatory.scenes import (
    CHOICES_SHEET,
    SURVEY_SHEET,
    add_form,
    laboratory,
    many,
    survey_of,
    upload,
    wave_of,
    workbook,
)

from tandem.directory.actions import merging
from tandem.observatory.actions import surveys as actions
from tandem.observatory.models import Survey

pytestmark = pytest.mark.django_db

SAID = {
    "title_fr": "Liens",
    "notice_fr": "Nous demandons.",
    "retention": "2099-12-31",
    "licence": "CC-BY-4.0",
}


@pytest.fixture
def survey(cast, tmp_path):
    return survey_of(cast, tmp_path)


def html(answer) -> str:
    return answer.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def test_only_members_of_research_organisations_begin_a_survey(cast):
    laboratory(cast)
    assert cast.client("alice").get("/en/observatory/new/").status_code == 200
    assert cast.client("chloe").get("/en/observatory/new/").status_code == 403
    assert cast.client("dina").get("/en/observatory/new/").status_code == 403
    assert cast.client("visitor").get("/en/observatory/new/").status_code == 302


def test_nobody_is_asked_without_a_notice_and_a_date(cast):
    laboratory(cast)
    alice = cast.client("alice")
    for absent in ("notice_fr", "retention", "title_fr"):
        answer = alice.post("/en/observatory/new/", {**SAID, absent: ""})
        assert "There is a problem" in html(answer), absent
    assert not Survey.objects.exists()
    assert alice.post("/en/observatory/new/", SAID)["Location"].endswith("/observatory/liens/questionnaire/")


def test_an_xlsform_becomes_a_version_and_the_same_again_does_not(cast, survey):
    alice = cast.client("alice")
    address = f"/en/observatory/{survey.slug}/questionnaire/"
    assert alice.post(address, {"file": upload()}).status_code == 302
    assert survey.versions.count() == 1
    page = html(alice.get(address))
    assert "De quel monde venez-vous ?" in page
    assert "Which world are you from?" in page


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (["geopoint", "where", "Où ?", "Where?", "", "", ""], "study.xlsx, sheet survey, row 9, where"),
        (["text", "more", "Et ?", "And?", "${coop} ~ 'yes'", "", ""], "study.xlsx, sheet survey, row 9, more"),
        (["text", "more", "Et ?", "And?", "${nothing} = 'yes'", "", ""], "study.xlsx, sheet survey"),
        (["select_one nowhere", "more", "Et ?", "And?", "", "", ""], "study.xlsx, sheet survey, row 9"),
    ],
)
def test_what_a_form_cannot_ask_is_told_with_sheet_and_row(cast, survey, row, place):
    data = workbook([*SURVEY_SHEET[:8], row])
    answer = cast.client("alice").post(f"/en/observatory/{survey.slug}/questionnaire/", {"file": upload(data)})
    assert place in html(answer)
    assert survey.versions.count() == 1


def test_a_file_that_is_no_workbook_is_refused(cast, survey):
    answer = cast.client("alice").post(
        f"/en/observatory/{survey.slug}/questionnaire/", {"file": upload(b"hello", "study.txt")}
    )
    assert "study.txt" in html(answer)
    assert "There is a problem" in html(answer)


def test_a_missing_translation_is_named(cast, survey, tmp_path):
    rows = [[*row[:3], "" if row[1] == "coop" else row[3], *row[4:]] for row in SURVEY_SHEET]
    add_form(survey, tmp_path, workbook(rows))
    page = html(cast.client("alice").get(f"/en/observatory/{survey.slug}/questionnaire/"))
    assert "en: <code>coop</code>" in page


def test_a_changed_wording_and_a_changed_list_break_the_series_visibly(cast, survey, tmp_path):
    first = wave_of(survey, "2025")
    many(first, 20)
    rows = [[*row[:3], "Do you work with tech?" if row[1] == "coop" else row[3], *row[4:]] for row in SURVEY_SHEET]
    add_form(survey, tmp_path, workbook(rows, [*CHOICES_SHEET, ["sector", "public", "Public", "Public"]]))
    many(wave_of(survey, "2026"), 20)
    alice = cast.client("alice")
    page = html(alice.get(f"/en/observatory/{survey.slug}/questionnaire/"))
    assert "<code>coop</code>: another wording, the series breaks" in page
    assert "<code>sector</code>: other answers, the series breaks" in page
    assert "The series breaks between these waves" in html(alice.get(f"/en/observatory/{survey.slug}/results/"))


def test_a_wave_gives_each_network_a_link(cast, survey):
    alice = cast.client("alice")
    today = timezone.localdate()
    said = {"name": "2026", "opens": today, "closes": today + timedelta(days=9), "networks": "Réseau A\nRéseau B\n"}
    page = html(alice.post(f"/en/observatory/{survey.slug}/waves/new/", said, follow=True))
    for network in survey.waves.get().networks.all():
        assert f"/en/answers/{network.token}/" in page
    again = html(alice.post(f"/en/observatory/{survey.slug}/waves/new/", said))
    assert "This survey has a wave of this name." in again


PAGES = ["", "questionnaire/", "questionnaire/1/", "results/", "waves/{wave}/"]
TO_EDIT = ["edit/", "waves/new/", "waves/{wave}/close/", "waves/{wave}/quota/sector/"]


def test_answers_are_seen_by_the_organisation_and_stewards_only(cast, survey):
    wave = wave_of(survey)
    many(wave, 12)
    for path in (one.format(wave=wave.pk) for one in [*PAGES, *TO_EDIT]):
        address = f"/en/observatory/{survey.slug}/{path}"
        assert cast.client("alice").get(address).status_code == 200, path
        assert cast.client("bruno").get(address).status_code == 200, path
        assert cast.client("dina").get(address).status_code == 404, path
        assert cast.client("visitor").get(address).status_code == 302, path
    cast.appoint("elio")
    assert cast.client("elio").get(f"/en/observatory/{survey.slug}/results/").status_code == 200


def test_readers_read_and_do_not_change(cast, survey):
    wave = wave_of(survey)
    for path in PAGES:
        assert cast.client("chloe").get(f"/en/observatory/{survey.slug}/{path.format(wave=wave.pk)}").status_code == 200
    for path in TO_EDIT:
        assert cast.client("chloe").get(f"/en/observatory/{survey.slug}/{path.format(wave=wave.pk)}").status_code == 403
    assert cast.client("chloe").post(f"/en/observatory/{survey.slug}/questionnaire/", {}).status_code == 403


def test_the_list_of_surveys_asks_as_much_for_three_as_for_one(cast, tmp_path, django_assert_num_queries):
    one = survey_of(cast, tmp_path)
    many(wave_of(one), 3)
    alice = cast.client("alice")
    alice.get("/en/observatory/")
    with CaptureQueriesContext(connection) as first:
        alice.get("/en/observatory/")
    for number in range(2):
        Survey.objects.create(
            slug=f"more-{number}",
            owner=one.owner,
            title={"en": f"More {number}"},
            retention="2099-01-01",
            created=one.created,
        )
    with django_assert_num_queries(len(first)):
        alice.get("/en/observatory/")


def test_a_survey_with_three_waves_asks_as_much_as_with_one(cast, survey, django_assert_num_queries):
    many(wave_of(survey, "2025"), 3)
    alice = cast.client("alice")
    for path in ("", "results/?rows=coop"):
        alice.get(f"/en/observatory/{survey.slug}/{path}")
    counted = {}
    for path in ("", "results/?rows=coop"):
        with CaptureQueriesContext(connection) as first:
            alice.get(f"/en/observatory/{survey.slug}/{path}")
        counted[path] = len(first)
    for name in ("2026", "2027"):
        many(wave_of(survey, name), 3)
    for path, queries in counted.items():
        alice.get(f"/en/observatory/{survey.slug}/{path}")
        with django_assert_num_queries(queries):
            alice.get(f"/en/observatory/{survey.slug}/{path}")


def test_a_survey_goes_along_when_its_organisation_is_merged(cast, tmp_path):
    survey = survey_of(cast, tmp_path)
    kept = OrganisationFactory(slug="observatoire-reuni", roles=["research"])
    merging.merge(kept, survey.owner, actor=PersonFactory(is_steward=True), at=timezone.now())
    assert Survey.objects.get().owner == kept


def test_the_technical_sheet_speaks_of_quotas_only_where_there_are_some(cast, tmp_path):
    survey = survey_of(cast, tmp_path)
    wave = wave_of(survey)
    many(wave, 20)
    address = f"/en/observatory/{survey.slug}/sample/"
    assert "networks and quotas" not in cast.client("alice").get(address).content.decode()
    actions.set_quotas(wave, {"coop": {"yes": 5}}, actor=None, at=timezone.now())
    assert "networks and quotas" in cast.client("alice").get(address).content.decode()
