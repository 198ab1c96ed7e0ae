"""Signing in with a password, with a code, or with a new password; and signing out."""

import pytest
from django.core import mail
from django.test import Client
from tests.accounts.ways import latest_code, signed_in_as
from tests.factories import PASSWORD, PersonFactory

from tandem.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory(name="Farida", email="farida@example.org", language="en")


def log_in(browser, address="farida@example.org", password=PASSWORD, query=""):
    return browser.post(f"/en/account/login/{query}", {"login": address, "password": password})


def test_address_and_password_sign_in(client, person):
    assert log_in(client, " Farida@Example.org ").url == "/en/"
    assert signed_in_as(client) == str(person.pk)


@pytest.mark.parametrize(("language", "home"), [("en", "/en/"), ("fr", "/fr/")])
def test_after_signing_in_tandem_speaks_the_persons_language(client, language, home):
    PersonFactory(email="farida@example.org", language=language)
    assert log_in(client).url == home


def test_the_page_one_was_going_to_is_shown_in_the_persons_language(client):
    PersonFactory(email="farida@example.org", language="fr")
    assert log_in(client, query="?next=/en/needs/abc/check/%3Fa%3Db").url == "/fr/needs/abc/check/?a=b"


def test_an_address_without_language_stays_as_it_is(client, person):
    assert log_in(client, query="?next=/nowhere/").url == "/nowhere/"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "http:///elsewhere.example"]
)
def test_signing_in_never_leads_to_another_place(client, person, elsewhere):
    assert log_in(client, query=f"?next={elsewhere}").url == "/en/"


def test_a_guarded_page_asks_to_sign_in_and_comes_back(client, person):
    asked = client.get("/en/account/e-mails/").url
    assert asked == "/en/account/login/?next=/en/account/e-mails/"
    answer = client.post(asked, {"login": person.email, "password": PASSWORD})
    assert answer.url == "/en/account/e-mails/"


def test_where_one_was_going_is_kept_when_the_password_was_wrong_first(client, person):
    client.get("/en/account/login/?next=/en/account/e-mails/")
    log_in(client, password="wrong")
    assert log_in(client).url == "/en/account/e-mails/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, person):
    pages = [log_in(client, password="wrong"), log_in(client, "nobody@example.org")]
    for page in pages:
        text = page.content.decode()
        assert text.count("This address and this password do not go together") == 2
        assert 'href="#id_login"' in text
        assert "<title>Error:" in text
    assert 'value="farida@example.org"' in pages[0].content.decode()


def test_the_sixth_wrong_password_has_to_wait(client, person):
    for _attempt in range(5):
        log_in(client, password="wrong")
    assert "Wait five minutes" in log_in(client).content.decode()
    assert signed_in_as(client) == ""


def test_somebody_signed_in_who_opens_the_sign_in_page_is_led_home(cast):
    browser = cast.client("alice")
    for page in ("login/", "signup/", "login/code/"):
        assert browser.get(f"/en/account/{page}").url == "/en/"


def test_somebody_signed_in_goes_on_where_the_sign_in_page_would_have_led(cast):
    browser = cast.client("alice")
    assert browser.get("/en/account/login/?next=/en/account/e-mails/").url == "/en/account/e-mails/"


