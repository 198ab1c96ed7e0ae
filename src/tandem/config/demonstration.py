"""The folder of e-mails that the demonstration keeps instead of sending them."""

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from django.conf import settings

LETTERS_SHOWN = 30


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    sent: str
    text: str


def letters() -> list[Letter]:
    """The last e-mails that were sent, newest first."""
    files = sorted(settings.MAIL_FOLDER.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    found = []
    for file in files[:LETTERS_SHOWN]:
        for part in reversed(file.read_bytes().split(b"-" * 79)):
            if part.strip():
                message = message_from_bytes(part.strip(), policy=default)
                body = message.get_body(("plain",))
                found.append(
                    Letter(message["To"], message["Subject"], message["Date"], body.get_content() if body else "")
                )
    return found[:LETTERS_SHOWN]
