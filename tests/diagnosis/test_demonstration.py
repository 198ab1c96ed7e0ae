"""The demonstration shows results, comparisons, a plan, two readings, a door and a team, all invented."""

import pytest
from django.conf import settings
from django.test import Client

from tandem.diagnosis import demonstration, queries
from tandem.diagnosis.models import Diagnosis, PlanStep
from tandem.diagnosis.queries import skills
from tandem.directory import demonstration as directory_demonstration
from tandem.directory import queries as directory

pytestmark = pytest.mark.django_db


def test_a_first_visit_shows_everything_and_a_second_load_adds_nothing():
    directory_demonstration.load(directory_demonstration.OPENED)
    assert demonstration.load()["diagnoses"] == Diagnosis.objects.count() == 44
    assert demonstration.load()["diagnoses"] == 0

    association = directory.organisation_of_slug("mains-du-faubourg")
    newest = queries.latest_of(association, "maturity")
    assert queries.latest_of(association, "maturity", before=newest) is not None
    assert queries.peers(newest, queries.standing(newest), "fr")[0].size == 37
    assert {step.state for step in PlanStep.objects.all()} >= {"doing", "done"}
    report = queries.report_of(newest, queries.standing(newest), "fr")
    assert report.left == ()
    assert any(subject["differ"] for subject in report.subjects)
    rows = skills.overview(skills.team_of(association), {}, "fr")
    assert all(row["shares"] for area in rows for row in area["competences"])
    assert queries.prepared_on(directory.organisation_of_slug("verrou-doux")) is not None

    browser = Client()
    browser.force_login(directory.owners(association)[0], backend=settings.AUTHENTICATION_BACKENDS[0])
    for page in ("", "subjects/", "report/", "peers/"):
        assert browser.get(f"/fr/diagnosis/{newest.reference}/{page}").status_code == 200
    for page in ("plan/", "skills/"):
        assert browser.get(f"/fr/organisations/mains-du-faubourg/{page}").status_code == 200
