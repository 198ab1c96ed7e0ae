"""Short ways through the pages of an account."""

import re

from django.core import mail
from django.test import Client

SIGN_UP = {"name": "Farida", "email": "farida@example.org", "password1": "three quiet green boats"}


def code_in(letter: mail.EmailMessage) -> str:
    """The code that stands on a line of its own."""
    return re.search(r"^\d{4}-\d{4}$", letter.body, re.MULTILINE).group()


def latest_code() -> str:
    return code_in(mail.outbox[-1])


def sign_up(browser: Client, language: str = "en", following: str = "", **answers: str):
    """Send the sign-up form; return the answer."""
    query = f"?next={following}" if following else ""
    return browser.post(f"/{language}/account/signup/{query}", SIGN_UP | answers)


def enter_code(browser: Client, code: str, language: str = "en"):
    return browser.post(f"/{language}/account/confirm-email/", {"code": code})


def signed_in_as(browser: Client) -> str:
    """The id of who is signed in, empty when nobody is."""
    return browser.session.get("_auth_user_id", "")
