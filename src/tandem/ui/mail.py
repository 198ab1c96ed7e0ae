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


def send(person: Any, template: str, *, reason: str, link: str, **context: Any) -> None:
    """Send `template` (its first line is the subject) to `person` in their language.

    `link` is a path of this place; `reason` says why this person gets it, already in their language
    when it is lazy.
    """
    with translation.override(person.language):
        text = render_to_string(
            template,
            {
                **footing(),
                **context,
                "person": person,
                "link": settings.ADDRESS + link,
                "reason": reason,
                "stop": settings.ADDRESS + reverse("account"),
            },
        )
        subject, _, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[person.email]).send()
