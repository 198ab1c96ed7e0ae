"""An account from its first day to its last. With the mouse under the eyes of axe, with the keyboard and no
JavaScript."""

import json
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from tests.factories import PASSWORD, PersonFactory
from tests.journeys.conftest import WALKS

from tandem.accounts.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

ANOTHER_PASSWORD = "une longue phrase de passe"


def code_of_the_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(person, email: str, password: str) -> None:
    person.open("account/login/")
    person.write("E-mail address", email)
    person.write("Password", password)
    person.press("Sign in")


def change(person, what: str) -> None:
    """Follow the link beside a line of one's account."""
    person.open("account/")
    person.follow(f"{person.say('Change')} {person.say(what)}")


def prove(person, password: str) -> None:
    assert person.page.locator("h1").inner_text() == person.say("Is it you?")
    person.write("Password", password)
    person.press("Continue")


@pytest.fixture
def alice(walk):
    """`alice(hand, language)`: somebody with an account, signed in."""

    def enter(hand: str, language: str):
        person = Person.objects.filter(email="alice@example.org").first()
        person = person or PersonFactory(name="Alice", email="alice@example.org", language=language)
        walker = walk(hand, language)
        sign_in(walker, person.email, PASSWORD)
        return walker

    return enter


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_somebody_signs_up_with_a_code_adds_an_app_and_signs_in_with_it(walk, hand, language):
    newcomer = walk(hand, language)
    newcomer.open("account/signup/")
    newcomer.write("Your name", "Nadia")
    newcomer.write("E-mail address", "nadia@example.org")
    newcomer.write("Choose a password", ANOTHER_PASSWORD)
    newcomer.press("Create my account")
    newcomer.write("Code", newcomer.code_from_mail())
    newcomer.press("Continue")
    change(newcomer, "Ways to sign in")
    newcomer.follow("Add an app")
    prove(newcomer, ANOTHER_PASSWORD)
    secret = newcomer.page.locator("code").first.inner_text()
    newcomer.write("Code", code_of_the_app(secret))
    newcomer.press("Add this app")
    assert newcomer.page.locator("main li code").count() == 10, "recovery codes come with it"
    newcomer.open("account/")
    newcomer.press("Sign out")
    sign_in(newcomer, "nadia@example.org", ANOTHER_PASSWORD)
    assert newcomer.page.get_by_role("link", name="Nadia").count() == 0
    newcomer.write("Code", code_of_the_app(secret))
    newcomer.press("Sign in")
    assert newcomer.page.get_by_role("link", name="Nadia").count() == 1


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_one_sees_where_one_is_signed_in_and_signs_out_there(alice, hand, language):
    telephone, computer = alice("keyboard", language), alice(hand, language)
    computer.open("account/")
    computer.follow(f"{computer.say('See')} {computer.say('Where you are signed in')}")
    computer.press("Sign out there")
    assert computer.page.get_by_role("button", name=computer.say("Sign out there")).count() == 0
    telephone.open("account/")
    assert telephone.page.locator("h1").inner_text() == telephone.say("Sign in")


@pytest.mark.parametrize(("hand", "language"), WALKS)
def test_the_address_changes_when_both_agree_then_one_takes_everything_and_leaves(alice, hand, language):
    one = alice(hand, language)
    change(one, "E-mail address")
    one.write("New e-mail address", "alice@new.example")
    one.press("Send me a code")
    prove(one, PASSWORD)
    assert mail.outbox[-1].to == ["alice@example.org"]
    one.write("Code", one.code_from_mail())
    one.press("Continue")
    assert mail.outbox[-1].to == ["alice@new.example"]
    one.write("Code", one.code_from_mail())
    one.press("Continue")
    assert "alice@new.example" in one.page.inner_text("main")
    assert "alice@new.example" in json.dumps(json.loads(one.taken("Download my data")))
    one.follow("Erase my account")
    one.choose("Erase my account. I know that nobody can bring it back.")
    one.press("Erase my account")
    assert one.page.get_by_role("status").inner_text() == one.say("Your account is erased. All the best!")
    assert not Person.objects.filter(email__contains="alice@").exists()
