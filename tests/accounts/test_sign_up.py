"""Creating an account: three questions, a code, and back to where one was going."""

import pytest
from django.core import mail
from django.test import Client
from tests.accounts.ways import SIGN_UP, code_in, enter_code, latest_code, sign_up, signed_in_as
from tests.factories import PersonFactory
from tests.matching.scenes import draft

from tandem.accounts.models import Person

pytestmark = pytest.mark.django_db


def test_three_answers_and_a_code_make_an_account(client):
    assert sign_up(client).url == "/en/account/confirm-email/"
    assert signed_in_as(client) == ""
    enter_code(client, latest_code())
    farida = Person.objects.get(email="farida@example.org")
    assert signed_in_as(client) == str(farida.pk)
    assert farida.name == "Farida"


def test_the_code_counts_with_or_without_its_dash_and_with_spaces(client):
    sign_up(client)
    enter_code(client, f" {latest_code().replace('-', ' ')} ")
    assert signed_in_as(client)


def test_the_language_of_the_page_becomes_that_of_the_person(client):
    sign_up(client, "fr")
    assert Person.objects.get().language == "fr"


def test_after_the_code_one_is_where_one_was_going(client):
    sign_up(client, following="/en/needs/abc/organisation/")
    assert enter_code(client, latest_code()).url == "/en/needs/abc/organisation/"


def test_a_draft_written_without_an_account_is_still_there_after_the_code(client):
    reference = draft(client)
    following = client.get(f"/en/needs/{reference}/check/").context["signup"]
    client.post(following, SIGN_UP)
    page = client.get(enter_code(client, latest_code()).url)
    assert page.request["PATH_INFO"] == f"/en/needs/{reference}/organisation/"
    assert page.status_code == 200


def test_where_one_was_going_is_kept_while_the_language_is_switched_before_signing_up(client):
    page = client.get("/en/account/signup/?next=/en/needs/abc/organisation/").content.decode()
    assert 'href="/fr/account/signup/?next=/en/needs/abc/organisation/"' in page
    sign_up(client, "fr", "/en/needs/abc/organisation/")
    assert enter_code(client, latest_code(), "fr").url == "/fr/needs/abc/organisation/"


def test_where_one_was_going_is_kept_while_the_language_is_switched_before_the_code(client):
    sign_up(client, following="/en/needs/abc/organisation/")
    assert enter_code(client, latest_code(), "fr").url == "/en/needs/abc/organisation/"


def test_where_one_was_going_is_kept_when_another_address_is_taken(client):
    sign_up(client, following="/en/needs/abc/organisation/", email="farrida@example.org")
    client.post("/en/account/logout/", {"next": "/en/account/signup/"})
    sign_up(client)
    assert enter_code(client, latest_code()).url == "/en/needs/abc/organisation/"


def test_where_one_was_going_is_kept_by_somebody_who_had_an_account_already(client):
    person = PersonFactory(email="farida@example.org")
    sign_up(client, following="/en/needs/abc/organisation/")
    client.post("/en/account/logout/", {"next": "/en/account/login/"})
    answer = client.post("/en/account/login/", {"login": person.email, "password": "a long pass phrase"})
    assert answer.url == "/en/needs/abc/organisation/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_one_is_never_led_to_another_place(client, elsewhere):
    sign_up(client, following=elsewhere)
    assert enter_code(client, latest_code()).url == "/en/"


def test_the_same_form_sent_twice_makes_one_account_and_the_code_counts(client):
    sign_up(client)
    sign_up(client)
    enter_code(client, latest_code())
    assert Person.objects.count() == 1
    assert signed_in_as(client)


def test_the_same_form_sent_again_without_its_session_goes_on_with_the_new_code():
    sign_up(Client(), following="/en/needs/abc/organisation/")
    browser = Client()
    sign_up(browser, following="/en/needs/abc/organisation/")
    assert enter_code(browser, latest_code()).url == "/en/needs/abc/organisation/"
    assert Person.objects.count() == 1


def test_the_same_form_sent_twice_at_once_makes_one_account(client, monkeypatch):
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists", lambda email, **_: (email, False)
    )
    sign_up(Client())
    sign_up(client)
    enter_code(client, latest_code())
    assert Person.objects.count() == 1
    assert signed_in_as(client)


def test_another_password_does_not_open_an_account_that_waits_for_its_code():
    sign_up(Client())
    stranger = Client()
    sign_up(stranger, password1="another password altogether")
    assert "You already have an account" in mail.outbox[-1].subject
    enter_code(stranger, code_in(mail.outbox[0]))
    assert signed_in_as(stranger) == ""


