"""A researcher writes a question with “other”, says how the sample was drawn, and asks for a trend."""

import pytest
from tests.journeys.test_observatory import enter, visit
from tests.observatory.scenes import many, survey_of, wave_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_written_and_the_sample_follows_its_design(walk, cast, tmp_path, language):
    survey = survey_of(cast, tmp_path)
    many(wave_of(survey), 60)
    researcher = walk("mouse", language)
    enter(researcher, cast.alice)
    home = f"observatory/{survey.slug}/"

    visit(researcher, f"{home}draft/new/?page=1")
    researcher.write("Question or note in French", "Avec quel outil ?")
    researcher.write("Question or note in English", "With which tool?")
    researcher.write("Answers to choose from, one a line", "one | Un seul | One\nnone | Aucun | None")
    researcher.page.get_by_label(researcher.say("Add “Other”, and ask which")).check()
    researcher.write("Name of the question in tables and files", "tool")
    researcher.press("Save")
    assert "tool_other" in researcher.page.inner_text("main")
    visit(researcher, f"{home}draft/page/2/")
    researcher.write("Title of the page in French", "Vos outils")
    researcher.write("Title of the page in English", "Your tools")
    researcher.press("Save")
    assert {"fr": "Vos outils", "en": "Your tools"}[language] in researcher.page.inner_text("main")

    visit(researcher, f"{home}sample/design/")
    researcher.page.get_by_label(researcher.say("Drawn apart in each (strata)")).select_option("sector")
    researcher.page.get_by_label(researcher.say("I know how many there are in all")).check()
    researcher.press("Save and continue")
    researcher.write({"fr": "Économie sociale", "en": "Social economy"}[language], "3000")
    researcher.write({"fr": "Numérique", "en": "Tech"}[language], "2000")
    researcher.press("Save")
    assert "5000" in researcher.page.inner_text("main")
    visit(researcher, f"{home}results/?rows=coop&columns=staff&test=trend")
    assert "t =" in researcher.page.inner_text("main")
    visit(researcher, f"{home}screening/")
    assert researcher.say("Not with strata or clusters.") in researcher.page.inner_text("main")
