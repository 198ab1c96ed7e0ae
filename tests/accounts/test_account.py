"""One's own page: name, language, address, password, e-mails, and all that is kept."""

import json
import time

import pytest
from django.conf import settings
from django.core import mail
from tests.accounts.ways import latest_code
from tests.factories import PASSWORD
from tests.matching.scenes import OFFER, PROBLEM, introduce, publish

from tandem.accounts import personal_data
from tandem.accounts.models import Person
from tandem.journal.queries import history

pytestmark = pytest.mark.django_db

OWN_PAGES = ["", "details/", "e-mails/", "data/", "email/", "password/change/"]


@pytest.mark.parametrize("page", OWN_PAGES)
def test_a_visitor_is_asked_to_sign_in(client, page):
    assert client.get(f"/en/account/{page}").url == f"/en/account/login/?next=/en/account/{page}"


def test_the_page_shows_what_is_known_and_how_to_change_it(cast):
    page = cast.client("alice").get("/en/account/").content.decode()
    for shown in ("Alice", "alice@example.org", "English", "Your organisations", "Download my data", "Sign out"):
        assert shown in page


def test_name_and_language_are_changed_and_the_page_comes_back_in_that_language(cast):
    browser = cast.client("alice")
    answer = browser.post("/en/account/details/", {"name": " Alice Martin ", "language": "fr"})
    assert answer.url == "/fr/account/"
    cast.alice.refresh_from_db()
    assert (cast.alice.name, cast.alice.language) == ("Alice Martin", "fr")
    assert [event.name for event in history(cast.alice)] == ["person.details_changed"]


def test_a_name_is_one_line_of_what_people_see(cast):
    name = "Alice\r\nhttps://evil.example \u202egnp"
    cast.client("alice").post("/en/account/details/", {"name": name, "language": "en"})
    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alice https://evil.example gnp"


@pytest.mark.parametrize(
    ("answers", "field"), [({"name": "", "language": "fr"}, "name"), ({"name": "A", "language": "xx"}, "language_0")]
)
def test_wrong_details_are_named_and_nothing_is_saved(cast, answers, field):
    page = cast.client("alice").post("/en/account/details/", answers).content.decode()
    assert "<title>Error:" in page
    assert f'href="#id_{field}"' in page
    cast.alice.refresh_from_db()
    assert cast.alice.name == "Alice"


def confirm_it_is_me(browser, following):
    return browser.post(f"/en/account/reauthenticate/?next={following}", {"password": PASSWORD})


def ask_for_another_address(browser, new="new@example.org"):
    """Who has proved who they are asks, and agrees with the code sent to the present address."""
    browser.post("/en/account/email/", {"action_add": "1", "email": new})
    confirm_it_is_me(browser, "/en/account/email/")
    assert mail.outbox[-1].to == ["alice@example.org"]
    return browser.post("/en/account/email/present/", {"code": latest_code()})


def test_the_address_changes_after_the_password_and_a_code_sent_to_each_address(cast):
    browser = cast.client("alice")
    asked = browser.post("/en/account/email/", {"action_add": "1", "email": "new@example.org"})
    assert asked.url.startswith("/en/account/reauthenticate/")
    assert confirm_it_is_me(browser, "/en/account/email/").url == "/en/account/email/present/"
    assert mail.outbox[-1].to == ["alice@example.org"] and "new@example.org" in mail.outbox[-1].body
    assert browser.post("/en/account/email/present/", {"code": latest_code()}).url == "/en/account/confirm-email/"
    assert mail.outbox[-1].to == ["new@example.org"]
    cast.alice.refresh_from_db()
    assert cast.alice.email == "alice@example.org"
    assert browser.post("/en/account/confirm-email/", {"code": latest_code()}).url == "/en/account/"
    cast.alice.refresh_from_db()
    assert cast.alice.email == "new@example.org"
    assert [one.email for one in cast.alice.emailaddress_set.all()] == ["new@example.org"]


def test_without_the_code_of_the_present_address_nothing_is_sent_to_the_new_one(cast):
    browser = cast.client("alice")
    browser.post("/en/account/email/", {"action_add": "1", "email": "new@example.org"})
    confirm_it_is_me(browser, "/en/account/email/")
    right = latest_code()
    for _try in range(3):
        browser.post("/en/account/email/present/", {"code": "00000000"})
    assert browser.post("/en/account/email/present/", {"code": right}).url == "/en/account/email/"
    assert all(letter.to == ["alice@example.org"] for letter in mail.outbox)