def test_the_fields_take_passwords_from_a_manager_and_let_them_be_pasted(client):
    page = client.get("/en/account/login/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert "placeholder" not in page


def ask_for_a_code(browser, address="farida@example.org", query=""):
    return browser.post(f"/en/account/login/code/{query}", {"email": address})


def test_a_code_by_email_signs_in_without_a_password(client, person):
    assert ask_for_a_code(client).url == "/en/account/login/code/confirm/"
    client.post("/en/account/login/code/confirm/", {"code": latest_code()})
    assert signed_in_as(client) == str(person.pk)


def test_where_one_was_going_is_kept_through_the_code_and_another_language(client):
    PersonFactory(email="farida@example.org", language="fr")
    ask_for_a_code(client, query="?next=/en/account/e-mails/")
    answer = client.post("/fr/account/login/code/confirm/", {"code": latest_code()})
    assert answer.url == "/fr/account/e-mails/"


def test_where_one_was_going_is_kept_when_the_code_was_wrong_three_times(client, person):
    ask_for_a_code(client, query="?next=/en/account/e-mails/")
    for _attempt in range(3):
        answer = client.post("/en/account/login/code/confirm/", {"code": "1111-1111"})
    assert answer.url == "/en/account/login/code/"
    ask_for_a_code(client)
    assert client.post("/en/account/login/code/confirm/", {"code": latest_code()}).url == "/en/account/e-mails/"


def test_a_code_for_an_unknown_address_looks_the_same_and_the_letter_says_so(client, person):
    known, unknown = Client(), Client()
    answers = [ask_for_a_code(known), ask_for_a_code(unknown, "nobody@example.org")]
    assert answers[0].url == answers[1].url
    titles = [browser.get(answers[0].url).content.decode().split("<h1>")[1][:20] for browser in (known, unknown)]
    assert titles[0] == titles[1]
    assert mail.outbox[-1].subject == "No account with this address on Tandem"
    assert unknown.post("/en/account/login/code/confirm/", {"code": ""}).status_code == 200


def test_one_can_leave_the_page_of_the_code_for_another_way(client, person):
    ask_for_a_code(client)
    assert client.get("/en/account/login/").url == "/en/account/login/code/confirm/"
    client.post("/en/account/logout/", {"next": "/en/account/login/"})
    assert client.get("/en/account/login/").status_code == 200


def test_the_page_of_the_code_without_a_code_asked_for_leads_back(client):
    assert client.get("/en/account/login/code/confirm/").url == "/en/account/login/code/"
    assert client.get("/en/account/confirm-email/").url == "/en/account/login/"
    assert client.get("/en/account/password/reset/confirm/").url == "/en/account/login/"
    assert client.get("/en/account/password/reset/complete/").url == "/en/account/password/reset/"


def test_a_forgotten_password_is_replaced_with_a_code_and_signs_in(client, person):
    client.get("/en/account/login/?next=/en/account/e-mails/")
    client.post("/en/account/password/reset/", {"email": person.email})
    client.post("/en/account/password/reset/confirm/", {"code": latest_code()})
    answer = client.post("/en/account/password/reset/complete/", {"password1": "four slow yellow trains"})
    assert answer.url == "/en/account/e-mails/"
    assert Person.objects.get().check_password("four slow yellow trains")
    assert "a new password has just been chosen" in mail.outbox[-1].body


def test_a_weak_new_password_is_refused_in_kind_words(client, person):
    client.post("/en/account/password/reset/", {"email": person.email})
    client.post("/en/account/password/reset/confirm/", {"code": latest_code()})
    page = client.post("/en/account/password/reset/complete/", {"password1": "short"}).content.decode()
    assert page.count("a little short") == 2
    assert Person.objects.get().check_password(PASSWORD)


def test_a_new_password_for_an_unknown_address_looks_the_same(client, person):
    answers = [Client().post("/en/account/password/reset/", {"email": one}) for one in (person.email, "no@example.org")]
    assert answers[0].url == answers[1].url


def test_the_code_of_a_new_password_cannot_be_skipped(client, person):
    client.post("/en/account/password/reset/", {"email": person.email})
    answer = client.post("/en/account/password/reset/complete/", {"password1": "four slow yellow trains"})
    assert answer.url == "/en/account/password/reset/confirm/"
    assert Person.objects.get().check_password(PASSWORD)


def test_signing_out_asks_when_opened_as_a_link_and_happens_when_sent(cast):
    browser = cast.client("alice")
    assert "Stay signed in" in browser.get("/en/account/logout/").content.decode()
    assert signed_in_as(browser)
    assert browser.post("/en/account/logout/").url == "/en/"
    assert signed_in_as(browser) == ""


def test_a_closed_account_cannot_sign_in(client, person):
    Person.objects.update(is_active=False)
    log_in(client)
    ask_for_a_code(client)
    assert signed_in_as(client) == ""


@pytest.mark.parametrize(
    "address", ["phone/verify/", "phone/change/", "signup/passkey/", "3rdparty/", "social/login/", "2fa/"]
)
def test_what_tandem_does_not_use_has_no_address(cast, address):
    assert cast.client("alice").get(f"/en/account/{address}").status_code == 404
