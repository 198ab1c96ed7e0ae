"""What the domain raises: always a sentence for a person, always with its place."""

from __future__ import annotations

from tandem.domain.messages import Message


class BadInput(ValueError):
    """Something in the input cannot be used.

    `message` says what is wrong, `place` where, from the outside in: ("line 3", "help"). Whoever
    opened the file puts its name in front with `inside`.
    """

    def __init__(self, message: Message, place: tuple[str, ...] = ()) -> None:
        super().__init__(message, place)
        self.message = message
        self.place = place

    def inside(self, *outer: str) -> BadInput:
        """The same error, seen from one level further out."""
        return BadInput(self.message, (*outer, *self.place))

    def __str__(self) -> str:
        return ": ".join((*self.place, str(self.message)))