def test_another_code_for_the_present_address_replaces_the_first(cast):
    browser = cast.client("alice")
    browser.post("/en/account/email/", {"action_add": "1", "email": "new@example.org"})
    confirm_it_is_me(browser, "/en/account/email/")
    first = latest_code()
    browser.post("/en/account/email/present/", {"action": "resend"})
    assert latest_code() != first
    page = browser.post("/en/account/email/present/", {"code": first}).content.decode()
    assert page.count("This is not the code of our last e-mail.") == 2
    assert browser.post("/en/account/email/present/", {"code": latest_code()}).url == "/en/account/confirm-email/"


def test_the_code_for_the_present_address_ends_after_half_an_hour(cast, monkeypatch):
    browser = cast.client("alice")
    browser.post("/en/account/email/", {"action_add": "1", "email": "new@example.org"})
    confirm_it_is_me(browser, "/en/account/email/")
    later = time.time() + 31 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert browser.post("/en/account/email/present/", {"code": latest_code()}).url == "/en/account/email/"


def test_the_old_address_is_told_about_the_new_one(cast):
    browser = cast.client("alice")
    ask_for_another_address(browser)
    browser.post("/en/account/confirm-email/", {"code": latest_code()})
    assert mail.outbox[-1].to == ["alice@example.org"]
    assert "now has the address new@example.org" in mail.outbox[-1].body


def test_the_address_of_somebody_else_is_asked_for_like_any_and_never_given(cast):
    browser = cast.client("alice")
    answer = ask_for_another_address(browser, "dina@example.org")
    assert answer.url == "/en/account/confirm-email/"
    page = browser.post("/en/account/confirm-email/", {"code": latest_code()}).content.decode()
    assert page.count("This address cannot be used for your account.") == 2
    cast.alice.refresh_from_db()
    assert cast.alice.email == "alice@example.org"


def test_a_wrong_address_is_named_and_kept(cast):
    browser = cast.client("alice")
    page = browser.post("/en/account/email/", {"action_add": "1", "email": "new"}).content.decode()
    assert page.count("it has the form name@example.org") == 2
    assert 'value="new"' in page


def test_a_wrong_password_is_not_oneself(cast):
    browser = cast.client("alice")
    page = browser.post("/en/account/reauthenticate/", {"password": "wrong"}).content.decode()
    assert page.count("This is not your password.") == 2


def test_the_password_is_changed_with_the_current_one_and_one_stays_signed_in(cast):
    browser = cast.client("alice")
    answers = {"oldpassword": PASSWORD, "password1": "four slow yellow trains"}
    assert browser.post("/en/account/password/change/", answers).url == "/en/account/"
    assert "Your new password is saved." in browser.get("/en/account/").content.decode()
    assert Person.objects.get(pk=cast.alice.pk).check_password("four slow yellow trains")
    assert mail.outbox[-1].subject == "Your password has been changed"


def test_the_password_is_not_changed_with_a_wrong_current_one(cast):
    answers = {"oldpassword": "wrong", "password1": "four slow yellow trains"}
    page = cast.client("alice").post("/en/account/password/change/", answers).content.decode()
    assert page.count("This is not your current password.") == 2


def test_a_password_that_looks_like_the_name_is_refused(cast):
    Person.objects.filter(pk=cast.alice.pk).update(name="Marguerite")
    answers = {"oldpassword": PASSWORD, "password1": "marguerite1"}
    page = cast.client("alice").post("/en/account/password/change/", answers).content.decode()
    assert page.count("somebody could guess it") == 2


@pytest.fixture
def without_password(cast):
    """Alice's browser; she signs in with codes."""
    cast.alice.set_unusable_password()
    cast.alice.save()
    return cast.client("alice")


def choose_password_with_a_code(browser, asked):
    browser.post(asked, {"email": "alice@example.org"})
    confirm = asked.replace("/reset/", "/reset/confirm/")
    browser.post(confirm, {"code": latest_code()})
    return browser.post(asked.replace("/reset/", "/reset/complete/"), {"password1": "four slow yellow trains"})


def test_who_has_no_password_chooses_one_with_a_code(cast, without_password):
    assert "none: you sign in with a code" in without_password.get("/en/account/").content.decode()
    asked = without_password.get("/en/account/password/set/?next=/en/account/").url
    assert 'value="alice@example.org"' in without_password.get(asked).content.decode()
    assert choose_password_with_a_code(without_password, asked).url == "/en/account/"
    assert Person.objects.get(pk=cast.alice.pk).check_password("four slow yellow trains")


