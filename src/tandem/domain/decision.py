"""The answer to "may this person do that": never a bare no."""

from __future__ import annotations

from dataclasses import dataclass

from tandem.domain.messages import Message


@dataclass(frozen=True)
class Decision:
    """`allowed`, and when it is not, the `reason` as a sentence for the person who asked."""

    allowed: bool
    reason: Message | None = None

    def __post_init__(self) -> None:
        if not self.allowed and self.reason is None:
            raise ValueError("a refusal always says why")

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def refused(text: str, **values: object) -> Decision:
    """A refusal with its sentence (English, marked with `gettext_noop` where it is written)."""
    return Decision(False, Message(text, values))
