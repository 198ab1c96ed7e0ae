"""E-mails: a plain text, a working link, the reason it was sent, and a way to stop it."""

from typing import Any

from django.conf import settings
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


def send(person: Any, template: str, page: str, *args: Any, essential: bool, **context: Any) -> None:
    """Send `template` to `person` in their language, with the address of the page of that name.

    Who asked for fewer e-mails (`person.letters`) gets the essential ones only: those without which
    somebody else would wait in vain (docs/decisions/0005).
    """
    if not (essential or person.letters):
        return
    with translation.override(person.language):
        link = settings.ADDRESS + reverse(page, args=args)
        stop = settings.ADDRESS + reverse("account_letters")
    write(
        person.email,
        person.language,
        template,
        {**context, "person": person, "link": link, "stop": stop, "essential": essential},
    )


def write(address: str, language: str, template: str, context: dict[str, Any]) -> None:
    """Send `template`, whose first line is the subject, to an address. Answers go to the person who helps."""
    with translation.override(language):
        text = render_to_string(template, {**footing(), **context}).strip()
    subject, _, body = text.partition("\n")
    EmailMessage(
        subject.strip(),
        body.strip() + "\n",
        to=[address],
        reply_to=[settings.HELP_EMAIL] if settings.HELP_EMAIL else None,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
