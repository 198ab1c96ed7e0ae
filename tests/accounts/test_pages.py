"""Every page of signing up, signing in and one's account, in both languages, as a reader meets it."""

import html5lib
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation
from tests.accounts.ways import sign_up
from tests.factories import PASSWORD, PersonFactory

from tandem.accounts import urls

pytestmark = pytest.mark.django_db


def asked_to_sign_up(language: str) -> Client:
    browser = Client()
    sign_up(browser, language)
    return browser


def asked_for_a_sign_in_code(language: str) -> Client:
    browser = Client()
    browser.post(f"/{language}/account/login/code/", {"email": PersonFactory(language=language).email})
    return browser


def asked_for_a_new_password(language: str) -> Client:
    browser = Client()
    browser.post(f"/{language}/account/password/reset/", {"email": PersonFactory(language=language).email})
    return browser


def allowed_a_new_password(language: str) -> Client:
    from tests.accounts.ways import latest_code

    browser = asked_for_a_new_password(language)
    browser.post(f"/{language}/account/password/reset/confirm/", {"code": latest_code()})
    return browser


def asked_for_another_address(language: str) -> Client:
    browser = somebody_just_confirmed(language)
    browser.post(f"/{language}/account/email/", {"action_add": "1", "email": "new@example.org"})
    return browser


def nobody(language: str) -> Client:
    return Client()


def somebody(language: str) -> Client:
    browser = Client()
    browser.force_login(PersonFactory(language=language), backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def somebody_with_an_app(language: str) -> Client:
    person = PersonFactory(language=language)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    browser = Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.post(f"/{language}/account/reauthenticate/", {"password": PASSWORD})
    return browser


def half_signed_in(language: str) -> Client:
    """The password was right; the code of the app is asked next."""
    person = PersonFactory(language=language)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    browser = Client()
    browser.post(f"/{language}/account/login/", {"login": person.email, "password": PASSWORD})
    return browser


def somebody_just_confirmed(language: str) -> Client:
    browser = Client()
    browser.force_login(PersonFactory(language=language), backend=settings.AUTHENTICATION_BACKENDS[0])
    browser.post(f"/{language}/account/reauthenticate/", {"password": PASSWORD})
    return browser


#: The name of each page, who can open it, and what is sent to see it refuse (None when it asks nothing).
PAGES = {
    "account": (somebody, None),
    "account_details": (somebody, {"name": ""}),
    "account_letters": (somebody, {"x": "y"}),
    "account_leave": (somebody_just_confirmed, {"x": "y"}),
    "account_signup": (nobody, {"email": "x"}),
    "account_email_verification_sent": (asked_to_sign_up, {"code": "1"}),
    "account_login": (nobody, {"login": "x"}),
    "account_request_login_code": (nobody, {"email": "x"}),
    "account_confirm_login_code": (asked_for_a_sign_in_code, {"code": "1"}),
    "account_logout": (somebody, None),
    "account_inactive": (nobody, None),
    "account_email": (somebody, {"action_add": "1", "email": "x"}),
    "account_email_present": (asked_for_another_address, {"code": "1"}),
    "account_reauthenticate": (somebody, {"password": "x"}),
    "account_change_password": (somebody, {"password1": "x"}),
    "account_reset_password": (nobody, {"email": "x"}),
    "account_confirm_password_reset_code": (asked_for_a_new_password, {"code": "1"}),
    "account_complete_password_reset": (allowed_a_new_password, {"password1": "x"}),
    "account_password_reset_completed": (nobody, None),
    "account_sessions": (somebody, None),
    "mfa_index": (somebody, None),
    "mfa_authenticate": (half_signed_in, {"code": "1"}),
    "mfa_reauthenticate": (somebody_with_an_app, {"code": "1"}),
    "mfa_add_webauthn": (somebody_just_confirmed, None),
    "mfa_activate_totp": (somebody_just_confirmed, {"code": "1"}),
    "mfa_deactivate_totp": (somebody_with_an_app, None),
    "mfa_view_recovery_codes": (somebody_with_an_app, None),
    "mfa_generate_recovery_codes": (somebody_with_an_app, None),
    "socialaccount_login_cancelled": (nobody, None),
}
#: Files, answers to scripts, redirections; pages that need a passkey, another server or an e-mail (test_ways_in,
#: test_openid, test_stopping).
NOT_A_PAGE = {
    "account_data",
    "account_letters_stop",
    "account_set_password",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "socialaccount_connections",
    "socialaccount_login_error",
    "socialaccount_signup",
}


def test_every_address_of_the_room_is_tried_here():
    assert {pattern.name for pattern in urls.urlpatterns} == set(PAGES) | NOT_A_PAGE


def test_every_address_says_who_may_open_it():
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.callback.access in {"public", "signed in"}, pattern.name


def test_no_other_page_of_allauth_has_an_address():
    of_allauth = ("account", "mfa", "socialaccount", "usersessions", "openid")
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith(of_allauth)}
    assert names <= {"account", "openid_connect_login", "openid_connect_callback", *PAGES, *NOT_A_PAGE}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_title_and_labels_and_says_what_is_optional(name, language):
    browser = PAGES[name][0](language)
    answer = browser.get(address(name, language))
    assert answer.status_code == 200
    page = parsed(answer)
    assert page.get("lang") == language
    assert len(page.findall(".//h1")) == 1
    labelled = {label.get("for") for label in page.findall(".//label")}
    for field in page.findall(".//input"):
        if field.get("type") != "hidden":
            assert field.get("id") in labelled
            assert "required" not in field.attrib


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [name for name, (_who, wrong) in PAGES.items() if wrong])
def test_a_wrong_answer_heads_the_page_and_leads_to_its_field(name, language):
    browser = PAGES[name][0](language)
    answer = browser.post(address(name, language), PAGES[name][1])
    assert answer.status_code == 200
    text = answer.content.decode()
    page = parsed(answer)
    assert page.find(".//title").text.startswith({"en": "Error:", "fr": "Erreur"}[language])
    assert text.index("data-error-summary") < text.index("<h1")
    ids = {one.get("id") for one in page.iter() if one.get("id")}
    links = [link.get("href") for link in page.findall(".//div[@role='alert']//a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= ids
    wrong = [one for one in page.iter() if one.get("aria-invalid") == "true"]
    assert wrong
    assert all(one.get("aria-describedby") or page.find(".//fieldset").get("aria-describedby") for one in wrong)


def address(name: str, language: str) -> str:
    with translation.override(language):
        return reverse(name)


def parsed(answer):
    """The page as a tree; html5lib raises on a mistake of HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.content.decode())
