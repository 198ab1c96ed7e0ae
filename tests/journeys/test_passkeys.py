"""Adding a passkey and signing in with it, in Chromium with a device that exists only in it."""

import pytest
from allauth.mfa.models import Authenticator
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def device(browser, live_server):
    """A page at a host with a name, as passkeys need, and a device that always says yes."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(30_000)
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page, live_server.url.replace("127.0.0.1", "localhost")
    context.close()


def test_a_passkey_is_added_and_signs_in_alone(device, cast):
    page, home = device
    page.goto(f"{home}/en/account/login/?next=/en/account/ways-in/passkeys/add/")
    page.get_by_label("E-mail address").fill("alice@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    name, again = page.get_by_label("A name for it"), page.get_by_role("heading", name="Is it you?")
    name.or_(again).wait_for()
    if again.count():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
    name.fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert Authenticator.objects.filter(user=cast.alice, type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto(f"{home}/en/account/login/")
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("link", name="Alice").wait_for()
