"""A change of address: whoever reads the present address agrees to it, then the new one confirms itself.

What waits for the first of the two codes is in the session, half an hour at most; the second is asked by allauth.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest

from tandem.ui import mail

KEPT = "account_change_of_address"
MOST_TRIES = 3


def ask(request: HttpRequest, new: str) -> bool:
    """Write a code to the present address; the one before works no more. False when too many were asked."""
    person: Any = request.user
    if not ratelimit.consume(request, action="confirm_email", key=person.email.lower()):
        return False
    code = get_adapter().generate_email_verification_code()
    request.session[KEPT] = {"new": new, "code": code, "at": time.time(), "tries": 0}
    context = {"email": person.email, "new": new, "code": code}
    mail.write(person.email, person.language, "accounts/mail/present_address.txt", context)
    return True


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """The change whose first code is asked; None when there is none, or when its time is over."""
    change: dict[str, Any] | None = request.session.get(KEPT)
    if change and time.time() - change["at"] > settings.ACCOUNT_CODE_LASTS:
        forget(request)
        return None
    return change


def another_try(request: HttpRequest) -> bool:
    """Count a wrong code. False after the third: the change is forgotten."""
    change = request.session[KEPT]
    request.session[KEPT] = {**change, "tries": change["tries"] + 1}
    if change["tries"] + 1 >= MOST_TRIES:
        forget(request)
        return False
    return True


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
