"""E-mails: a plain text, a working link, the reason it was sent, and a way to stop it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation


def footing() -> dict[str, Any]:
    """What every e-mail template may use."""
    return {
        "site_address": settings.ADDRESS,
        "help_name": settings.HELP_NAME,
        "help_email": settings.HELP_EMAIL,
        "demo": settings.DEMO,
    }


#: What the key of a link that stops e-mails is for. It has no end: an old e-mail is stopped as well as a new one.
STOPPING = "tandem.ui.mail.stop"


def stopping_key(person: Any) -> str:
    """The secret part of the address that stops the refusable e-mails of this person, and does nothing else."""
    return signing.dumps(person.pk, salt=STOPPING)


def stopped_by(key: str) -> int | None:
    """Whose e-mails an address stops; None when it was not made here."""
    try:
        return int(signing.loads(key, salt=STOPPING))
    except signing.BadSignature:
        return None


def send(person: Any, template: str, page: str, *args: Any, essential: bool, **context: Any) -> None:
    """Send `template` to `person` in their language, with the address of the page of that name.

    Who asked for fewer e-mails (`person.letters`) gets the essential ones only: those without which
    somebody else would wait in vain (docs/decisions/0005). Mail programs stop the others in one press (RFC 8058).
    """
    if not (essential or person.letters):
        return
    with translation.override(person.language):
        link = settings.ADDRESS + reverse(page, args=args)
        stop = settings.ADDRESS + reverse("account_letters")
        at_once = "" if essential else settings.ADDRESS + reverse("account_letters_stop", args=[stopping_key(person)])
    context |= {"person": person, "link": link, "stop": stop, "at_once": at_once, "essential": essential}
    headers = {"List-Unsubscribe": f"<{at_once}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    write(person.email, person.language, template, context, headers if at_once else {})


def write(
    address: str, language: str, template: str, context: dict[str, Any], headers: Mapping[str, str] | None = None
) -> None:
    """Send `template`, whose first line is the subject, to an address. Answers go to the person who helps."""
    with translation.override(language):
        text = render_to_string(template, {**footing(), **context}).strip()
    subject, _, body = text.partition("\n")
    EmailMessage(
        " ".join(subject.strip().splitlines()),
        body.strip() + "\n",
        to=[address],
        reply_to=[settings.HELP_EMAIL] if settings.HELP_EMAIL else None,
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    ).send()
