"""A diagnosis from its first question to its result, with and without an account."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.diagnosis.scenes import CORE, MATURITY, READINESS, answer, begin, first_ten, keep

from tandem.diagnosis.actions import forget_old
from tandem.diagnosis.models import Diagnosis
from tandem.domain.maturity import DONT_KNOW
from tandem.questionnaires.models import Answer

pytestmark = pytest.mark.django_db


def test_the_start_says_how_many_questions_how_long_and_that_no_account_is_needed(client):
    html = client.get("/en/diagnosis/").content.decode()
    assert "10 questions for a first result" in html
    assert "No account is needed" in html


def test_nothing_is_kept_before_the_first_answer(client):
    client.get("/en/diagnosis/new/")
    refused = client.post("/en/diagnosis/new/", {})
    assert "Choose one answer" in refused.content.decode()
    assert not Diagnosis.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_question_says_why_how_to_find_out_and_lets_one_not_know(client, language):
    reference = begin(client)
    for identifier, words in MATURITY.questions.items():
        page = client.get(f"/{language}/diagnosis/{reference}/question/{identifier}/")
        form = page.context["form"]
        assert form["choice"].label == words.text[language]
        assert form["choice"].help_text == words.why[language]
        assert form.fields["choice"].choices[-1][0] == DONT_KNOW
        assert page.context["words"].how[language] in page.content.decode().replace("&#x27;", "'")


def test_ten_answers_lead_to_a_result_each_saved_at_once(client):
    reference = begin(client)
    for number, question in enumerate(CORE[1:], 2):
        html = client.get(f"/en/diagnosis/{reference}/question/{question.id}/").content.decode()
        assert f"Question {number} of 10" in html
        after = answer(client, reference, question.id, question.choices[0])
        assert Answer.objects.count() == number
    assert after.url == f"/en/diagnosis/{reference}/"
    assert "Where you stand" in client.get(after.url).content.decode()


def test_back_leads_to_the_question_before_with_its_answer(client):
    reference = begin(client, 1)
    second = client.get(f"/en/diagnosis/{reference}/question/{CORE[1].id}/")
    assert second.context["back"] == f"/en/diagnosis/{reference}/question/{CORE[0].id}/"
    first = client.get(second.context["back"])
    assert first.context["form"].initial["choice"] == CORE[0].choices[1]
    assert client.get("/en/diagnosis/new/").context["back"] == "/en/diagnosis/"


def test_one_stops_and_goes_on_where_one_was(client):
    reference = begin(client)
    assert reference in client.get("/en/diagnosis/").content.decode()
    html = client.get(f"/en/diagnosis/{reference}/").content.decode()
    assert f"/en/diagnosis/{reference}/question/{CORE[1].id}/" in html


def test_a_question_appears_only_when_another_answer_calls_for_it(client):
    reference = first_ten(client, 0)
    assert "leaving-a-tool" not in shown(client, reference, "tools")
    answer(client, reference, "following-people", "one-tool")
    assert "leaving-a-tool" in shown(client, reference, "tools")


def test_an_answer_ruled_out_later_is_kept_marked_and_not_counted(client):
    reference = first_ten(client, -1)
    answer(client, reference, "leaving-a-tool", "tried")
    answer(client, reference, "following-people", "memory-or-paper")
    page = client.get(f"/en/diagnosis/{reference}/subjects/")
    assert [line["question"] for line in page.context["set_aside"]] == ["leaving-a-tool"]
    assert "Kept, but not counted" in page.content.decode()


def shown(client, reference, dimension):
    rows = client.get(f"/en/diagnosis/{reference}/subjects/").context["rows"]
    row = next(row for row in rows if row["words"] is MATURITY.dimensions[dimension])
    part = {line["question"] for line in row["answers"]} | {row["following"]}
    following = row["following"]
    while following:
        page = answer(client, reference, following, DONT_KNOW)
        following = page.url.split("/")[5] if "/question/" in page.url else None
        part.add(following)
    return part


def test_the_questions_of_a_subject_follow_one_another_and_end_on_the_list_of_subjects(client):
    reference = first_ten(client)
    first = client.get(f"/en/diagnosis/{reference}/subjects/").context["rows"][0]["following"]
    steps = [first]
    while True:
        after = answer(client, reference, steps[-1], DONT_KNOW)
        if "/question/" not in after.url:
            break
        steps.append(after.url.split("/")[5])
    assert after.url == f"/en/diagnosis/{reference}/subjects/"
    assert {MATURITY.questionnaire.by_id[step].dimension for step in steps} == {"strategy"}


@pytest.mark.parametrize("wrong", ["", "no-such-choice"])
def test_a_choice_that_does_not_exist_is_refused_with_its_words(client, wrong):
    reference = begin(client)
    page = answer(client, reference, CORE[1].id, wrong)
    assert page.status_code == 200
    assert "<title>Error:" in page.content.decode()
    assert Answer.objects.count() == 1


def test_a_question_of_another_questionnaire_is_unknown(client):
    reference = begin(client)
    assert client.get(f"/en/diagnosis/{reference}/question/hours-kept/").status_code == 404
    assert client.get(f"/en/readiness/{reference}/").status_code == 404


def test_the_same_click_twice_keeps_one_answer(client):
    reference = begin(client)
    for _click in range(2):
        answer(client, reference, CORE[1].id, CORE[1].choices[0])
    assert Answer.objects.filter(question=CORE[1].id).count() == 1


def test_two_colleagues_at_once_lose_nothing(cast):
    alice, bruno = cast.client("alice"), cast.client("bruno")
    reference = begin(alice)
    keep(alice, reference)
    question = CORE[1]
    answer(alice, reference, question.id, question.choices[0])
    seen = Answer.objects.latest("pk").pk
    answer(alice, reference, question.id, question.choices[1], seen=str(seen))
    later = answer(bruno, reference, question.id, question.choices[2], seen=str(seen))
    assert [one.choice for one in Answer.objects.filter(question=question.id)] == list(question.choices[:3])
    told = bruno.get(later.url).content.decode()
    assert "Meanwhile Alice answered" in told
    history = bruno.get(f"/en/diagnosis/{reference}/question/{question.id}/").context["history"]
    assert [line["one"].by.name for line in history] == ["Bruno", "Alice", "Alice"]


def test_a_diagnosis_keeps_the_version_it_was_begun_with(client):
    reference = begin(client)
    assert Diagnosis.objects.get(reference=reference).filling.version == MATURITY.questionnaire.version


def test_without_an_account_it_is_forgotten_after_a_month_and_others_are_kept(client, cast):
    nobodys, alices = begin(client), begin(cast.client("alice"))
    forget_old(timezone.now() + timedelta(days=29))
    assert Diagnosis.objects.count() == 2
    forget_old(timezone.now() + timedelta(days=31))
    assert [one.reference for one in Diagnosis.objects.all()] == [alices]
    assert client.get(f"/en/diagnosis/{nobodys}/").status_code == 404


def test_answers_are_deleted_after_one_question_by_those_who_may_answer(cast):
    alice, chloe = cast.client("alice"), cast.client("chloe")
    reference = begin(alice)
    keep(alice, reference)
    address = f"/en/diagnosis/{reference}/discard/"
    assert cast.client("dina").post(address).status_code == 404
    assert chloe.post(address).status_code == 403
    assert "Delete these answers?" in alice.get(address).content.decode()
    assert Answer.objects.count() == 1
    alice.post(address)
    assert not Answer.objects.exists()
    assert not Diagnosis.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "elio", "dina"])
def test_where_somebody_stands_is_unknown_to_others(cast, who):
    reference = begin(cast.client("alice"))
    keep(cast.client("alice"), reference)
    stranger = cast.client(who)
    for page in ("", "subjects/", f"question/{CORE[0].id}/"):
        assert stranger.get(f"/en/diagnosis/{reference}/{page}").status_code == 404
    assert answer(stranger, reference, CORE[0].id, CORE[0].choices[0]).status_code == 404


def test_one_begun_without_an_account_is_unknown_to_every_other_browser(client, cast):
    reference = begin(client)
    for who in ("visitor", "alice"):
        assert cast.client(who).get(f"/en/diagnosis/{reference}/").status_code == 404


def test_a_reader_sees_the_result_and_is_told_why_they_cannot_answer(cast):
    reference = begin(cast.client("alice"))
    keep(cast.client("alice"), reference)
    chloe = cast.client("chloe")
    assert "/question/" not in chloe.get(f"/en/diagnosis/{reference}/").content.decode()
    assert chloe.get(f"/en/diagnosis/{reference}/subjects/").status_code == 200
    refused = answer(chloe, reference, CORE[0].id, CORE[0].choices[0])
    assert refused.status_code == 403
    assert "owners and editors" in refused.content.decode()


def test_signing_in_keeps_what_was_begun_without_an_account(client, cast):
    reference = begin(client)
    client.force_login(cast.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(f"/en/diagnosis/{reference}/")
    keep(client, reference)
    assert Diagnosis.objects.get().organisation == cast.association
    assert cast.client("chloe").get(f"/en/diagnosis/{reference}/").status_code == 200


def test_nobody_keeps_a_result_for_an_organisation_that_they_do_not_act_for(cast):
    for who in ("elio", "chloe"):
        browser = cast.client(who)
        reference = begin(browser)
        keep(browser, reference)
        assert Diagnosis.objects.get(reference=reference).organisation is None


def test_what_is_kept_about_a_person_holds_their_diagnoses_and_answers(cast):
    from tandem.accounts.personal_data import export

    begin(cast.client("alice"))
    kept = export(cast.alice, timezone.now())
    assert kept["diagnosis"]["diagnoses"][0]["kind"] == "maturity"
    assert kept["questionnaires"]["answers"][0]["question"] == CORE[0].id
    assert export(cast.bruno, timezone.now())["questionnaires"]["answers"] == []


def test_the_number_of_queries_does_not_grow_with_the_answers(client, django_assert_num_queries):
    reference = begin(client)
    address = f"/en/diagnosis/{reference}/subjects/"
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)
    answer(client, reference, CORE[1].id, CORE[1].choices[0])
    answer(client, reference, CORE[2].id, CORE[2].choices[0])
    with django_assert_num_queries(3):
        client.get(address)


def test_the_mirror_of_a_tech_actor_runs_on_the_same_pages_and_ends_with_an_offer(client):
    reference = begin(client, 0, "readiness")
    core = [question for question in READINESS.questionnaire.questions if question.core]
    for question in core[1:]:
        client.post(f"/en/readiness/{reference}/question/{question.id}/", {"choice": question.choices[0]})
    html = client.get(f"/en/readiness/{reference}/").content.decode()
    assert "Not yet, and that is honest" in html
    assert 'href="/en/offers/new/"' in html


def test_a_prepared_offer_says_so(client):
    reference = begin(client, -1, "readiness")
    for question in READINESS.questionnaire.questions:
        client.post(f"/en/readiness/{reference}/question/{question.id}/", {"choice": question.choices[-1]})
    page = client.get(f"/en/readiness/{reference}/")
    assert page.context["prepared"]
    address = page.content.decode().split('href="/en/offers/new/')[1].split('"')[0]
    assert "We have checked our side" in client.get(f"/en/offers/new/{address}").content.decode()
