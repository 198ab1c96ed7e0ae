"""Links of e-mails that do one thing: signed, so that nobody makes one up; each purpose with its own salt."""

from __future__ import annotations

from django.core import signing

INVITATION = "directory.invitation"
CONFIRMATION = "directory.confirmation"
CONTACT = "directory.contact"


def sign(purpose: str, what: str) -> str:
    """The part of an address that says `what`, for this purpose only."""
    return signing.Signer(salt=purpose).sign(what)


def read(purpose: str, token: str) -> str | None:
    """What a link of this purpose says; None when it was changed or made for something else."""
    try:
        return signing.Signer(salt=purpose).unsign(token)
    except signing.BadSignature:
        return None
