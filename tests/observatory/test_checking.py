"""Figures that somebody published, checked on a page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.observatory.queries import checking
from tandem.ui.content import content_folder

pytestmark = pytest.mark.django_db

HEAD = "figure_id,variable,answer,base,subgroup,percent,n\n"
CARE = "do not come from whole, unweighted respondents of one base, rounded to the nearest percent"


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def check(cast, figures: str, n: int = 88):
    said = {"text": HEAD + figures, "n": n, "rounding": "nearest"}
    return text(cast.client("elio").post("/en/observatory/check/", said))


def test_a_share_that_its_base_cannot_give_is_told_with_care(cast):
    page = check(cast, "o,optimistic,yes,all,,96,\n")
    assert "Does not come from that many whole, unweighted respondents" in page
    assert "It would on a base of 85, 84, 83" in page
    assert CARE in page
    assert "Innocent causes" in page


def test_possible_figures_and_contradictions_are_told(cast):
    page = check(cast, "a,tool,yes,all,,50,\nb,tool,no,all,,50,\nc,other,yes,all,,25,\nd,other,yes,all,,30,\n")
    assert "One answer, two values other yes 25 % c yes 30 % d" in page.replace("\xa0", " ").replace("&nbsp;", " ")
    assert "sets of figures are possible as printed" in page


@pytest.mark.parametrize(
    ("figures", "said"),
    [("a,tool,yes,all,,fifty,\n", "line 2, percent"), ("a,tool,yes,all,,50\n", "line 2"), ("", "")],
)
def test_a_line_that_is_no_figure_is_named(cast, figures, said):
    page = check(cast, figures)
    assert said in page


def test_a_file_is_taken_as_well(cast):
    sent = SimpleUploadedFile("figures.csv", (HEAD + "o,optimistic,yes,all,,96,\n").encode())
    page = text(cast.client("elio").post("/en/observatory/check/", {"file": sent, "n": 88, "rounding": "nearest"}))
    assert "It would on a base of 85" in page


def test_figures_are_checked_for_people_who_are_signed_in(cast):
    assert cast.client("visitor").get("/en/observatory/check/").status_code == 302


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everybody_reads_what_the_study_s_figures_say_of_each_other(client, language):
    page = client.get(f"/{language}/observatory/field-study-figures/").content.decode()
    for figure in ("sample.cooperated.a", "barrier.tax.b", "movement.cross.yes"):
        assert figure in page
    # docs/findings.md: 96 % of 88 is possible on 85, 84, 83
    assert "85, 84, 83" in page


def test_the_study_s_figures_are_told_in_words_and_never_by_the_names_of_a_file(client):
    shown = text(client.get("/fr/observatory/field-study-figures/"))
    for name in ("has_cooperated_with_tech", "form_skills_sponsorship", "yes definitely", "does not know"):
        assert name not in shown
    assert "A déjà coopéré avec un acteur de la tech" in shown


def test_what_does_not_hold_together_is_what_no_rebuilt_answers_give():
    study = checking.study()
    twice = {one.figure.id for pair in study.contradictions for one in pair[1:]}
    told = {one.figure.id for one, _ in study.together}
    findings = (content_folder().parent / "docs" / "findings.md").read_text(encoding="utf-8")
    assert not told & twice
    assert [one for one in told if f"`{one}`" not in findings] == []
    assert f"{146 - len(told) - len(twice)} of 146" in findings
