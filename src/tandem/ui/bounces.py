"""Reports of e-mails that came back, as mail servers write them (RFC 3464)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message


def addresses_that_failed(report: bytes) -> tuple[str, ...]:
    """The addresses that refused an e-mail for good, by a delivery report; empty for any other e-mail.

    A delay (`Action: delayed`) or a full mailbox (status 4.x.x) is tried again by the server and counts as nothing.
    """
    failed = []
    for part in message_from_bytes(report, policy=policy.compat32).walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            failed += [_address(one) for one in blocks if _is_final(one)] if isinstance(blocks, list) else []
    return tuple(dict.fromkeys(filter(None, failed)))


def _is_final(block: Message) -> bool:
    action, status = block.get("Action", "").strip().lower(), block.get("Status", "5").strip()
    return action == "failed" and status.startswith("5")


def _address(block: Message) -> str:
    """The address that the e-mail was written to; what a server forwarded it to is not known here."""
    said = block.get("Original-Recipient") or block.get("Final-Recipient") or ""
    return said.partition(";")[2].strip().strip("<>").lower()
