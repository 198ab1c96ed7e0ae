"""Words beside the tables, from consent to its end, and the ecosystem in figures: at 320 pixels, in both languages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.journeys.test_observatory import enter, visit
from tests.observatory.scenes import many, survey_of, wave_of
from tests.observatory.test_ecosystem import needs

from tandem.observatory.actions import ecosystem, interviews, report

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "On perd le fil des personnes"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_are_quoted_until_they_are_taken_back_and_the_ecosystem_is_told(walk, cast, tmp_path, language):
    now = timezone.now()
    survey = survey_of(cast, tmp_path)
    many(wave_of(survey), 60)
    said = {"actor": cast.alice, "at": now}
    agreed = {"label": "E1", "kind": "interview", "language": "fr", "text": f"{WORDS}.", "role": "coordinatrice",
              "consent": "role", "agreed": now.date(), "until": now.date() + timedelta(days=9)}  # fmt: skip
    one, token = interviews.keep(survey, agreed, **said)
    code = interviews.add_code(survey, "perdre le fil", **said)
    interviews.add_code(survey, "temps", **said)
    passage = interviews.mark(one, (0, len(WORDS)), [code], ("coop", ""), **said)
    report.write(survey, dict.fromkeys(("fr", "en"), "{{ quote: q1 }}\n"), 0, **said)
    report.publish(survey, **said)
    needs(20)
    needs(3, employees=80)
    ecosystem.tell_all(now)

    someone = walk("mouse", language)
    enter(someone, cast.alice)
    own = f"observatory/{survey.slug}/interviews/"
    for path in ("", "new/", "codes/", f"codes/{code.pk}/", f"{one.pk}/", f"{one.pk}/consent/", f"{one.pk}/withdraw/",
                 f"passages/{passage.pk}/"):  # fmt: skip
        visit(someone, own + path)
        assert someone.page.locator("h1").is_visible(), path
    for path in ("observatory/ecosystem/", "observatory/ecosystem/needs/?by=size", "observatory/ecosystem/hours/"):
        visit(someone, path)
        assert someone.page.locator("h1").is_visible(), path
    for path in (f"observatory/{survey.slug}/results/?rows=coop", f"observatory/{survey.slug}/report/"):
        visit(someone, path)
        assert WORDS in someone.page.inner_text("main"), path

    visit(someone, f"answers/{token}/kept/")
    someone.page.locator("main form button").click()
    for path in (f"answers/{token}/kept/", f"observatory/{survey.slug}/results/?rows=coop", own + f"{one.pk}/",
                 f"observatory/{survey.slug}/report/"):  # fmt: skip
        visit(someone, path)
        assert WORDS not in someone.page.content(), path