def test_a_known_address_is_answered_like_a_new_one(client):
    """Nobody learns from this page who has an account."""
    PersonFactory(email="known@example.org")
    new, known = Client(), Client()
    answers = [sign_up(new, email="new@example.org"), sign_up(known, email="known@example.org")]
    assert answers[0].url == answers[1].url
    pages = [browser.get(answers[0].url).content.decode() for browser in (new, known)]
    assert without_secrets(pages[0]).replace("new@", "known@") == without_secrets(pages[1])


def without_secrets(page: str) -> str:
    """A page without what differs at each request."""
    return "\n".join(line.split('name="csrfmiddlewaretoken"')[0] for line in page.splitlines())


def test_a_wrong_code_is_refused_in_words_and_stays_on_the_page(client):
    sign_up(client)
    page = enter_code(client, "1111-1111").content.decode()
    assert "<title>Error:" in page
    assert 'href="#id_code"' in page
    assert 'value="1111-1111"' in page
    assert page.index("There is a problem") < page.index("<h1>")


def test_after_three_wrong_codes_one_starts_again_by_signing_in(client):
    sign_up(client, following="/en/needs/abc/organisation/")
    right = latest_code()
    for _attempt in range(2):
        assert enter_code(client, "1111-1111").status_code == 200
    assert enter_code(client, "1111-1111").url == "/en/account/login/"
    enter_code(client, right)
    assert signed_in_as(client) == ""
    client.post("/en/account/login/", {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]})
    assert enter_code(client, latest_code()).url == "/en/needs/abc/organisation/"


def test_a_code_older_than_half_an_hour_no_longer_counts(client, monkeypatch):
    import time

    sign_up(client)
    code, now = latest_code(), time.time()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: now + 1801)
    assert enter_code(client, code).url == "/en/account/login/"
    assert signed_in_as(client) == ""


def test_another_code_can_be_asked_for_and_replaces_the_first(client):
    sign_up(client)
    client.post("/en/account/confirm-email/", {"action": "resend"})
    assert "Another code is on its way" in client.get("/en/account/confirm-email/").content.decode()
    first, second = (code_in(letter) for letter in mail.outbox)
    enter_code(client, first)
    assert signed_in_as(client) == ""
    enter_code(client, second)
    assert signed_in_as(client)


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"name": " "}, "name", "Write your name."),
        ({"email": ""}, "email", "Write your e-mail address."),
        ({"email": "farida"}, "email", "it has the form name@example.org"),
        ({"password1": ""}, "password1", "Choose a password."),
        ({"password1": "boat"}, "password1", "a little short"),
        ({"password1": "password123"}, "password1", "tried first"),
        ({"password1": "farida@example.org"}, "password1", "somebody could guess it"),
    ],
)
def test_a_wrong_answer_is_named_beside_its_field_and_the_others_are_kept(client, answers, field, words):
    page = sign_up(client, **answers).content.decode()
    assert page.count(words) == 2
    assert f'href="#id_{field}"' in page
    assert "<title>Error:" in page
    if "name" not in answers:
        assert 'value="Farida"' in page
    assert not Person.objects.exists()


def test_a_wrong_answer_keeps_where_one_was_going(client):
    sign_up(client, following="/en/needs/abc/organisation/", name="")
    sign_up(client)
    assert enter_code(client, latest_code()).url == "/en/needs/abc/organisation/"


def test_the_form_says_why_each_thing_is_asked(client):
    page = client.get("/en/account/signup/").content.decode()
    assert "know how to call you" in page
    assert "To sign you in and to write to you" in page
    assert "proves that the address is yours" in page


def test_the_fields_help_browsers_and_password_managers(client):
    page = client.get("/en/account/signup/").content.decode()
    for purpose in ("name", "email", "new-password"):
        assert f'autocomplete="{purpose}"' in page
    assert "placeholder" not in page


def test_too_many_sign_ups_from_one_place_are_asked_to_wait(client):
    for number in range(20):
        sign_up(Client(), email=f"person-{number}@example.org")
    answer = sign_up(client)
    assert answer.status_code == 429
    assert "One moment, please" in answer.content.decode()


def test_behind_a_proxy_each_visitor_has_their_own_count_of_attempts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        browser = Client(headers={"x-forwarded-for": "192.0.2.1"})
        sign_up(browser, email=f"person-{number}@example.org")
    assert sign_up(Client(headers={"x-forwarded-for": "192.0.2.1"})).status_code == 429
    assert sign_up(Client(headers={"x-forwarded-for": "192.0.2.2"})).status_code == 302


@pytest.mark.parametrize(("language", "words"), [("en", "No new accounts"), ("fr", "Pas de nouveaux comptes")])
def test_a_place_that_takes_no_new_accounts_says_so(client, monkeypatch, language, words):
    monkeypatch.setattr("tandem.accounts.adapter.Adapter.is_open_for_signup", lambda *_: False)
    assert words in client.get(f"/{language}/account/signup/").content.decode()
    sign_up(client, language)
    assert not Person.objects.exists()
