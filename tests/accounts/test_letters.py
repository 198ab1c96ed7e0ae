"""The e-mails about an account: in both languages, each with its reason, a way on, and what to do if it was not you."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from tests.accounts.ways import SIGN_UP, latest_code, sign_up
from tests.factories import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db


def signing_up(language: str) -> None:
    sign_up(Client(), language)


def signing_up_again(language: str) -> None:
    PersonFactory(email=SIGN_UP["email"], language=language)
    sign_up(Client(), language)


def asking_for_a_code(language: str) -> None:
    person = PersonFactory(language=language)
    Client().post(f"/{language}/account/login/code/", {"email": person.email})


def asking_for_a_code_without_account(language: str) -> None:
    Client().post(f"/{language}/account/login/code/", {"email": "nobody@example.org"})


def asking_for_a_new_password(language: str) -> None:
    person = PersonFactory(language=language)
    Client().post(f"/{language}/account/password/reset/", {"email": person.email})


def choosing_a_new_password(language: str) -> None:
    browser, person = Client(), PersonFactory(language=language)
    browser.post(f"/{language}/account/password/reset/", {"email": person.email})
    browser.post(f"/{language}/account/password/reset/confirm/", {"code": latest_code()})
    browser.post(f"/{language}/account/password/reset/complete/", {"password1": "four slow yellow trains"})


def signed_in(language: str) -> Client:
    person = PersonFactory(language=language)
    browser = Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def changing_the_password(language: str) -> None:
    answers = {"oldpassword": PASSWORD, "password1": "four slow yellow trains"}
    signed_in(language).post(f"/{language}/account/password/change/", answers)


def asking_for_another_address(language: str) -> Client:
    browser = signed_in(language)
    browser.post(f"/{language}/account/reauthenticate/", {"password": PASSWORD})
    browser.post(f"/{language}/account/email/", {"action_add": "1", "email": "new@example.org"})
    return browser


def agreeing_at_the_present_address(language: str) -> Client:
    browser = asking_for_another_address(language)
    browser.post(f"/{language}/account/email/present/", {"code": latest_code()})
    return browser


def changing_the_address(language: str) -> None:
    browser = agreeing_at_the_present_address(language)
    browser.post(f"/{language}/account/confirm-email/", {"code": latest_code()})


CODE, PAGE = r"^\d{4}-\d{4}$", rf"^{settings.ADDRESS}/%s/account/"
#: What happens, the beginning of the subject in English and in French, and what leads on.
LETTERS = [
    (signing_up, "Welcome to Tandem – your code:", "Bienvenue sur Tandem – votre code", CODE),
    (signing_up_again, "You already have an account on Tandem", "Vous avez déjà un compte sur Tandem", PAGE),
    (asking_for_a_code, "Your sign-in code:", "Votre code de connexion", CODE),
    (
        asking_for_a_code_without_account,
        "No account with this address on Tandem",
        "Aucun compte avec cette adresse sur Tandem",
        PAGE,
    ),
    (asking_for_a_new_password, "Your code for a new password:", "Votre code pour un nouveau mot de passe", CODE),
    (choosing_a_new_password, "Your password has been changed", "Votre mot de passe a changé", PAGE),
    (changing_the_password, "Your password has been changed", "Votre mot de passe a changé", PAGE),
    (asking_for_another_address, "Your address is to change – the code:", "Votre adresse va changer – le code", CODE),
    (agreeing_at_the_present_address, "Confirm your address:", "Confirmez votre adresse", CODE),
    (changing_the_address, "Your e-mail address has been changed", "Votre adresse électronique a changé", "Tandem"),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("happens", "english", "french", "leads_on"), LETTERS)
def test_a_letter_says_what_it_is_why_it_came_and_what_to_do(happens, english, french, leads_on, language, settings):
    settings.HELP_NAME, settings.HELP_EMAIL = "Rosa", "rosa@example.org"
    happens(language)
    letter = mail.outbox[-1]
    assert letter.subject.startswith({"en": english, "fr": french}[language])
    assert re.search(leads_on.replace("%s", language), letter.body, re.MULTILINE)
    assert {"en": "Why this e-mail: ", "fr": "Pourquoi ce courriel"}[language] in letter.body
    assert {"en": "was not you?", "fr": "Ce n’était pas vous"}[language] in letter.body
    assert "Rosa rosa@example.org" in letter.body
    assert letter.content_subtype == "plain"


@pytest.mark.parametrize(("happens", "_english", "_french", "_leads_on"), LETTERS)
def test_a_french_letter_holds_no_english_sentence(happens, _english, _french, _leads_on):
    happens("fr")
    words = set(re.findall(r"[a-z]+", mail.outbox[-1].body.lower()))
    assert words & {"the", "your", "hello", "why", "with", "it", "was"} == set()


def test_a_known_reader_gets_the_letter_in_their_own_language_whatever_the_page():
    person = PersonFactory(language="fr")
    Client().post("/en/account/login/code/", {"email": person.email})
    assert "code de connexion" in mail.outbox[-1].subject


def test_a_name_with_special_characters_stays_as_it_is():
    PersonFactory(email="o'neil&co@example.org", language="en")
    Client().post("/en/account/login/code/", {"email": "o'neil&co@example.org"})
    assert "o'neil&co@example.org" in mail.outbox[-1].body


def test_an_answer_to_a_letter_reaches_the_person_who_helps(settings):
    settings.HELP_EMAIL = "rosa@example.org"
    sign_up(Client())
    assert mail.outbox[0].reply_to == ["rosa@example.org"]


def test_a_letter_says_that_a_program_sent_it_so_that_no_program_answers():
    sign_up(Client())
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
