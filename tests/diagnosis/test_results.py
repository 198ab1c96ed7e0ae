"""What the page of a result says: bands in words, unknowns, next steps with their reasons, never one mark."""

import re

import pytest
from tests.diagnosis.scenes import CORE, MATURITY, answer, begin, first_ten, keep

from tandem.domain.maturity import DONT_KNOW, diagnose
from tandem.guide import queries as guide

pytestmark = pytest.mark.django_db


def result(client, reference, language="en"):
    return client.get(f"/{language}/diagnosis/{reference}/")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_subject_has_its_band_in_words_and_what_the_next_looks_like(client, language):
    reference = first_ten(client, 0)
    shown = result(client, reference, language)
    html = shown.content.decode().replace("&#x27;", "'")
    for words in MATURITY.dimensions.values():
        assert words.name[language] in html
        assert words.bands["first-steps"].now[language] in html
        assert words.bands["first-steps"].next[language] in html


def test_the_page_says_what_the_engine_says(client):
    reference = first_ten(client, 1)
    answers = {question.id: question.choices[1] for question in CORE}
    expected = diagnose(MATURITY.questionnaire, answers)
    page = result(client, reference).context["page"]
    assert [(row["low"], row["high"]) for row in page.chart] == [
        (round(one.low), round(one.high)) for one in expected.dimensions
    ]
    steps = [step["id"] for step in page.first_steps + page.more_steps]
    assert steps == [one.id for one in expected.recommendations]
    assert len(page.first_steps) == 3


def test_no_mark_for_the_whole_organisation_is_shown(client):
    html = result(client, first_ten(client, 1)).content.decode()
    assert not re.search(r"\d\s*(%|/\s*100|out of 100)", html.split('id="beside"')[0])


def test_the_chart_is_a_table_that_says_both_ends_in_words(client):
    reference = first_ten(client, 0)
    html = result(client, reference).content.decode()
    table = html[html.index('<table class="intervals">') : html.index("</table>")]
    assert table.count("<svg") == table.count('<th scope="row">') == len(MATURITY.questionnaire.dimensions)
    assert "First steps" in table


def test_what_nobody_knows_widens_the_bar_and_is_counted(client):
    reference = begin(client)
    for question in CORE[1:]:
        answer(client, reference, question.id, DONT_KNOW)
    shown = result(client, reference)
    page = shown.context["page"]
    assert "6 questions would make this more precise: Tools and equipment" in shown.content.decode()
    tools = next(row for row in page.subjects if row["id"] == "tools")
    assert (tools["low"], tools["high"]) == (0, 100)
    assert "shared-files" in tools["unknown"]


def test_each_step_names_the_answers_that_led_to_it(client):
    page = result(client, first_ten(client, 0)).context["page"]
    first = page.first_steps[0]
    assert first["id"] == "first-copies"
    words = MATURITY.questions["copies"]
    weakest = MATURITY.questionnaire.by_id["copies"].choices[0]
    assert [(line["text"], line["answer"]) for line in first["because"]] == [
        (words.text["en"], words.choices[weakest]["en"])
    ]


def test_every_recommendation_leads_where_it_says(client):
    from tandem.diagnosis.queries.results import destination

    for words in MATURITY.recommendations.values():
        url = destination(words.destination, words.target, "en")["url"]
        if words.destination in ("person", "not-now"):
            assert url == ""
        else:
            assert client.get(url.split("#")[0]).status_code == 200, url
        if words.destination == "resource":
            assert guide.resource(words.target)


def test_the_study_stands_beside_with_its_source(client):
    reference = first_ten(client, 0)
    answer(client, reference, "shared-files", "all-shared")
    html = result(client, reference).content.decode()
    assert "59% used online services to store or process data." in html
    assert '<span lang="fr">Étude 2019, chapitre 2</span>' in html


def test_what_moved_since_last_time_is_said(cast):
    alice = cast.client("alice")
    keep(alice, first_ten(alice, 0))
    again = first_ten(alice, -1)
    assert "further than last time" not in result(alice, again).content.decode()
    keep(alice, again)
    page = result(alice, again)
    assert page.context["page"].last is not None
    assert "further than last time" in page.content.decode()
    assert all(subject["moved"] is None or subject["moved"] >= 0 for subject in page.context["page"].subjects)


def test_a_visitor_is_asked_to_keep_the_result_only_there(client):
    html = result(client, first_ten(client, 0)).content.decode()
    assert "/en/account/signup/?next=%2Fen%2Fdiagnosis%2F" in html


def test_a_page_of_results_takes_few_queries_however_many_steps(client, django_assert_max_num_queries):
    for choice in (0, -1):
        reference = first_ten(client, choice)
        result(client, reference)
        with django_assert_max_num_queries(3):
            result(client, reference)
