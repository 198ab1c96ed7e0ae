"""The pages of a researcher and of an open survey under the eyes of axe, at 320 pixels, in both languages."""

import pytest
from tests.journeys.test_observatory import enter, visit
from tests.observatory.scenes import many, survey_of, wave_of

from tandem.observatory.actions import opening, report, surveys, weighting

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """# A

{{ share of yes in coop }}

{{ table: coop by sector }}

{{ chart: forms }}

{{ test: values by sector }}
"""
PAGES = [
    "",
    "questionnaire/",
    "results/",
    "results/?rows=coop&columns=sector&columns=values&weighted=yes",
    "sample/",
    "screening/",
    "plan/",
    "draft/",
    "draft/new/",
    "report/",
    "report/write/",
    "report/publish/",
    "data/",
    "data/prepare/",
    "data/open/",
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_survey_is_looked_at(walk, cast, tmp_path, language):
    survey = survey_of(cast, tmp_path)
    wave = wave_of(survey)
    many(wave, 60)
    said = {"actor": cast.alice, "at": survey.created}
    surveys.set_quotas(wave, {"sector": {"tech": 40}}, **said)
    weighting.set_margin(survey, "sector", {"social": 70, "tech": 30}, **said)
    report.write(survey, {"fr": TEXT, "en": TEXT}, 0, **said)
    report.publish(survey, **said)
    opening.prepare(survey, ["sector", "coop"], ["sector"], 5, **said)
    opening.open_data(survey, **said)
    researcher = walk("mouse", language)
    enter(researcher, cast.alice)
    for path in [*PAGES, f"waves/{wave.pk}/", f"waves/{wave.pk}/quota/sector/"]:
        visit(researcher, f"observatory/{survey.slug}/{path}")
        assert researcher.page.locator("h1").is_visible(), path
    for path in ("observatory/", "observatory/check/", "observatory/field-study-figures/"):
        visit(researcher, path)
        assert researcher.page.locator("h1").is_visible(), path
