"""Signing in with an account of an OpenID Connect server, against a server on this machine."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from tests.accounts.openid_server import CLIENT, SECRET, OpenIDServer
from tests.accounts.ways import enter_code, latest_code, signed_in_as
from tests.factories import PASSWORD

from tandem.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with OpenIDServer() as running:
        settings.OPENID_SERVER, settings.OPENID_NAME = running.address, "La Fédération"
        app = {
            "provider_id": "openid",
            "name": "La Fédération",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": running.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


def sign_in_there(browser: Client, server: OpenIDServer, process: str = ""):
    """Press the button, sign in at the other place, come back; return the answer to coming back."""
    query = f"?process={process}" if process else ""
    away = browser.post(f"/account/openid/openid/{query}")
    assert away.url.startswith(f"{server.address}/authorise?")
    return browser.get(server.authorise(away.url).removeprefix("http://testserver"))


def test_somebody_new_gets_an_account_with_the_name_and_address_said_there(server):
    browser = Client()
    sign_in_there(browser, server)
    person = Person.objects.get(email="farida@example.org")
    assert person.name == "Farida"
    assert not person.has_usable_password()
    assert signed_in_as(browser) == str(person.pk)


def test_the_second_time_it_is_the_same_account(server):
    sign_in_there(Client(), server)
    browser = Client()
    sign_in_there(browser, server)
    assert signed_in_as(browser) == str(Person.objects.get().pk)


def test_an_address_that_was_not_confirmed_there_is_confirmed_here(server):
    server.who["email_verified"] = False
    browser = Client()
    answer = sign_in_there(browser, server)
    assert answer.url.endswith("/account/confirm-email/")
    assert signed_in_as(browser) == ""


def test_the_address_of_somebody_here_does_not_open_their_account(server, cast):
    server.who["email"] = "alice@example.org"
    browser = Client()
    sign_in_there(browser, server)
    assert signed_in_as(browser) == ""
    assert not SocialAccount.objects.exists()


def test_who_signed_up_there_with_a_foreign_address_keeps_no_way_in_when_its_owner_comes(server):
    server.who["email_verified"] = False
    sign_in_there(Client(), server)
    owner = Client()
    owner.post("/en/account/login/code/", {"email": "farida@example.org"})
    owner.post("/en/account/login/code/confirm/", {"code": latest_code()})
    assert signed_in_as(owner)
    stranger = Client()
    sign_in_there(stranger, server)
    assert signed_in_as(stranger) == ""


def test_whoever_confirms_the_address_here_comes_in_from_there_again(server):
    server.who["email_verified"] = False
    browser = Client()
    sign_in_there(browser, server)
    enter_code(browser, latest_code())
    assert signed_in_as(browser)
    again = Client()
    sign_in_there(again, server)
    assert signed_in_as(again)


def test_who_comes_from_there_is_asked_for_the_second_proof_too(server, cast, alice_connected):
    TOTP.activate(cast.alice, "JBSWY3DPEHPK3PXP")
    browser = Client()
    assert sign_in_there(browser, server).url == "/en/account/login/second-factor/"
    assert signed_in_as(browser) == ""


def test_what_was_not_said_there_is_asked_here(server):
    server.who = {"sub": "43"}
    browser = Client()
    page = browser.get(sign_in_there(browser, server).url)
    assert page.status_code == 200
    assert "Complete your account" in page.content.decode()
    browser.post(page.request["PATH_INFO"], {"name": "Gaël", "email": "gael@example.org"})
    assert Person.objects.get(email="gael@example.org").name == "Gaël"


@pytest.fixture
def alice_connected(server, cast):
    browser = cast.client("alice")
    browser.post("/en/account/reauthenticate/", {"password": PASSWORD})
    sign_in_there(browser, server, process="connect")
    return browser


def test_one_adds_it_to_ones_account_and_signs_in_with_it(server, cast, alice_connected):
    browser = Client()
    sign_in_there(browser, server)
    assert signed_in_as(browser) == str(cast.alice.pk)


def test_one_takes_it_away_again(cast, alice_connected):
    page = alice_connected.get("/en/account/ways-in/elsewhere/")
    assert "La Fédération" in page.content.decode()
    alice_connected.post("/en/account/ways-in/elsewhere/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_nobody_takes_away_what_belongs_to_somebody_else(cast, alice_connected):
    cast.client("dina").post("/en/account/ways-in/elsewhere/", {"account": SocialAccount.objects.get().pk})
    assert SocialAccount.objects.exists()


def test_no_key_of_the_other_server_is_kept(server, alice_connected):
    assert not SocialToken.objects.exists()


def test_the_sign_in_page_names_the_other_server_and_lets_a_form_lead_there(server, client):
    page = client.get("/en/account/login/")
    assert "Sign in with La Fédération" in page.content.decode()
    assert f"form-action 'self' {server.address};" in page["Content-Security-Policy"]


def test_a_link_to_the_other_server_asks_before_it_leads_there(server, client):
    page = client.get("/account/openid/openid/")
    assert page.status_code == 200
    assert "You go to La Fédération" in page.content.decode()


def test_a_server_that_does_not_answer_leaves_every_other_way(server, client):
    server.__exit__()
    answer = client.post("/account/openid/openid/", follow=True)
    assert answer.status_code == 401
    assert "Get a code by e-mail" in answer.content.decode()


def test_coming_back_with_a_state_that_nobody_gave_signs_nobody_in(server, client):
    answer = client.get("/account/openid/openid/callback/?code=1234&state=invented")
    assert answer.status_code == 401
    assert signed_in_as(client) == ""


@pytest.mark.parametrize("path", ["/account/openid/openid/", "/account/openid/openid/callback/"])
def test_without_a_server_in_the_settings_nothing_is_there(client, path):
    assert client.get(path).status_code == 404


def test_without_a_server_the_page_about_it_is_not_there(cast):
    assert cast.client("alice").get("/en/account/ways-in/elsewhere/").status_code == 404