def test_who_has_no_password_changes_the_address_with_the_two_codes_alone(cast, without_password):
    without_password.post("/en/account/email/", {"action_add": "1", "email": "new@example.org"})
    without_password.post("/en/account/email/present/", {"code": latest_code()})
    without_password.post("/en/account/confirm-email/", {"code": latest_code()})
    cast.alice.refresh_from_db()
    assert cast.alice.email == "new@example.org"


def test_one_chooses_which_emails_one_gets(cast):
    browser = cast.client("alice")
    browser.post("/en/account/e-mails/", {"letters": "no"})
    cast.alice.refresh_from_db()
    assert cast.alice.letters is False
    assert "only those that wait for you" in browser.get("/en/account/").content.decode()
    browser.post("/en/account/e-mails/", {"letters": "yes"})
    cast.alice.refresh_from_db()
    assert cast.alice.letters is True


def test_no_choice_of_emails_is_an_error(cast):
    page = cast.client("alice").post("/en/account/e-mails/", {}).content.decode()
    assert page.count("Choose one of the two.") == 2


@pytest.fixture
def proposal(cast):
    """The address of an introduction that Alice proposed to Dina."""
    need = publish(cast.client("alice"), "la-passerelle")
    offer = publish(cast.client("dina"), "fio-livre", "offers")
    return introduce(cast.client("alice"), need, offer)


@pytest.mark.django_db(transaction=True)
def test_who_wants_fewer_emails_still_hears_what_waits_for_them(cast, proposal):
    Person.objects.update(letters=False)
    mail.outbox.clear()
    cast.client("dina").post(f"{proposal}ask/", {"ask-text": "How many people are you?"})
    assert {letter.to[0] for letter in mail.outbox} == {"alice@example.org", "bruno@example.org"}
    assert "This one is always sent" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("wanted", "told"), [(True, {"alice@example.org", "bruno@example.org"}), (False, set())])
def test_a_refusal_is_sent_to_those_who_want_all_emails(cast, proposal, wanted, told):
    Person.objects.update(letters=wanted)
    mail.outbox.clear()
    cast.client("dina").post(f"{proposal}decline/", {"decline-text": "We have no time before June."})
    assert {letter.to[0] for letter in mail.outbox} == told


@pytest.mark.django_db(transaction=True)
def test_an_email_is_in_the_language_of_its_reader_with_a_page_in_that_language(cast, proposal):
    Person.objects.filter(pk=cast.alice.pk).update(language="fr")
    mail.outbox.clear()
    cast.client("dina").post(f"{proposal}ask/", {"ask-text": "How many people are you?"})
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert proposal.replace("/en/", "/fr/") in bodies["alice@example.org"]
    assert f"{settings.ADDRESS}/fr/account/e-mails/" in bodies["alice@example.org"]
    assert "Bonjour Alice" in bodies["alice@example.org"]
    assert f"{settings.ADDRESS}{proposal}" in bodies["bruno@example.org"]


@pytest.mark.django_db(transaction=True)
def test_the_download_holds_all_that_each_room_keeps_about_me(cast, proposal):
    answer = cast.client("alice").get("/en/account/data/")
    assert answer["Content-Disposition"].startswith('attachment; filename="tandem-')
    mine = json.loads(answer.content)
    assert mine["account"]["email"] == "alice@example.org"
    assert mine["directory"]["memberships"][0]["slug"] == "la-passerelle"
    assert mine["matching"]["needs"][0]["problem"] == PROBLEM
    assert mine["matching"]["introductions"][0]["text"] == "Could we talk next week?"
    assert "need.published" in {event["name"] for event in mine["journal"]}


@pytest.mark.django_db(transaction=True)
def test_the_download_holds_nothing_of_others(cast, proposal):
    text = cast.client("alice").get("/en/account/data/").content.decode()
    assert "dina" not in text
    assert OFFER not in text
    assert "password" not in text.lower().replace("one's password", "")


def test_each_room_that_keeps_people_has_registered(cast, django_user_model):
    """A table that points to a person belongs to a room whose data can be taken away."""
    keeping = {
        field.related_model._meta.app_label
        for field in django_user_model._meta.get_fields(include_hidden=True)
        if field.auto_created and field.related_model and not field.concrete
    }
    of_sign_in = {"account", "accounts", "mfa", "socialaccount", "usersessions"}  # the account tells of them
    rooms = keeping - of_sign_in
    from django.utils import timezone

    assert rooms <= set(personal_data.export(cast.alice, timezone.now()))
