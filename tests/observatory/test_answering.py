"""A respondent's pages: from the link to the thanks, with nothing left behind."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.observatory.scenes import SURVEY_SHEET, begin, begun, many, survey_of, wave_of, workbook

from tandem.domain.survey.questionnaire import DOES_NOT_KNOW, MISSING, NOT_ASKED, REFUSED
from tandem.journal.models import Event
from tandem.observatory.actions import collecting, surveys
from tandem.observatory.models import Invitation, Partial, Response

pytestmark = pytest.mark.django_db

NAMES = [("select_one yes_no", name) for name in ("in", "back", "a__lt", "b.c-d", "wave")]


@pytest.fixture
def survey(cast, tmp_path):
    return survey_of(cast, tmp_path)


@pytest.fixture
def wave(survey):
    return wave_of(survey)


def page(client: Client, token: str, number: int, language: str = "en", **given):
    return client.post(f"/{language}/answers/{token}/{number}/", {"~in": language, **given})


def test_answers_go_page_by_page_and_arrive_as_codes(client, wave):
    token = begin(client, wave)
    assert page(client, token, 1, sector="tech", staff="1 200").status_code == 302
    page(client, token, 2, coop="yes")
    page(client, token, 3, forms=["skills", "software"])
    last = page(client, token, 4, values="agree")
    assert last["Location"].endswith(f"/answers/{token}/end/?in=en")
    client.post(f"/en/answers/{token}/end/", {})
    kept = Response.objects.get()
    assert kept.answers == {
        "sector": "tech",
        "staff": "1200",
        "coop": "yes",
        "forms": ["skills", "software"],
        "values": "agree",
        "why": NOT_ASKED,
    }
    assert kept.network.name == "Réseau A"


def test_the_four_ways_of_not_answering_are_kept_apart(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="social")
    page(client, token, 2, coop="dont_know")
    page(client, token, 4, values="refused")
    client.post(f"/en/answers/{token}/end/", {})
    answers = Response.objects.get().answers
    assert answers["staff"] == MISSING
    assert answers["coop"] == DOES_NOT_KNOW
    assert answers["forms"] == NOT_ASKED
    assert answers["values"] == REFUSED


def test_a_page_that_the_answers_make_pointless_is_left_out(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="social")
    assert "/4/" in page(client, token, 2, coop="no")["Location"]


def test_the_answer_to_a_question_no_longer_asked_does_not_count(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="social")
    page(client, token, 2, coop="yes")
    page(client, token, 3, forms=["skills"])
    page(client, token, 2, coop="no")
    client.post(f"/en/answers/{token}/end/", {})
    assert Response.objects.get().answers["forms"] == NOT_ASKED


def test_a_wrong_number_is_said_and_the_other_answer_on_the_page_is_kept(client, wave):
    token = begin(client, wave)
    answer = page(client, token, 1, sector="tech", staff="about ten")
    assert "Write a whole number, in digits." in answer.content.decode()
    assert begun().answers == {"sector": "tech"}


def test_what_has_to_be_answered_holds_back_the_sending(client, wave):
    token = begin(client, wave)
    refused = client.post(f"/en/answers/{token}/end/", {})
    assert "One question still needs an answer." in refused.content.decode()
    assert not Response.objects.exists()


def test_one_comes_back_to_the_address_from_another_browser(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="tech", staff="3")
    again = Client().get(f"/en/answers/{token}/1/")
    assert 'value="3"' in again.content.decode()


def test_another_language_keeps_what_is_on_the_page(client, wave):
    token = begin(client, wave)
    answer = page(client, token, 1, sector="tech", staff="3", **{"~switch": "fr"})
    assert answer["Location"] == f"/fr/answers/{token}/1/?in=fr"
    html = client.get(answer["Location"]).content.decode()
    assert "De quel monde venez-vous ?" in html
    assert 'value="3"' in html


def test_sending_deletes_the_token_and_keeps_no_date_and_no_event(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="tech")
    before = Event.objects.count()
    client.post(f"/en/answers/{token}/end/", {})
    assert not Partial.objects.exists()
    assert Event.objects.count() == before
    assert {field.name for field in Response._meta.get_fields()} == {"id", "wave", "network", "answers"}
    assert client.get(f"/en/answers/{token}/1/").status_code == 404


def test_the_token_itself_is_nowhere_in_the_database(client, wave):
    token = begin(client, wave)
    assert token not in str(Partial.objects.values())


def test_no_session_is_begun_and_nothing_may_be_cached(client, wave):
    token = begin(client, wave)
    answer = client.get(f"/en/answers/{token}/1/")
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies
    assert "no-store" in answer["Cache-Control"]


def test_one_can_throw_away_what_one_wrote(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="tech")
    client.post(f"/en/answers/{token}/end/", {"~discard": "1"})
    assert not Partial.objects.exists()
    assert not Response.objects.exists()


def test_sending_twice_sends_once(client, wave):
    token = begin(client, wave)
    page(client, token, 1, sector="tech")
    client.post(f"/en/answers/{token}/end/", {})
    assert client.post(f"/en/answers/{token}/end/", {}).status_code == 404
    assert Response.objects.count() == 1


def test_a_closed_wave_takes_nothing_and_forgets_what_was_begun(client, wave, cast):
    token = begin(client, wave)
    surveys.close_wave(wave, actor=cast.alice, at=timezone.now())
    assert not Partial.objects.exists()
    assert "takes no answers" in client.get(f"/en/answers/{wave.networks.first().token}/").content.decode()
    assert client.get(f"/en/answers/{token}/1/").status_code == 404


def test_a_full_quota_thanks_and_keeps_nothing(client, wave, cast):
    many(wave, 10)
    surveys.set_quotas(wave, {"sector": {"tech": 5}}, actor=cast.alice, at=timezone.now())
    token = begin(client, wave)
    page(client, token, 1, sector="tech")
    answer = client.post(f"/en/answers/{token}/end/", {}, follow=True)
    assert "We have enough answers" in answer.content.decode()
    assert Response.objects.count() == 10
    other = begin(client, wave)
    page(client, other, 1, sector="social")
    client.post(f"/en/answers/{other}/end/", {})
    assert Response.objects.count() == 11


def test_an_invitation_lets_one_person_answer_once(client, survey, cast):
    wave = wave_of(survey, by_invitation=True)
    [code] = surveys.invite(wave, 1, actor=cast.alice, at=timezone.now())
    address = f"/en/answers/{wave.networks.first().token}/"
    assert "no code of this survey" in client.post(address, {"code": "AAAAAAAAAA"}).content.decode()
    token = client.post(address, {"code": f"{code[:5]}-{code[5:].lower()}"})["Location"].split("/")[3]
    page(client, token, 1, sector="tech")
    client.post(f"/en/answers/{token}/end/", {})
    assert "already sent" in client.post(address, {"code": code}).content.decode()
    assert code not in str(Invitation.objects.values())


def test_what_nobody_came_back_to_is_deleted_and_answers_on_the_day_that_was_said(client, wave, survey):
    token = begin(client, wave)
    page(client, token, 1, sector="tech")
    many(wave, 3)
    collecting.forget_old(timezone.now() + timedelta(days=29))
    assert Partial.objects.count() == 1
    collecting.forget_old(timezone.now() + timedelta(days=32))
    assert not Partial.objects.exists()
    collecting.forget_old(timezone.now() + timedelta(days=402))
    assert not Response.objects.exists()
    survey.refresh_from_db()
    assert survey.forgotten is not None


def test_a_form_of_a_respondent_tells_the_browser_to_say_where_it_comes_from(client, wave):
    """Without a referrer a browser sends “Origin: null”, and Django refuses the form as forged."""
    token = begin(client, wave)
    answer = client.get(f"/en/answers/{token}/1/")
    assert answer["Referrer-Policy"] == "same-origin"
    assert "referrer" not in answer.content.decode()


def test_a_question_may_have_any_name_of_a_form(cast, client, tmp_path):
    """`in`, `back` and `a__lt` mean something to forms and lookups, and nothing to a questionnaire."""
    rows = [SURVEY_SHEET[0], *([kind, name, "?", "?", "", "", ""] for kind, name in NAMES)]
    survey = survey_of(cast, tmp_path, workbook(rows))
    wave = wave_of(survey)
    surveys.set_quotas(wave, {"a__lt": {"yes": 1}}, actor=cast.alice, at=timezone.now())
    token = begin(client, wave)
    for number, (_kind, name) in enumerate(NAMES, start=1):
        page(client, token, number, **{name: "yes"})
    client.post(f"/en/answers/{token}/end/", {})
    assert set(Response.objects.get().answers.values()) == {"yes"}
    assert "1" in cast.client("alice").get(f"/en/observatory/{survey.slug}/waves/{wave.pk}/").content.decode()
    assert cast.client("alice").get(f"/en/observatory/{survey.slug}/results/?rows=a__lt").status_code == 200
