"""What the domain raises: always a sentence for a person, always with its place."""

from __future__ import annotations

from collections.abc import Callable

from tandem.domain.messages import Message, gettext_noop

#: From the outside in; a name as the file has it is a text, what we call a place ourselves a sentence.
Place = tuple[str | Message, ...]


def at_line(number: int) -> Message:
    """The place in a text.

    >>> str(at_line(3))
    'line 3'
    """
    return Message(gettext_noop("line %(number)s"), {"number": number})


def at_row(number: int) -> Message:
    """The place in a sheet."""
    return Message(gettext_noop("row %(number)s"), {"number": number})


def at_sheet(name: str) -> Message:
    """The place in a workbook."""
    return Message(gettext_noop("sheet %(name)s"), {"name": name})


def place_in_words(place: Place, gettext: Callable[[str], str] = gettext_noop) -> tuple[str, ...]:
    """Each part of a place, as whoever shows it speaks."""
    return tuple(part.render(gettext) if isinstance(part, Message) else part for part in place)


class BadInput(ValueError):
    """Something in the input cannot be used.

    `message` says what is wrong, `place` where, from the outside in: (at_line(3), "help"). Whoever
    opened the file puts its name in front with `inside`.
    """

    def __init__(self, message: Message, place: Place = ()) -> None:
        super().__init__(message, place)
        self.message = message
        self.place = place

    def inside(self, *outer: str | Message) -> BadInput:
        """The same error, seen from one level further out."""
        return BadInput(self.message, (*outer, *self.place))

    def render(self, gettext: Callable[[str], str] = gettext_noop) -> str:
        """Place and sentence in one line."""
        return ": ".join((*place_in_words(self.place, gettext), self.message.render(gettext)))

    def __str__(self) -> str:
        return self.render()
