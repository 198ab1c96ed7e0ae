"""A second proof beside the password: apps that show codes, recovery codes, passkeys; and what stewards need."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.accounts.ways import latest_code, signed_in_as
from tests.factories import PASSWORD, PersonFactory

from tandem.journal.queries import history

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


def code_of_the_app(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def alice_browser(cast):
    """Alice, who has just entered her password once more."""
    browser = cast.client("alice")
    browser.post("/en/account/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def with_app(cast):
    TOTP.activate(cast.alice, SECRET)
    return cast.alice


def sign_in(person) -> tuple[Client, HttpResponse]:
    browser = Client()
    return browser, browser.post("/en/account/login/", {"login": person.email, "password": PASSWORD})


def test_adding_an_app_asks_for_the_password_first(cast):
    answer = cast.client("alice").get("/en/account/ways-in/app/")
    assert answer.url.startswith("/en/account/reauthenticate/")


@pytest.mark.django_db(transaction=True)
def test_an_app_is_added_with_its_code_and_recovery_codes_come_with_it(cast, alice_browser):
    page = alice_browser.get("/en/account/ways-in/app/")
    secret = page.context["form"].secret
    answer = alice_browser.post("/en/account/ways-in/app/", {"code": code_of_the_app(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/account/ways-in/recovery-codes/"
    assert len(answer.context["unused_codes"]) == 10
    assert cast.alice.has_second_factor
    assert mail.outbox[-1].subject == "An app protects your account"


def test_the_picture_for_the_app_has_a_white_ground(alice_browser):
    assert 'fill="white"' in alice_browser.get("/en/account/ways-in/app/").context["totp_svg"]


def test_after_the_password_the_code_of_the_app_is_asked(with_app):
    browser, answer = sign_in(with_app)
    assert answer.url == "/en/account/login/second-factor/"
    assert signed_in_as(browser) == ""
    browser.post(answer.url, {"code": code_of_the_app()})
    assert signed_in_as(browser) == str(with_app.pk)


def test_after_the_emailed_code_the_code_of_the_app_is_asked_too(with_app):
    browser = Client()
    browser.post("/en/account/login/code/", {"email": with_app.email})
    answer = browser.post("/en/account/login/code/confirm/", {"code": latest_code()})
    assert answer.url == "/en/account/login/second-factor/"
    assert signed_in_as(browser) == ""


def test_a_new_password_does_not_lead_past_the_code_of_the_app(with_app):
    browser = Client()
    browser.post("/en/account/password/reset/", {"email": with_app.email})
    browser.post("/en/account/password/reset/confirm/", {"code": latest_code()})
    answer = browser.post("/en/account/password/reset/complete/", {"password1": "four slow yellow trains"})
    assert answer.url == "/en/account/login/second-factor/"
    assert signed_in_as(browser) == ""


def test_a_code_of_the_app_works_once(with_app):
    code = code_of_the_app()
    for expected in (str(with_app.pk), ""):
        browser, answer = sign_in(with_app)
        browser.post(answer.url, {"code": code})
        assert signed_in_as(browser) == expected


def test_wrong_codes_are_slowed_down(with_app):
    browser, answer = sign_in(with_app)
    pages = [browser.post(answer.url, {"code": "000000"}).content.decode() for _ in range(12)]
    assert "several wrong attempts" in pages[-1]


def test_a_recovery_code_lets_one_in_once(with_app):
    code = RecoveryCodes.activate(with_app).get_unused_codes()[0]
    for expected in (str(with_app.pk), ""):
        browser, answer = sign_in(with_app)
        browser.post(answer.url, {"code": code})
        assert signed_in_as(browser) == expected


def test_recovery_codes_are_shown_only_after_one_more_proof(cast, with_app):
    RecoveryCodes.activate(with_app)
    browser = cast.client("alice")
    for page in ("ways-in/recovery-codes/", "ways-in/recovery-codes/file/", "ways-in/recovery-codes/new/"):
        assert browser.get(f"/en/account/{page}").url.startswith("/en/account/reauthenticate/")


def test_the_app_is_taken_away_and_its_recovery_codes_with_it(with_app, alice_browser):
    RecoveryCodes.activate(with_app)
    alice_browser.post("/en/account/ways-in/app/remove/", {})
    assert not Authenticator.objects.filter(user=with_app).exists()
    assert mail.outbox[-1].subject == "An app no longer protects your account"


def test_a_passkey_of_somebody_else_is_unknown(cast, alice_browser):
    theirs = Authenticator.objects.create(user=cast.dina, type="webauthn", data={"name": "phone", "credential": {}})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert alice_browser.get(reverse(name, args=[theirs.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_ones_own_passkey_is_renamed_and_taken_away(cast, alice_browser):
    own = Authenticator.objects.create(user=cast.alice, type="webauthn", data={"name": "phone", "credential": {}})
    assert alice_browser.post(reverse("mfa_edit_webauthn", args=[own.pk]), {"name": "My ring"}).url.endswith(
        "/ways-in/"
    )
    assert "My ring" in alice_browser.get("/en/account/ways-in/").content.decode()
    alice_browser.post(reverse("mfa_remove_webauthn", args=[own.pk]))
    assert not Authenticator.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("sent", ["", "{}", '{"response": {"userHandle": "eA"}}', "not JSON"])
def test_an_invented_passkey_signs_nobody_in(cast, sent):
    browser = Client()
    assert browser.post("/en/account/login/passkey/", {"credential": sent}).url == "/en/account/login/"
    assert signed_in_as(browser) == ""


def test_nothing_about_passkeys_is_asked_of_another_origin(client):
    page = client.get("/en/account/login/")
    assert "script-src 'self';" in page["Content-Security-Policy"]
    assert 'src="http' not in page.content.decode()


def steward_browser(**fields):
    steward = PersonFactory(is_steward=True, **fields)
    browser = Client()
    browser.force_login(steward, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


@pytest.mark.parametrize("page", ["/en/", "/en/organisations/", "/en/steward/", "/en/steward/log/"])
def test_a_steward_without_second_proof_is_led_to_set_it_up(page):
    assert steward_browser(second_factor=False).get(page).url == "/en/account/ways-in/"


@pytest.mark.parametrize("page", ["/en/account/ways-in/", "/en/account/", "/en/account/data/", "/en/privacy/"])
def test_what_they_need_to_set_it_up_stays_open(page):
    assert steward_browser(second_factor=False).get(page).status_code == 200


def test_nothing_is_done_by_a_steward_without_second_proof():
    answer = steward_browser(second_factor=False).post("/en/organisations/new/", {"name": "X"})
    assert answer.url == "/en/account/ways-in/"


def test_a_steward_with_a_second_proof_comes_in():
    assert steward_browser().get("/en/steward/").status_code == 200


def test_in_the_demonstration_stewards_come_in_without(settings):
    settings.DEMO = True
    assert steward_browser(second_factor=False).get("/en/steward/").status_code == 200


@pytest.mark.parametrize(
    ("demonstration", "said"), [(False, "you need a passkey or an app"), (True, "are let in without")]
)
def test_a_steward_reads_what_is_needed(demonstration, said, settings):
    settings.DEMO = demonstration
    assert said in steward_browser(second_factor=False).get("/en/account/ways-in/").content.decode()


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def two_browsers(cast):
    """Alice signed in with Firefox, and in a program that does not say its name."""
    browsers = Client(headers={"user-agent": FIREFOX}), Client()
    for browser in browsers:
        browser.post("/en/account/login/", {"login": "alice@example.org", "password": PASSWORD})
    return browsers


def test_one_sees_where_one_is_signed_in(two_browsers):
    page = two_browsers[1].get("/en/account/sessions/").content.decode()
    assert "Firefox on Linux" in page
    assert page.count("This browser") == 1


def test_one_session_is_ended_from_another(cast, two_browsers):
    firefox, other = two_browsers
    found = other.get("/en/account/sessions/").context["sessions"]
    other.post("/en/account/sessions/", {"session": next(one.id for one in found if one.program)})
    assert firefox.get("/en/account/").status_code == 302
    assert other.get("/en/account/").status_code == 200
    assert [event.name for event in history(cast.alice)] == ["person.sessions_ended"]


def test_all_other_sessions_are_ended_at_once(two_browsers):
    firefox, other = two_browsers
    firefox.post("/en/account/sessions/", {})
    assert other.get("/en/account/").status_code == 302
    assert firefox.get("/en/account/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(cast, two_browsers):
    firefox, other = two_browsers
    dina = cast.client("dina")
    for one in firefox.get("/en/account/sessions/").context["sessions"]:
        dina.post("/en/account/sessions/", {"session": one.id})
    assert firefox.get("/en/account/").status_code == other.get("/en/account/").status_code == 200


def test_what_protects_the_account_is_exported_without_its_secrets(cast, with_app):
    text = cast.client("alice").get("/en/account/data/").content.decode()
    assert '"kind": "totp"' in text
    assert SECRET not in text


def test_an_app_a_little_late_still_works(with_app, monkeypatch):
    browser, answer = sign_in(with_app)
    now = time.time()
    code = code_of_the_app()
    monkeypatch.setattr(time, "time", lambda: now + 30)
    browser.post(answer.url, {"code": code})
    assert signed_in_as(browser) == str(with_app.pk)
